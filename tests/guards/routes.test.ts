import { type ConfigLoader, HtmlValidate, StaticConfigLoader } from 'html-validate';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCohort } from '#app/demo/cohort.ts';
import { idPrefixes } from '#kernel/ids.ts';
import type { Route } from '#platform/http/page.ts';
import { barriersOn, pagesToLookAt } from '#tests/support/barriers.ts';
import { type Hand, type House, openHouse } from '#tests/support/house.ts';
import {
  everybody,
  methodOf,
  nameOf,
  openOthers,
  routeFor,
  routes,
  type Seen,
  type Visit,
  type Walker,
  walk,
} from '#tests/support/routes.ts';

/** Open without sign-in, and why. */
const forVisitors: Record<string, string> = {
  'GET /': 'the first page',
  'GET /privacy': 'everybody may read what is kept about them',
  'GET /privacy/who-sees-what': 'the table of rights, without anybody’s data',
  'GET /app.webmanifest': 'the name and the pictures of the product for a home screen',
  'GET /schools/:orgId/life': 'what a school has opened to everybody; else it is not found',
  'GET /practices': 'the public catalogue of good practices',
  'GET /practices/:practiceId': 'a card that was released is public; any other is not found',
  'GET /sign-in': 'the way in',
  'POST /sign-in': 'the way in',
  'GET /sign-in/code': 'the way in',
  'POST /sign-in/code': 'the way in',
  'POST /sign-out': 'does nothing for who is not signed in',
  'POST /language': 'everybody reads in the language they choose',
  'GET /demo': 'only in the demo: choosing a persona',
  'POST /demo/enter': 'only in the demo: being a persona',
  ...Object.fromEntries(
    ['', '/page/:pageId', '/check', '/decline'].flatMap((part) =>
      ['GET', 'POST'].map((method) => [
        `${method} /answer/:token${part}`,
        'the link of a request is the proof; without a right one nothing is found',
      ]),
    ),
  ),
  ...Object.fromEntries(
    ['/invited/:token', '/invited/:token/another-time', '/asked/:token'].flatMap((page) =>
      ['GET', 'POST'].map((method) => [
        `${method} ${page}`,
        'the link of an invitation to a meeting, or of a question for a date, is the proof',
      ]),
    ),
  ),
  'GET /answer/:token/files/:formFileId':
    'the link of a request is the proof; without a right one nothing is found',
  'GET /rounds/:clubRoundId': 'the link of a round that is open: no names but its facilitator’s',
  'GET /rounds/:clubRoundId/arrive': 'says that a mail was sent, whoever asked',
  'POST /rounds/:clubRoundId/arrive': 'sends a link to an address; answers the same whoever has it',
  'GET /rounds/:clubRoundId/arrivals/:token': 'the mailed link is the proof',
  'POST /rounds/:clubRoundId/arrivals/:token': 'the mailed link is the proof',
  'GET /outside-reviews/:token': 'the link mailed to a reviewer from elsewhere is the proof',
  'POST /outside-reviews/:token': 'the link mailed to a reviewer from elsewhere is the proof',
  'GET /library': 'the public library; what is not open to everybody is not in it',
  'GET /library/:resourceId': 'where its owner opens it to everybody',
  'GET /library/:resourceId/files/:number/:which': 'where its owner opens it to everybody',
  'GET /join/:token': 'the link of an invitation is the proof',
  'POST /join/:token': 'the link of an invitation is the proof',
  'GET /statement/:token': 'a physician has no account; the link is the proof',
  'GET /statement/:token/page/:page': 'a physician has no account; the link is the proof',
  'POST /statement/:token/page/:page': 'a physician has no account; the link is the proof',
  'POST /statement/:token/sign': 'a physician has no account; the link is the proof',
};

