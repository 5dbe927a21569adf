import type { Params } from '#kernel/outcome.ts';
import type { View } from '#platform/http/page.ts';
import { hasMessage } from '#platform/i18n/index.ts';
import { Details, EmptyState, Timeline } from '#ui/index.ts';
import type { StoryLine } from '../../core/index.ts';

/** The key of the sentence for a command: `placements.propose-placement` is told by `placements.story.propose-placement`. */
function storyKey(command: string): string {
  return command.replace('.', '.story.');
}

function sentence(v: View, line: StoryLine): { who: string; what: string } | null {
  const key = storyKey(line.command);
  // what was refused did not happen, and what a job found done already happened once
  if (!hasMessage(key) || 'refused' in line.details || 'again' in line.details) return null;
  const params: Params = {};
  for (const [name, value] of Object.entries(line.details))
    params[name] = typeof value === 'boolean' ? String(value) : value;
  const who =
    line.actorName ??
    v.t(line.actorKind === 'system' ? 'audit.story.sojourn' : 'audit.story.somebody');
  try {
    const said = v.t(key, { ...params, who });
    return said.startsWith(who)
      ? { who, what: said.slice(who.length).trim() }
      : { who: '', what: said };
  } catch {
    // a line older than its sentence lacks a parameter: the story goes on without it
    return null;
  }
}

type Told = { line: StoryLine; who: string; what: string; times: number };

/** The lines in sentences; the same sentence several times on one day is told once, at its last time. */
function told(v: View, lines: readonly StoryLine[]): Told[] {
  const all: Told[] = [];
  const dayOf = (line: StoryLine) =>
    v.fmt.date(line.at.toZonedDateTimeISO(storyZone).toPlainDate());
  for (const line of lines) {
    const said = sentence(v, line);
    if (said === null) continue;
    const last = all.at(-1);
    if (
      last &&
      last.who === said.who &&
      last.what === said.what &&
      dayOf(last.line) === dayOf(line)
    )
      last.times += 1;
    else all.push({ line, ...said, times: 1 });
  }
  return all;
}

const storyZone = 'Europe/Brussels';

/**
 * What happened, newest first, in sentences. Commands without a sentence stay out.
 * @param newest how many stand open; those before them are folded, and open on paper
 */
export function Story({
  v,
  lines,
  newest,
}: {
  v: View;
  lines: readonly StoryLine[];
  newest?: number;
}) {
  const items = told(v, lines).map(({ line, who, what, times }) => ({
    id: line.id,
    dateText: v.fmt.moment(line.at),
    datetime: line.at.toString(),
    who,
    what: times > 1 ? v.t('audit.story.times', { what, count: times }) : what,
  }));
  if (items.length === 0)
    return <EmptyState title={v.t('audit.story.empty')} text={v.t('audit.story.empty-text')} />;
  const open = newest === undefined ? items.length : newest;
  const earlier = items.slice(open);
  return (
    <>
      <Timeline items={items.slice(0, open)} />
      {earlier.length > 0 && (
        <Details summary={v.t('audit.story.earlier', { count: earlier.length })} printed>
          <Timeline items={earlier} />
        </Details>
      )}
    </>
  );
}
