import type { OrgRole } from '#kernel/actor.ts';
import type { OrgId, PersonId } from '#kernel/ids.ts';
import type { About, MailSettings, Party, Relation } from './types.ts';

/** Characters of one message, and of a subject. */
export const messageLength = 10_000;
export const subjectLength = 150;

export const filesAtMost = 5;
export const fileBytes = 10 * 1024 * 1024;

/** Writing on moves the mail further, but not beyond an hour: a lively talk would otherwise never be told. */
const quietMinutes = 10;
const quietMinutesAtMost = 60;
/** Digests come at breakfast, the weekly one on Monday. */
const digestTime = Temporal.PlainTime.from('07:00');

export const defaultQuiet = { quietFrom: '21:00', quietUntil: '07:00' } as const;

/** Who of an organisation reads along unless it has decided otherwise. */
export const defaultSafeguardingRoles: readonly OrgRole[] = ['head', 'coordinator'];

/** Threads are kept this long after the end of what they are about, or after their last message where it has no end. */
export const keptYears = 2;

/** The moment itself, or the end of the quiet hours it falls into. Both ends are times of the clock, whatever it was put to. */
function afterQuiet(
  at: Temporal.ZonedDateTime,
  { quietFrom, quietUntil }: MailSettings,
): Temporal.ZonedDateTime {
  if (!quietFrom || !quietUntil || quietFrom === quietUntil) return at;
  const [from, until] = [Temporal.PlainTime.from(quietFrom), Temporal.PlainTime.from(quietUntil)];
  const time = at.toPlainTime();
  const isAfter = Temporal.PlainTime.compare(time, from) >= 0;
  const isBefore = Temporal.PlainTime.compare(time, until) < 0;
  const overnight = Temporal.PlainTime.compare(from, until) > 0;
  if (overnight ? !(isAfter || isBefore) : !(isAfter && isBefore)) return at;
  const day = overnight && isAfter ? at.toPlainDate().add({ days: 1 }) : at.toPlainDate();
  return day.toZonedDateTime({ timeZone: at.timeZoneId, plainTime: until });
}

/**
 * When a mail about unread messages is due: after a quiet time, or with the next digest, never in the quiet hours. All
 * times are of the person's own zone, so they stay where they are when the clock changes.
 * @param waiting when the first and the last message came that no mail was sent about yet
 */
export function mailDueAt(
  settings: MailSettings,
  waiting: { first: Temporal.Instant; last: Temporal.Instant },
): Temporal.Instant {
  if (settings.mail === 'at_once') {
    const calm = waiting.last.add({ minutes: quietMinutes });
    const latest = waiting.first.add({ minutes: quietMinutesAtMost });
    const due = Temporal.Instant.compare(calm, latest) < 0 ? calm : latest;
    return afterQuiet(due.toZonedDateTimeISO(settings.timeZone), settings).toInstant();
  }
  const from = waiting.first.toZonedDateTimeISO(settings.timeZone);
  let day = from.toPlainDate();
  if (Temporal.PlainTime.compare(from.toPlainTime(), digestTime) >= 0) day = day.add({ days: 1 });
  if (settings.mail === 'weekly') day = day.add({ days: (8 - day.dayOfWeek) % 7 });
  const digest = day.toZonedDateTime({ timeZone: settings.timeZone, plainTime: digestTime });
  return afterQuiet(digest, settings).toInstant();
}

const partyKey = (p: { orgId?: string | null; personId?: string | null; relation: string }) =>
  `${p.orgId ?? p.personId}:${p.relation}`;

/** Who of an organisation reads along: by roles, or persons it has named. */
export type SafeguardingPolicy = { roles: readonly OrgRole[]; personIds: readonly PersonId[] };

/**
 * Who may read a thread, by what its source says today: those in the chosen relations, and where one of them is under
 * age, those whom each organisation's safeguarding policy names.
 * @param policies of the organisations that have decided; the others have the default
 * @param names of the persons that policies name
 */
export function partiesOf(
  about: Pick<About, 'relations' | 'safeguardingOrgs'>,
  choices: readonly string[],
  policies: ReadonlyMap<OrgId, SafeguardingPolicy>,
  names: ReadonlyMap<PersonId, string>,
): Party[] {
  const chosen = about.relations.filter((r) => choices.includes(r.choice));
  const members = chosen.map(
    (r): Party => ({
      relation: r.relation,
      part: r.part,
      name: r.name,
      readsAs: 'member',
      underAge: r.underAge ?? false,
      orgId: r.orgId ?? null,
      personId: r.personId ?? null,
      roles: r.orgId ? r.roles : [],
    }),
  );
  const once = [...new Map(members.map((p) => [partyKey(p), p])).values()];
  const young = chosen.filter((r) => r.underAge);
  const along = about.safeguardingOrgs.flatMap(({ orgId, name, part }): Party[] => {
    if (!young.some((r) => r.safeguardedBy?.includes(orgId) ?? true)) return [];
    const policy = policies.get(orgId);
    const party = {
      relation: 'safeguarding',
      part,
      readsAs: 'safeguarding',
      underAge: false,
      protectsOrg: orgId,
    } as const;
    if (policy && policy.personIds.length > 0)
      return policy.personIds.flatMap((personId) => {
        const person = names.get(personId);
        return person ? [{ ...party, name: person, orgId: null, personId, roles: [] }] : [];
      });
    const roles = policy?.roles.length ? policy.roles : defaultSafeguardingRoles;
    return [{ ...party, name, orgId, personId: null, roles }];
  });
  return [...once, ...new Map(along.map((p) => [partyKey(p), p])).values()];
}