/** With parameters, and still open to every signed-in person. */
const forEverybody: Record<string, string> = {
  'GET /organisations/:orgId': 'organisations are public inside the product',
  'GET /organisations/:orgId/write':
    'who leads an organisation may write to any other; nobody’s address stands there',
  'GET /practices/:practiceId/report': 'whoever reads a public card may report it',
  'POST /practices/:practiceId/report': 'whoever reads a public card may report it',
  'POST /practices/:practiceId/mark': 'whoever works somewhere says whether they would do it',
  'POST /library/:resourceId/read': 'the own mark on what is public',
  'POST /library/:resourceId/again':
    'refused on the page of a public resource, which names what was adapted from it',
  'GET /rounds':
    'open rounds are for everybody who works for an organisation; nobody registered is named',
  'GET /rounds/:clubRoundId/register':
    'whoever works for an organisation may register in an open round',
  'GET /orientations/new': 'whoever leads an organisation plans; the material to choose is public',
  'POST /organisations/:orgId/country-policies/:country':
    'everybody reads a policy, so the page says first what of it cannot be read',
  'GET /reference/:entry':
    'reference data are open to everybody who is signed in, to change to administrators',
  'GET /organisations/:orgId/country-policies':
    'what an organisation goes by for stays abroad is nobody’s secret; its leaders write it',
  'GET /organisations/:orgId/country-policies/:country':
    'what an organisation goes by for stays abroad is nobody’s secret; its leaders write it',
  'GET /organisations/:orgId/country-policy': 'leads on to a country, or back to the list',
  'GET /reference/find': 'leads on to an entry, or back to the list',
  'POST /organisations/:orgId/propose-partnership':
    'who leads an organisation may propose a partnership to any other',
  'GET /organisations/:orgId/propose-partnership':
    'who leads an organisation may propose a partnership to any other',
};

/** Files that are the same for everybody. */
const withoutPersons: Record<string, string> = {
  'GET /app.webmanifest': 'the name and the pictures of the product',
  'GET /intakes/:intakeId/applications/template.csv': 'an empty table with its headings',
};

/** Pages that nobody is led to in the example cohort, and why. */
const onlyAtTimes: Record<string, string> = {
  'GET /app.webmanifest': 'browsers ask for it, no link leads there',
  'GET /forms/:formId/translate/:language': 'after a language was chosen',
  'GET /answer/:token/page/:pageId': 'once an answer was begun; those of the cohort were handed in',
  'GET /answer/:token/check': 'once an answer was begun',
  'GET /forms/:formId/publish': 'while something was changed; the form of the cohort is published',
  'GET /applications/:applicationId/photos/:photoId': 'a picture inside a page, not linked',
  'GET /applications/:applicationId/greeting': 'a recording inside a page, not linked',
  'GET /answer/:token/files/:formFileId':
    'where a question is answered with files; no shipped form has one',
  'GET /requests/:requestId/files/:formFileId':
    'where a question is answered with files; no shipped form has one',
  'GET /requests/:requestId/beside':
    'once two holders of parental responsibility have answered; in the cohort one has',
  'GET /applications/:applicationId/check':
    'once all pages are complete and nothing was sent; nobody of the cohort has stopped there',
  'GET /rounds/:clubRoundId/arrive': 'after an address was sent',
  'GET /rounds/:clubRoundId/arrivals/:token': 'the link is mailed, not linked',
  'GET /outside-reviews/:token': 'the link is mailed, not linked',
  'GET /sign-in/code': 'after an address was sent',
  'GET /applications/:applicationId/address/:personId': 'while an address is dead; none is',
  'GET /practices/reports': 'for administrators; nobody of the cohort is one',
  'GET /rounds/:clubRoundId/groups/:groupId/give-up': 'once the members of a group were asked',
  'GET /threads/stream': 'the script of a page asks for it, no link leads there',
  'GET /threads/held': 'once a mail came from an address that is not known; none of the cohort has',
  'GET /threads/:threadId/files/:fileId':
    'where a file came with a message; none of the cohort has',
  'GET /calendar/:file': 'the address is given to calendar programs, not linked',
  'GET /invitations/:invitationId': 'while an invitation is open; those of the cohort are accepted',
  'GET /mobilities/:mobilityId/hosting-side': 'while a pupil is selected; nobody of the cohort is',
  'GET /mobilities/:mobilityId/placement/propose': 'while a pupil is selected; nobody is',
  'GET /mobilities/:mobilityId/placement/answer/:side': 'while a proposal is open; none is',
  'GET /mobilities/:mobilityId/placement/withdraw': 'while a proposal is open; none is',
  'GET /mobilities/:mobilityId/consent': 'from agreement to consent; all have consented',
  'GET /mobilities/:mobilityId/agreement/edit': 'while a version is a draft; none is',
  'GET /selection/:roundId/edit': 'while a round is a draft; those of the cohort are published',
  'GET /selection/:roundId/letters/:code':
    'between the ratings and the decision; no round is there',
  'GET /statement/:token': 'the link is given to a physician, not linked',
  'GET /statement/:token/page/:page': 'the link is given to a physician, not linked',
  'GET /sealed-destructions': 'once a family has asked; none of the cohort has',
  'GET /sealed-destructions/:recordId': 'once a family has asked; none of the cohort has',
  'GET /quality/:assessmentId/reviewers':
    'from the page of a criterion, of which people open only the first',
  'GET /clubs/:clubId/kick-off': 'until the kick-off is planned; that of the cohort was held',
  'GET /clubs/:clubId/meetings/:eventId/stream': 'the script of the page asks for it',
  'GET /clubs/:clubId/meetings/:eventId/clock': 'the script of the page asks for it',
  'GET /mobilities/:mobilityId/travel/:direction/connection':
    'from the day before a departure until the arrival; none of the cohort is under way',
  'GET /clubs/:clubId/files/:clubFileId': 'where a file was put in; no club of the cohort has one',
  'GET /orientations/tests/:orientationTestId':
    'once an organisation has written a test of its own; none of the cohort has',
  'GET /orientations/tests/:orientationTestId/translation':
    'from the page of such a test, with a language to choose',
  'GET /emergency/alarms/:incidentId':
    'after somebody has raised an alarm; nobody of the cohort has',
};

