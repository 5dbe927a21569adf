import { z } from 'zod';
import { idOf, idView, instantView } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import type { StoryLine } from '../core/index.ts';
import * as store from './store.ts';

const lineView = z.object({
  id: idView('aud'),
  at: instantView,
  actorKind: z.string(),
  actorName: z.string().nullable(),
  command: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

type Row = Awaited<ReturnType<typeof store.linesOfMobility>>[number];

function lineOf(row: Row): StoryLine & { id: `aud_${string}` } {
  return {
    id: row.id,
    at: row.at,
    actorKind: row.actor_kind,
    actorName:
      row.family_name === null
        ? null
        : `${row.preferred_name || row.given_name} ${row.family_name}`,
    command: row.command,
    details: row.details as StoryLine['details'],
  };
}

const storyLimit = 500;
const activityLimit = 200;

export const listStory = query({
  name: 'audit.list-story',
  summary:
    'What happened to a mobility, newest first, up to 500 lines. Empty for who has no part in it.',
  input: z.object({ mobilityId: idOf('mob') }),
  visible: (actor) => (actor.kind === 'person' ? {} : null),
  output: z.object({ lines: z.array(lineView) }),
  view: async ({ read }, input) => ({
    lines: (await store.linesOfMobility(read, input.mobilityId, storyLimit)).map(lineOf),
  }),
});

export const listOwnActivity = query({
  name: 'audit.list-own-activity',
  summary: 'What you did here yourself, newest first, up to 200 lines.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({ lines: z.array(lineView) }),
  view: async ({ read, scope }) => ({
    lines: (await store.linesOfActor(read, scope.personId, activityLimit)).map(lineOf),
  }),
});