/**
 * What has to change so that exactly the wanted ones read. Whoever was given a thread because nobody else was left is not
 * among them: that is looked at afterwards.
 */
export function changedParties(
  now: readonly Party[],
  wanted: readonly Party[],
): { ended: Party[]; added: Party[] } {
  const key = (p: Party) => `${partyKey(p)}:${p.readsAs}:${[...p.roles].sort().join()}`;
  const [before, after] = [new Set(now.map(key)), new Set(wanted.map(key))];
  return {
    ended: now.filter((p) => p.readsAs !== 'lead' && !after.has(key(p))),
    added: wanted.filter((p) => !before.has(key(p))),
  };
}

/**
 * Of those whom an announcement should let in by what holds today, those it does. It was made to those who were there, so
 * nobody who came later is told; only an organisation that protects some of them may put others in the place of those it
 * had named before.
 * @param now who reads it
 */
export function addedToAnnouncement(now: readonly Party[], added: readonly Party[]): Party[] {
  const protecting = new Set(now.map((p) => (p.readsAs === 'safeguarding' && p.protectsOrg) || ''));
  return added.filter(
    (p) => p.readsAs === 'safeguarding' && p.protectsOrg && protecting.has(p.protectsOrg),
  );
}

/** Whether somebody is a party: as a person, or by a role in the organisation. */
export function isParty(
  party: Pick<Party, 'orgId' | 'personId' | 'roles'>,
  who: { personId: PersonId; orgs: readonly { orgId: OrgId; roles: readonly OrgRole[] }[] },
): boolean {
  if (party.personId) return party.personId === who.personId;
  return who.orgs.some(
    (o) => o.orgId === party.orgId && o.roles.some((role) => party.roles.includes(role)),
  );
}

/** Relations that are talked with; those of groups are only told something. */
export function talking(about: Pick<About, 'relations' | 'groups'>): Relation[] {
  const groups = new Set(about.groups?.map((g) => g.choice));
  return about.relations.filter((r) => !groups.has(r.choice));
}

/** The choices through which somebody stands in a relation to the thing: as a person first, else for an organisation. */
export function ownChoices(
  relations: readonly Relation[],
  who: { personId: PersonId; orgs: readonly { orgId: OrgId; roles: readonly OrgRole[] }[] },
): Relation[] {
  const own = relations.filter((r) =>
    isParty({ orgId: r.orgId ?? null, personId: r.personId ?? null, roles: r.roles ?? [] }, who),
  );
  const asPerson = own.filter((r) => r.personId);
  return asPerson.length > 0 ? asPerson : own;
}

/** Letters without accents, small: as words are compared when somebody searches. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

/** A search in PostgreSQL's notation: all words, each also as the beginning of a longer one. Empty when nothing was asked. */
export function searchQuery(q: string): string {
  const words = folded(q).match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .slice(0, 8)
    .map((word) => `${word}:*`)
    .join(' & ');
}

/** The piece of a message around the first word that was searched for. */
export function excerptOf(text: string, q: string, length = 160): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim();
  if (flat.length <= length) return flat;
  const first = folded(q).match(/[\p{L}\p{N}]+/u)?.[0] ?? '';
  // folding letter by letter keeps the places of the letters
  const plain = [...flat].map((c) => folded(c).slice(0, 1) || c).join('');
  const at = first ? plain.indexOf(first) : 0;
  const from = at > length / 2 ? flat.indexOf(' ', at - length / 2) + 1 : 0;
  const piece = flat.slice(from, from + length);
  return `${from > 0 ? '… ' : ''}${piece.trim()}${from + length < flat.length ? ' …' : ''}`;
}

/** A file's name as somebody else gave it, fit to be shown: no signs that turn or hide what stands there. */
export function shownFileName(name: string): string {
  return name.normalize('NFC').replaceAll(/\p{C}/gu, '').trim().slice(0, 80) || '?';
}

/** On which day threads may be deleted whose thing ended on a day, or that were last written in. */
export function keptUntil(last: Temporal.PlainDate): Temporal.PlainDate {
  return last.add({ years: keptYears });
}