let house: House;
let seen: Seen[];
let opened: Seen[];
let made: Seen[];
let dead: string[];
const visits: (Visit & { route: string })[] = [];
let stranger: Hand;
let coordinator: Hand;

const headers: [string, RegExp][] = [
  ['content-security-policy', /^default-src 'none';(?!.*unsafe)/],
  ['x-content-type-options', /^nosniff$/],
  ['referrer-policy', /^same-origin$/],
  ['cross-origin-opener-policy', /^same-origin$/],
  ['permissions-policy', /camera=\(\)/],
];
const withoutHeaders = (given: Headers): string[] =>
  headers.filter(([name, value]) => !value.test(given.get(name) ?? '')).map(([name]) => name);

beforeAll(async () => {
  house = await openHouse({ mode: 'demo' });
  await loadCohort(house.runtime, { report: () => {} });
  const walkers = await everybody(house);
  stranger = await house.as(await house.person({ givenName: 'Odd' }));
  const elsewhere = await house.organisation({ name: 'Another School' });
  const other = await house.person({ givenName: 'Other' });
  await house.member(elsewhere, other, [
    'head',
    'coordinator',
    'teacher',
    'mentor',
    'volunteer',
    'facilitator',
  ]);
  coordinator = await house.as(other);
  const mails = await house.mails();
  for (const walker of walkers) walker.start = ['/', ...(await linksByMail(walker, mails))];
  const found = await walk(walkers, {
    each: (visit, route) => {
      visits.push({ ...visit, route: route ? nameOf(route) : '' });
    },
  });
  seen = found.seen;
  dead = found.dead;
  opened = await openOthers(seen, (visit, route) => {
    visits.push({ ...visit, route: nameOf(route) });
  });
  const reached = new Set([...seen, ...opened].map((s) => s.route));
  const anybody = walkers.find((w) => w.name.startsWith('sending_school')) as Walker;
  made = await Promise.all(
    routes
      .filter((r) => !reached.has(r))
      .map(async (route) => ({
        route,
        walker: anybody,
        link: { method: methodOf(route), address: await addressOf(route), fields: {} },
      })),
  );
}, 900_000);

/** The addresses somebody was sent; visitors try every link that is a proof. */
async function linksByMail(
  walker: Walker,
  mails: Awaited<ReturnType<House['mails']>>,
): Promise<string[]> {
  const { actor } = walker.hand;
  const [person] =
    actor.kind === 'person'
      ? await house.sql('select email from persons where id = $1', [actor.personId])
      : [];
  return mails
    .filter((m) =>
      person ? m.to_address === person.email : /\/(join|answer|invited|asked)\//.test(m.body_text),
    )
    .flatMap((m) =>
      [...m.body_text.matchAll(/http:\/\/sojourn\.test(\/\S*)/g)].map(
        (found) => found[1] as string,
      ),
    );
}

