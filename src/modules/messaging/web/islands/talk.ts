/**
 * Shows what is written meanwhile. News say only where something happened; what it is, is asked of the page itself, which
 * shows it to whom it may. Listens while the page is in view, since browsers open few connections to one place at once.
 */
const place = document.querySelector<HTMLElement>('[data-live]');
if (place) listen(place);

function listen(place: HTMLElement) {
  const { live = '', thread } = place.dataset;
  const say = document.querySelector<HTMLElement>('[data-live-say]');
  let last = place.dataset.newest ?? '';
  let source: EventSource | undefined;
  let busy = false;
  let again = false;

  const show = async () => {
    again = busy;
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(location.href);
      if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), 'text/html'));
      // may be read no more: what has been typed stays
      else if (answer.status === 404) source?.close();
    } catch {}
    busy = false;
    if (again) void show();
  };

  const put = (page: Document) => {
    const fresh = page.querySelector('[data-live]');
    if (!fresh) return;
    if (!thread) {
      place.replaceChildren(...fresh.childNodes);
      return;
    }
    let added = false;
    for (const item of [...fresh.querySelectorAll<HTMLElement>('li[id]')]) {
      const mine = document.getElementById(item.id);
      if (mine) {
        // who has read up to here may have moved
        mine.querySelector('.talk-note')?.remove();
        const note = item.querySelector('.talk-note');
        if (note) mine.querySelector('.talk-text')?.parentElement?.append(note);
      } else {
        place.append(item);
        added = true;
      }
    }
    if (added && say) say.textContent = say.dataset.liveSay ?? '';
  };

  const open = () => {
    source?.close();
    source = new EventSource(last ? `${live}?after=${last}` : live);
    source.onmessage = (event) => {
      last = event.lastEventId || last;
      if (!thread || JSON.parse(event.data).thread === thread) void show();
    };
  };
  const look = () => (document.visibilityState === 'visible' ? open() : source?.close());
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', () => source?.close());
  look();
}
