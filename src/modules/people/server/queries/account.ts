import { z } from 'zod';
import { idView, instantView } from '#kernel/schema.ts';
import { query } from '#platform/query.ts';
import * as store from '../store.ts';

export const getOwnAccount = query({
  name: 'people.get-own-account',
  summary: 'Your own details and the devices you are signed in on.',
  input: z.object({}),
  visible: (actor) => (actor.kind === 'person' ? { personId: actor.personId } : null),
  output: z.object({
    id: idView('per'),
    givenName: z.string(),
    familyName: z.string(),
    preferredName: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    language: z.string(),
    version: z.number(),
    sessions: z.array(
      z.object({
        id: idView('ses'),
        device: z.string(),
        since: instantView,
        lastSeen: instantView,
      }),
    ),
  }),
  view: async ({ read, scope }) => {
    const person = await store.personById(read, scope.personId);
    if (!person) return null;
    const sessions = await store.sessionsOf(read, scope.personId);
    return {
      id: person.id,
      givenName: person.given_name,
      familyName: person.family_name,
      preferredName: person.preferred_name,
      email: person.email,
      phone: person.phone,
      language: person.language,
      version: person.version,
      sessions: sessions.map((s) => ({
        id: s.id,
        device: s.device,
        since: s.created_at,
        lastSeen: s.last_seen_at,
      })),
    };
  },
});
