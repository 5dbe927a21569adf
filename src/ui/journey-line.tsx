import type { ComponentChildren } from 'preact';
import { drawnOnce } from './drawn-once.ts';

export type StationState = 'done' | 'current' | 'ahead' | 'late' | 'skipped';

export interface Station {
  readonly id: string;
  readonly label: string;
  readonly state: StationState;
  /** When it was, is due, or is expected. */
  readonly dateText?: string | undefined;
  /** Whose turn it is there: a person or an organisation. */
  readonly whoText?: string | undefined;
}

export interface JourneyLineProps {
  readonly stations: readonly Station[];
  /** Names the picture: "The way of Amélie". */
  readonly titleText: string;
  /** One sentence that says it all; shown under the full line, read aloud for the mini one. */
  readonly descText?: string;
  /** The word for each state, for those who hear the line instead of seeing it. */
  readonly stateTexts: Readonly<Record<StationState, string>>;
  readonly size?: 'full' | 'mini';
}

/**
 * A way as a line with stations. `full` is a picture where there is room and a list where there is not; the list
 * is what screen readers get in both. `mini` is 120 px wide, for lists, and needs its words beside it.
 */
export function JourneyLine(props: JourneyLineProps) {
  return props.size === 'mini' ? <Mini {...props} /> : <Full {...props} />;
}

/** Index of the station reached last: the current or late one, else the last that is done, else -1. */
function reached(stations: readonly Pick<Station, 'state'>[]): number {
  const here = stations.findIndex(({ state }) => state === 'current' || state === 'late');
  return here >= 0 ? here : stations.findLastIndex(({ state }) => state === 'done');
}

const pc = (value: number) => `${Math.round(value * 100) / 100}%`;

const lineY = 64;

function Full({ stations, titleText, descText, stateTexts }: JourneyLineProps) {
  const last = stations.length - 1;
  const at = (index: number) => 1.4 + (last > 0 ? index / last : 0) * 97.2;
  // The first and last names stand at the edges of the page, the others in the middle of their station.
  const side = (index: number) =>
    index === 0
      ? { x: '0', 'text-anchor': 'start' as const }
      : index === last
        ? { x: '100%', 'text-anchor': 'end' as const }
        : { x: pc(at(index)), 'text-anchor': 'middle' as const };
  const here = reached(stations);
  const next = stations.findIndex(({ state }, index) => index > here && state === 'ahead');
  const depth = Math.max(
    0,
    ...stations.map((station) => (station.dateText ? 1 : 0) + lines(station.whoText, 17).length),
  );
  return (
    <figure class="journey" aria-label={titleText}>
      <svg
        class="journey-picture"
        width="100%"
        height={lineY + 26 + depth * 20}
        aria-hidden="true"
        focusable="false"
      >
        <line class="rail" x1={pc(at(0))} y1={lineY} x2={pc(at(last))} y2={lineY} />
        {here > 0 && (
          <line class="rail is-done" x1={pc(at(0))} y1={lineY} x2={pc(at(here))} y2={lineY} />
        )}
        {stations.map((station, index) => {
          const label = lines(station.label, 15);
          // the last name ends at the edge of the page and so leans over its neighbour: where both are long it stands higher
          const before = index === last ? (stations[index - 1]?.label.length ?? 0) : 0;
          const lift = before > 0 && station.label.length + before / 2 > 15 ? 1 : 0;
          const who = lines(station.whoText, 17);
          const under = [...(station.dateText ? [station.dateText] : []), ...who];
          return (
            <g
              key={station.id}
              class={`station is-${station.state}${index === next ? ' is-next' : ''}`}
            >
              <svg x={pc(at(index))} y={lineY} overflow="visible" width="1" height="1">
                {mark(station.state)}
              </svg>
              {label.map((text, line) => (
                <text
                  key={text}
                  class="station-label"
                  {...side(index)}
                  y={lineY - 26 - (label.length - 1 - line + lift) * 19}
                >
                  {text}
                </text>
              ))}
              {under.map((text, line) => (
                <text
                  key={text}
                  class={line === 0 && station.dateText ? 'station-date' : 'station-who'}
                  {...side(index)}
                  y={lineY + 34 + line * 20}
                >
                  {text}
                </text>
              ))}
            </g>
          );
        })}
      </svg>
      <ol class="journey-list">
        {stations.map((station, index) => (
          <li
            key={station.id}
            class={`stop is-${station.state}${index === next ? ' is-next' : ''}${index < here ? ' is-passed' : ''}`}
            aria-current={station.state === 'current' ? 'step' : undefined}
          >
            <svg
              class="stop-mark"
              width="32"
              height="32"
              viewBox="-16 -16 32 32"
              aria-hidden="true"
              focusable="false"
            >
              <g class={`station is-${station.state}${index === next ? ' is-next' : ''}`}>
                {mark(station.state)}
              </g>
            </svg>
            <span class="stop-label">{station.label}</span>
            <span class="hidden">: {stateTexts[station.state]}</span>
            {(station.dateText || station.whoText) && (
              <span class="stop-about">
                {station.dateText && <span class="stop-date">{station.dateText}</span>}
                {station.whoText && <span class="stop-who">{station.whoText}</span>}
              </span>
            )}
          </li>
        ))}
      </ol>
      {descText && <figcaption class="journey-say">{descText}</figcaption>}
    </figure>
  );
}

