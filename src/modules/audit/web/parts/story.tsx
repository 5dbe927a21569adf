import type { Params } from '#kernel/outcome.ts';
import type { View } from '#platform/http/page.ts';
import { hasMessage } from '#platform/i18n/index.ts';
import { EmptyState, Timeline } from '#ui/index.ts';
import type { StoryLine } from '../../core/index.ts';

/** The key of the sentence for a command: `placements.propose-placement` is told by `placements.story.propose-placement`. */
function storyKey(command: string): string {
  return command.replace('.', '.story.');
}

function sentence(v: View, line: StoryLine): { who: string; what: string } | null {
  const key = storyKey(line.command);
  if (!hasMessage(key) || 'refused' in line.details) return null;
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

/** What happened, newest first, in sentences. Commands without a sentence stay out. */
export function Story({ v, lines }: { v: View; lines: readonly StoryLine[] }) {
  const items = lines.flatMap((line) => {
    const said = sentence(v, line);
    return said === null
      ? []
      : [{ id: line.id, dateText: v.fmt.moment(line.at), datetime: line.at.toString(), ...said }];
  });
  if (items.length === 0)
    return <EmptyState title={v.t('audit.story.empty')} text={v.t('audit.story.empty-text')} />;
  return <Timeline items={items} />;
}