const tableOfParameter: Record<string, string> = {
  mobilityId: 'mobilities',
  formId: 'forms',
  requestId: 'form_requests',
  measureId: 'inclusion_measures',
  wishId: 'inclusion_wishes',
  stepId: 'inclusion_steps',
  caseId: 'support_cases',
  caseStepId: 'support_steps',
  coverId: 'contact_covers',
  concernId: 'concerns',
  supportPlanId: 'support_plans',
  orientationTestId: 'orientation_tests',
  talkId: 'family_talks',
  intakeId: 'intakes',
  projectId: 'projects',
  applicationId: 'applications',
  offerId: 'host_offers',
  familyId: 'host_families',
  memberId: 'family_members',
  placementId: 'placements',
  documentId: 'documents',
  clubId: 'clubs',
  clubFileId: 'club_files',
  planId: 'action_plans',
  practiceId: 'practices',
  assessmentId: 'assessments',
  reviewerId: 'assessment_reviewers',
  invitationId: 'invitations',
  roundId: 'selection_rounds',
  clubRoundId: 'club_rounds',
  groupId: 'round_groups',
  dutyGroupId: 'duty_groups',
  dutyShiftId: 'duty_shifts',
  handoverId: 'duty_handovers',
  pushDeviceId: 'push_devices',
  incidentId: 'incidents',
  reviewId: 'selection_reviews',
  recordId: 'health_records',
  orgId: 'organisations',
  memberOrgId: 'organisations',
  personId: 'persons',
  pupilId: 'persons',
  photoId: 'application_photos',
  formFileId: 'form_files',
  eventId: 'calendar_events',
  pollId: 'date_polls',
  followUpId: 'event_tasks',
  threadId: 'threads',
  heldId: 'held_messages',
  partnershipId: 'partnerships',
  contactId: 'first_contacts',
  changeId: 'partnership_tasks',
  decisionId: 'shared_decisions',
  fileId: 'message_files',
  templateId: 'timeline_templates',
  resourceId: 'resources',
  orientationId: 'orientations',
  goalId: 'language_goals',
  pairId: 'buddy_pairs',
  tripId: 'trips',
  travelGroupId: 'travel_groups',
  actionId: 'school_actions',
  itemId: 'school_events',
};
const otherParameters: Record<string, string> = {
  kind: 'photo',
  taskId: 'enter-pupils',
  entry: 'public-holidays.lv',
  country: 'LV',
  pageId: 'work',
  language: 'lv',
  what: 'class-teacher',
  page: 'past',
  number: '1',
  direction: 'outward',
  which: 'pdf',
  criterionId: 'C01',
  standardId: 'inclusion',
  token: 'nothing',
  person: 'nobody',
  file: 'nothing.ics',
  part: 'about',
  code: 'A',
  criterion: 'motivation',
  side: 'pupil',
  incidentStep: 'safe-now',
  fromOn: '2027-02-01',
  paper: 'identity',
};

/** An address of a route with ids of things that are there, parents fitting their children. */
async function addressOf(route: Route): Promise<string> {
  const parameters = [...route.path.pattern.matchAll(/:([a-zA-Z]+)/g)].map((m) => m[1] as string);
  const values: Record<string, string> = {};
  for (const name of parameters.toReversed()) {
    if (values[name]) continue;
    const table = tableOfParameter[name];
    const [row] = table ? await house.sql(`select * from ${table} order by id limit 1`) : [];
    const prefix = idPrefixes[table as keyof typeof idPrefixes] ?? 'none';
    values[name] = row?.id ?? otherParameters[name] ?? `${prefix}_${'0'.repeat(26)}`;
    for (const parent of parameters) values[parent] ??= row?.[parent.replace('Id', '_id')];
  }
  return route.path.pattern.replace(/:([a-zA-Z]+)/g, (_: string, name: string) =>
    encodeURIComponent(values[name] as string),
  );
}

/** One example of every route: of whoever came to it first, else one made of ids in the database. */
const examples = () =>
  new Map([...made, ...opened, ...seen].map((s) => [nameOf(s.route), s] as const).toReversed());

async function send(hand: Hand, { route, link }: Seen) {
  return methodOf(route) === 'get' ? hand.get(link.address) : hand.post(link.address, link.fields);
}

async function fingerprints(): Promise<Record<string, string>> {
  const tables = await house.sql(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    if (name === 'rate_limits' || name === 'sessions') continue;
    const [row] = await house.sql(
      `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from ${name} t`,
    );
    found[name] = row.sum;
  }
  return found;
}