/** The sign of a station around (0, 0). */
function mark(state: StationState): ComponentChildren {
  if (state === 'done') return <circle class="node" r="8" />;
  if (state === 'current')
    return (
      <>
        <circle class="halo" r="15" />
        <circle class="node" r="11" />
      </>
    );
  if (state === 'late')
    return (
      <>
        <circle class="halo" r="15" />
        <path class="node" d="M0-13 13.5 10.5h-27Z" />
        <path class="cut" d="M0-5v7M0 5.6v.8" />
      </>
    );
  if (state === 'skipped')
    return (
      <>
        <circle class="node" r="6" />
        <path class="node" d="m-4 4 8-8" />
      </>
    );
  return <circle class="node" r="7" />;
}

/** Text in lines of about `width` characters, three at most; SVG does not wrap by itself. */
function lines(text: string | undefined, width: number): string[] {
  const out: string[] = [];
  for (const word of text?.split(' ') ?? []) {
    const last = out.at(-1);
    if (last !== undefined && last.length + word.length < width)
      out[out.length - 1] = `${last} ${word}`;
    else out.push(word);
  }
  return out.length > 3 ? [...out.slice(0, 2), `${out[2]}…`] : out;
}

/** Few shapes, since a list draws one of these a row: what is behind is one path, what is ahead another. */
function Mini({ stations, titleText, descText }: JourneyLineProps) {
  return (
    <svg
      class="journey-mini"
      width="120"
      height="18"
      viewBox="0 0 120 18"
      role="img"
      aria-label={descText ? `${titleText}: ${descText}` : titleText}
    >
      {miniature(stations.map(({ state }) => state).join(' '))}
    </svg>
  );
}

/** What a mini line shows: the states of its stations, from the first to the last. */
const miniature = drawnOnce((states: string) => {
  const stations = states.split(' ').map((state) => ({ state: state as StationState }));
  const here = reached(stations);
  const step = stations.length > 1 ? 104 / (stations.length - 1) : 0;
  const at = (index: number) => Math.round((8 + index * step) * 10) / 10;
  let done = '';
  let open = '';
  stations.forEach(({ state }, index) => {
    // a dot is a line without length that has round ends
    if (state === 'done') done += `M${at(index)} 9h0`;
    else if (state === 'ahead' || state === 'skipped') open += ring(at(index), 3);
  });
  const now = stations[here];
  return (
    <>
      <path class="rail" d={`M8 9H${at(stations.length - 1)}`} />
      {here > 0 && <path class="rail is-done" d={`M8 9H${at(here)}`} />}
      {done && <path class="dots" d={done} />}
      {open && <path class="node" d={open} />}
      {now?.state === 'current' && <path class="node is-current" d={ring(at(here), 6)} />}
      {now?.state === 'late' && <path class="node is-late" d={`M${at(here)} 1.5l7.5 13h-15Z`} />}
    </>
  );
});

/** A circle around (x, 9) as part of a path. */
const ring = (x: number, r: number) => `M${x - r} 9a${r} ${r} 0 1 1 0 .01Z`;
