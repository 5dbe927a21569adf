import {
  elapsed,
  offsetOf,
  remaining,
  roundAt,
  shown,
  type TimeSample,
} from '../../core/rules/clock.ts';

/**
 * The clock of a meeting, for everybody the same: the server says which point runs since when, here only the rest is counted,
 * on the server's time. How far its clock is ahead is asked a few times; the quickest answer tells best.
 */
const place = document.querySelector<HTMLElement>('[data-clock]');
if (place) run(place);

function run(place: HTMLElement) {
  const { clock = '', stream = '' } = place.dataset;
  const left = place.querySelector<HTMLElement>('[data-clock-left]');
  const title = place.querySelector<HTMLElement>('[data-clock-title]');
  const say = place.querySelector<HTMLElement>('[data-clock-say]');
  const room = document.querySelector<HTMLElement>('[data-room]');
  const rows = [...document.querySelectorAll<HTMLElement>('[data-point]')];
  const samples: TimeSample[] = [];
  let point = read(place.dataset);
  let offset = Number(place.dataset.now) - performance.now();
  let last = '';

  function read(from: DOMStringMap | Record<string, string>) {
    return from.position
      ? {
          position: Number(from.position),
          spent: Number(from.spent),
          since: from.since ? Number(from.since) : null,
        }
      : null;
  }

  const show = () => {
    const now = performance.now() + offset;
    const row = rows.find((r) => Number(r.dataset.point) === point?.position);
    const ms = row && point ? remaining(point, Number(row.dataset.minutes), now) : 0;
    const text = row ? shown(ms) : '';
    if (left && left.textContent !== text) left.textContent = text;
    place.classList.toggle('is-over', ms < 0);
    place.classList.toggle('is-resting', point?.since === null);
    place.hidden = !row;
    if (row && title && title.textContent !== row.dataset.title)
      title.textContent = row.dataset.title ?? '';
    for (const each of rows) {
      if (each === row) each.setAttribute('aria-current', 'step');
      else each.removeAttribute('aria-current');
    }
    // said when a point begins, a minute before its end and when it is over: not every second
    const stage = !row ? '' : ms < 0 ? 'over' : ms <= 60_000 ? 'soon' : 'runs';
    const heard = `${point?.position} ${stage}`;
    if (say && row && heard !== last) {
      last = heard;
      say.textContent = `${row.dataset.title}. ${place.dataset[stage] ?? ''}`;
    }
    if (room) showRoom(room, now);
  };

  const showRoom = (room: HTMLElement, now: number) => {
    const { steps = '[]', names = '[]', at = '', words = '', done = '' } = room.dataset;
    const here = point && String(point.position) === at ? point : null;
    room.hidden = !here;
    if (!here) return;
    const all = JSON.parse(steps) as { minutes: number; text: string }[];
    const who = JSON.parse(names) as string[];
    const turn = roundAt(all, who.length, elapsed(here, now));
    const text = turn
      ? words
          .replace('{round}', String(turn.round + 1))
          .replace('{rounds}', String(who.length))
          .replace('{who}', who[turn.round] ?? '')
          .replace('{step}', all[turn.step]?.text ?? '')
          .replace('{left}', shown(turn.left))
      : done;
    if (room.textContent !== text) room.textContent = text;
  };

  // nothing somebody types is thrown away: the page says that it has something new, and they look when they like
  const tellChanged = () => {
    const notice = document.querySelector<HTMLElement>('[data-club-changed]');
    if (notice) notice.hidden = false;
  };

  const showDots = ({ meeting, voted, ...dots }: Record<string, string>) => {
    const cells = [...document.querySelectorAll<HTMLElement>('[data-dots]')];
    for (const cell of cells) cell.textContent = dots[cell.dataset.dots ?? ''] ?? '0';
    if (Object.keys(dots).some((theme) => !cells.some((c) => c.dataset.dots === theme)))
      tellChanged();
  };

  const ask = async () => {
    const sent = performance.now();
    try {
      const answer = await fetch(clock, { cache: 'no-store' });
      if (!answer.ok) return;
      const told = (await answer.json()) as { now: number };
      samples.push({ sent, received: performance.now(), server: told.now });
      if (samples.length > 8) samples.shift();
      const found = offsetOf(samples);
      if (found) offset = found.offset;
    } catch {}
  };
  const measure = async () => {
    for (let i = 0; i < 5; i++) await ask();
    place.dataset.measured = String(Math.round(offset));
    show();
  };

  let source: EventSource | undefined;
  const open = () => {
    source?.close();
    source = new EventSource(stream);
    source.addEventListener('clock', (event) => {
      const data = JSON.parse((event as MessageEvent<string>).data) as Record<string, string>;
      if (data.meeting !== place.dataset.meeting) return;
      point = read(data);
      show();
    });
    source.addEventListener('votes', (event) => {
      const data = JSON.parse((event as MessageEvent<string>).data) as Record<string, string>;
      if (data.meeting === place.dataset.meeting) showDots(data);
    });
    source.addEventListener('changed', (event) => {
      const data = JSON.parse((event as MessageEvent<string>).data) as Record<string, string>;
      if (data.meeting === place.dataset.meeting) tellChanged();
    });
    // a laptop that slept wakes with another idea of the time
    samples.length = 0;
    void measure();
  };
  const look = () => (document.visibilityState === 'visible' ? open() : source?.close());
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', () => source?.close());
  look();
  show();
  setInterval(show, 200);
}