describe('the house as people walk through it', () => {
  it('has addresses that are told apart', () => {
    const names = routes.map(nameOf);
    expect(names.filter((n, i) => names.indexOf(n) !== i)).toEqual([]);
  });

  it('leads everybody to every route', () => {
    const reached = new Set(seen.map((s) => nameOf(s.route)));
    const missed = routes.filter((r) => methodOf(r) === 'get').map(nameOf);
    expect(missed.filter((n) => !reached.has(n) && !(n in onlyAtTimes))).toEqual([]);
    // an entry that people do reach, or that is no route, has no place on the list
    expect(Object.keys(onlyAtTimes).filter((n) => !missed.includes(n) || reached.has(n))).toEqual(
      [],
    );
  });

  it('knows every parameter of an address', () => {
    const names = routes.flatMap((r) =>
      [...r.path.pattern.matchAll(/:([a-zA-Z]+)/g)].map((m) => m[1] as string),
    );
    expect(
      [...new Set(names)].filter((n) => !(n in tableOfParameter) && !(n in otherParameters)),
    ).toEqual([]);
  });

  it('has no link or form that leads nowhere', () => {
    const links = dead.map((d) => d.replaceAll(/[0-9a-z]{26}/g, '…').replace(/ \(seen by.*/, ''));
    expect([...new Set(links)]).toEqual([]);
  });

  it('answers every link that a page offers to the one it is offered to', () => {
    const wrong = visits
      .filter((v) => v.status !== 200 && !(v.status === 303 && v.location))
      .map((v) => `${v.walker.name}: ${v.address} answered ${v.status}, linked from ${v.from}`);
    expect(wrong).toEqual([]);
  });
});

describe('refusal', () => {
  it('sends a visitor to sign in, except from what is open', async () => {
    const wrong: string[] = [];
    for (const [name, example] of examples()) {
      if (name in forVisitors) continue;
      const answered = await send(house.visitor, example);
      const proof = example.route.access === 'anyone' && answered.status === 404;
      if (!proof && !(answered.status === 303 && answered.location?.startsWith('/sign-in')))
        wrong.push(`${name}: ${answered.status} ${answered.location ?? ''}`);
    }
    expect(wrong).toEqual([]);
  });

  it.each(['stranger', 'coordinator of another organisation'])(
    'tells a %s nothing about what belongs to others',
    async (who) => {
      const hand = who === 'stranger' ? stranger : coordinator;
      const own = new Set<string>(
        hand.actor.kind === 'person'
          ? [hand.actor.personId, ...hand.actor.orgs.map((o) => o.orgId)]
          : [],
      );
      // the product's own questionnaires are everybody's
      for (const { id } of await house.sql('select id from forms where org_id is null'))
        own.add(id);
      const wrong: string[] = [];
      const before = await fingerprints();
      for (const [name, example] of examples()) {
        if (name in forVisitors || name in forEverybody || example.walker.name === 'visitor')
          continue;
        if (methodOf(example.route) === 'post' && !example.route.path.pattern.includes(':'))
          continue;
        const answered = await send(hand, example);
        if (example.route.path.pattern.includes(':')) {
          if (answered.status !== 404 && answered.status !== 403)
            wrong.push(`${name}: ${answered.status} ${answered.location ?? ''}`);
        } else if (answered.status !== 200 && answered.status !== 404 && answered.status !== 403) {
          wrong.push(`${name}: ${answered.status} ${answered.location ?? ''}`);
        }
        const shown = [...answered.text.matchAll(/\b([a-z]{3})_[0-9a-z]{26}\b/g)]
          .filter(
            ([id, prefix]) =>
              prefix !== 'org' && !own.has(id as never) && !example.link.address.includes(id),
          )
          .map(([id]) => id);
        if (shown.length > 0)
          wrong.push(`${name} shows ${[...new Set(shown)].slice(0, 3).join(', ')}`);
      }
      const after = await fingerprints();
      expect(wrong).toEqual([]);
      expect(Object.keys(after).filter((t) => after[t] !== before[t])).toEqual([]);
    },
  );

  it('answers an id that does not exist as one that may not be seen', async () => {
    const wrong: string[] = [];
    for (const [name, example] of examples()) {
      if (
        name in forVisitors ||
        name in forEverybody ||
        !example.route.path.pattern.includes(':') ||
        methodOf(example.route) !== 'get'
      )
        continue;
      const real = await stranger.get(example.link.address);
      const none = await stranger.get(
        example.link.address.replaceAll(/_[0-9a-z]{26}/g, `_${'0'.repeat(26)}`),
      );
      if (real.status !== none.status)
        wrong.push(`${name}: ${real.status}, but ${none.status} where nothing is`);
    }
    expect(wrong).toEqual([]);
  });

  it('never fails on addresses and fields of nonsense', async () => {
    const wrong: string[] = [];
    for (const [name, example] of examples()) {
      for (const nonsense of ['%00', '..%2f..', 'a'.repeat(300), "per_'%F0%9F%90%98"]) {
        const address = example.route.path.pattern.replaceAll(/:[a-zA-Z]+/g, nonsense);
        if (address === example.route.path.pattern) continue;
        const answered =
          methodOf(example.route) === 'get'
            ? await example.walker.hand.get(address)
            : await example.walker.hand.post(address, { [nonsense]: nonsense });
        if (answered.status >= 500) wrong.push(`${name} with ${nonsense}: ${answered.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('never fails on a search of nonsense', async () => {
    const wrong: string[] = [];
    for (const [name, example] of examples()) {
      if (methodOf(example.route) !== 'get') continue;
      const path = example.link.address.split('?')[0];
      for (const search of [
        '?after=x&state=%27&page=-1&q=%00',
        '?after=2026-02-31_mob_x&week=x&month=13&email=%22%3E%3Cscript%3E',
      ]) {
        const answered = await example.walker.hand.get(path + search);
        if (answered.status >= 500) wrong.push(`${name}${search}: ${answered.status}`);
        if (answered.text.includes('"><script>')) wrong.push(`${name}${search} gives script back`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

const rules = new HtmlValidate(
  new StaticConfigLoader({
    extends: ['html-validate:recommended', 'html-validate:a11y'],
    rules: {
      // how Preact writes HTML is a matter of taste, and no fault
      'void-style': 'off',
      'doctype-style': 'off',
      'attribute-boolean-style': 'off',
      'attribute-empty-style': 'off',
      'no-trailing-whitespace': 'off',
      'no-inline-style': 'error',
      'long-title': 'off',
      // ids are made from the names of fields, and a list of ticks shares one name
      'valid-id': ['error', { relaxed: true }],
      'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
    },
  }) as ConfigLoader,
);

describe('every page', () => {
  const pages = () => visits.filter((v) => v.type.startsWith('text/html') && v.status === 200);

  it('is sound HTML', async () => {
    const wrong = new Map<string, string>();
    const tried = new Set<string>();
    for (const page of pages()) {
      // the same page of one kind of person once
      const kind = `${page.route} ${page.walker.name.split(' ')[0]}`;
      if (tried.has(kind)) continue;
      tried.add(kind);
      const report = await rules.validateString(page.html);
      for (const m of report.results.flatMap((r) => r.messages)) {
        wrong.set(
          `${page.route}: ${m.ruleId}: ${m.message}${m.selector ? ` at ${m.selector}` : ''}`,
          page.walker.name,
        );
      }
    }
    expect([...wrong.keys()]).toEqual([]);
  });

  it('has no style of its own, no script of its own, and nothing from elsewhere', () => {
    const wrong = new Set<string>();
    for (const { route, html } of pages()) {
      if (/\sstyle="/.test(html) || /<style\b/.test(html)) wrong.add(`${route}: style`);
      if (/<script\b(?![^>]*\ssrc=)/.test(html)) wrong.add(`${route}: inline script`);
      if (/\son[a-z]+="/.test(html)) wrong.add(`${route}: handler in an attribute`);
      if (/(?:src|href)="(?:https?:)?\/\/(?!localhost)/.test(html.replaceAll(/<a\s[^>]*>/g, '')))
        wrong.add(`${route}: something from elsewhere`);
      if (html.includes('⟦')) wrong.add(`${route}: a message is missing`);
      if (/\b(undefined|NaN|\[object Object\])\b/.test(html.replaceAll(/<[^>]*>/g, ' ')))
        wrong.add(`${route}: a value that is none`);
    }
    expect([...wrong]).toEqual([]);
  });

  it('has one heading of the first rank, a title, and its language', () => {
    const wrong = new Set<string>();
    for (const { route, html, walker } of pages()) {
      const count = [...html.matchAll(/<h1\b/g)].length;
      if (count !== 1) wrong.add(`${route}: ${count} h1`);
      if (!/<title>[^<]{3,}<\/title>/.test(html)) wrong.add(`${route}: no title`);
      const language =
        walker.hand.actor.kind === 'person'
          ? walker.hand.actor.language.replace(/^(?!en|fr).*/, 'en')
          : 'en';
      if (!html.includes(`<html lang="${language}" dir="ltr"`))
        wrong.add(
          `${route}: not in ${language} for ${walker.name}: ${/<html[^>]*>/.exec(html)?.[0]}`,
        );
    }
    expect([...wrong]).toEqual([]);
  });

  it('labels every control of every form', () => {
    const wrong = new Set<string>();
    for (const { route, html } of pages()) {
      for (const [tag, kind] of html.matchAll(/<(input|select|textarea)\b[^>]*>/g)) {
        if (/type="(hidden|submit|button)"/.test(tag)) continue;
        const id = /\sid="([^"]*)"/.exec(tag)?.[1];
        const named =
          /\saria-label(?:ledby)?="[^"]+"/.test(tag) ||
          (id !== undefined && html.includes(`for="${id}"`));
        if (!named) wrong.add(`${route}: ${kind} ${/\sname="([^"]*)"/.exec(tag)?.[1] ?? ''}`);
      }
    }
    expect([...wrong]).toEqual([]);
  });

  it('has no barrier in light, dark, on a narrow screen and from right to left, and no error', async () => {
    const looked = pagesToLookAt([...seen, ...opened]);
    expect(await barriersOn(house, looked)).toEqual([]);
    const names = looked.map((p) => nameOf(p.route));
    for (const name of ['GET /', 'GET /demo', 'GET /sign-in', 'GET /mobilities/:mobilityId'])
      expect(names).toContain(name);
    expect(new Set(names).size).toBeGreaterThan(200);
    // two minutes on a quiet machine; the limit is for one that does much else
  }, 1_800_000);

  it('comes in French to who reads French', async () => {
    const wrong: string[] = [];
    for (const [name, example] of examples()) {
      if (example.route.kind !== 'page') continue;
      const token = await example.walker.hand.get(example.link.address, {});
      if (token.status !== 200) continue;
      const french = await inFrench(example);
      if (!/<html lang="fr"/.test(french)) wrong.push(name);
      if (french.includes('⟦')) wrong.push(`${name}: a message is missing`);
    }
    expect(wrong).toEqual([]);
  });

  it('and every other answer carries the headers of safety', async () => {
    const wrong = new Set<string>();
    for (const v of visits)
      for (const name of withoutHeaders(v.headers)) wrong.add(`${v.route}: ${name}`);
    for (const address of [
      '/nowhere',
      '/assets/nothing.js',
      '/api/v1/nothing/at-all',
      '/healthz',
      '/api/v1/openapi.json',
    ]) {
      const answered = await house.visitor.get(address);
      for (const name of withoutHeaders(answered.headers)) wrong.add(`${address}: ${name}`);
    }
    const foreign = await house.app.request(`${house.runtime.config.origin}/sign-in`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
    });
    expect(foreign.status).toBe(403);
    for (const name of withoutHeaders(foreign.headers)) wrong.add(`a foreign form: ${name}`);
    expect([...wrong]).toEqual([]);
  });

  it('of a person is not kept by caches in between', () => {
    const kept = visits.filter(
      (v) =>
        v.walker.name !== 'visitor' &&
        !(v.route in withoutPersons) &&
        !/no-store/.test(v.headers.get('cache-control') ?? ''),
    );
    expect([...new Set(kept.map((v) => v.route))]).toEqual([]);
  });
});

/** The page with the language cookie beside the session's. */
async function inFrench(example: Seen): Promise<string> {
  const { actor } = example.walker.hand;
  if (actor.kind !== 'person')
    return (await house.visitor.get(example.link.address, { 'accept-language': 'fr' })).text;
  await house.sql("update persons set language = 'fr' where id = $1", [actor.personId]);
  const answered = await example.walker.hand.get(example.link.address);
  await house.sql('update persons set language = $2 where id = $1', [
    actor.personId,
    actor.language,
  ]);
  return answered.text;
}

// the map of routes is what the tests above rest on
it('finds the route of an address as the router does', () => {
  for (const { route, link } of seen) expect(routeFor(methodOf(route), link.address)).toBe(route);
});
