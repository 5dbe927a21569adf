import { adaptForm, changeForm, publishForm } from '#modules/forms/server/index.ts';
import {
  acceptInvitation,
  answerMembership,
  askNetwork,
  chooseSource,
  inviteOrganisation,
  tellPart,
} from '#modules/organisations/server/index.ts';
import { changePolicy } from '#modules/reference/server/index.ts';
import { dataOf, type Stage, together } from '../stage.ts';
import {
  administrator,
  firstOf,
  invitationFor,
  organisationRows,
  staffRows,
  whoOf,
} from './joining.ts';

type Told = Parameters<typeof tellPart.run>[2];
type Row = {
  community?: Record<string, string>;
  languages: string[];
  learning?: Extract<Told, { part: 'learning' }>['content'];
  hosting: Extract<Told, { part: 'hosting' }>['content'];
  services?: Extract<Told, { part: 'services' }>['content']['offers'];
  regions?: string;
  holidays?: { name: string; audience: 'partners' };
};

const profiles = (): Record<string, Row> => dataOf('profiles');

/** The parts of a row as the forms of the profile would send them; everybody may read what names no audience. */
function partsOf(stage: Stage, row: Row) {
  // holidays move with the day on which the demo is loaded
  const winter = stage.today.with({ month: 12, day: 23 });
  return [
    ...(row.community ? [{ part: 'community' as const, content: { texts: row.community } }] : []),
    { part: 'languages' as const, content: { spoken: row.languages } },
    ...(row.learning ? [{ part: 'learning' as const, content: row.learning }] : []),
    ...(row.services
      ? [
          {
            part: 'services' as const,
            content: { offers: row.services, regions: row.regions ?? '' },
          },
        ]
      : []),
    { part: 'hosting' as const, content: row.hosting },
    ...(row.holidays
      ? [
          {
            part: 'holidays' as const,
            audience: row.holidays.audience,
            content: {
              periods: [
                {
                  name: row.holidays.name,
                  from: winter.toString(),
                  to: winter.add({ days: 14 }).toString(),
                },
              ],
            },
          },
        ]
      : []),
  ];
}

/** Organisations tell about themselves, each by who coordinates it. */
export async function tellProfiles(stage: Stage, part: 'cohort' | 'club'): Promise<void> {
  const rows = profiles();
  const orgs = organisationRows().filter((org) => org.part === part && rows[org.key]);
  const staff = staffRows();
  await together(orgs, async (org) => {
    for (const told of partsOf(stage, rows[org.key] as Row))
      await stage.act(whoOf(firstOf(org, staff).email), tellPart, {
        orgId: stage.org(org.key),
        audience: 'everybody',
        version: 0,
        ...told,
      });
  });
}

const federation = {
  key: 'efil',
  who: 'marta.wierzba',
  name: 'EFIL, European Federation for Intercultural Learning',
};
const members = ['afs-be', 'afs-es', 'afs-lv', 'afs-fr'];

/** A federation joins as network, its members ask to belong, and one takes over the form that it shares. */
export async function foundNetwork(stage: Stage): Promise<void> {
  const email = `${federation.who}@example.org`;
  await stage.act(administrator, inviteOrganisation, {
    name: federation.name,
    kind: 'network',
    email,
    language: 'en',
  });
  const { orgId } = await stage.act({ kind: 'visitor' }, acceptInvitation, {
    token: await invitationFor(stage, email),
    givenName: 'Marta',
    familyName: 'Wierzba',
    language: 'en',
    orgName: federation.name,
    country: 'BE',
    city: 'Brussels',
    orgLanguage: 'en',
  });
  if (!orgId) throw new Error('the federation did not join');
  stage.knowOrg(federation.key, orgId);
  await stage.act(federation.who, tellPart, {
    orgId,
    part: 'community',
    audience: 'everybody',
    version: 0,
    content: {
      texts: {
        en: 'A federation of organisations for intercultural learning. Members share what they have found useful.',
        fr: 'Une fédération d’organisations pour l’apprentissage interculturel. Les membres partagent ce qui leur a été utile.',
      },
    },
  });
  const staff = staffRows();
  const orgs = organisationRows().filter((org) => members.includes(org.key));
  await together(orgs, async (org) => {
    await stage.act(whoOf(firstOf(org, staff).email), askNetwork, {
      networkId: orgId,
      orgId: stage.org(org.key),
    });
    await stage.act(federation.who, answerMembership, {
      networkId: orgId,
      orgId: stage.org(org.key),
      answer: 'yes',
    });
  });
  const { formId } = await stage.act(federation.who, adaptForm, { key: 'language-teacher', orgId });
  await stage.act(federation.who, changeForm, {
    formId,
    version: 1,
    changes: [{ do: 'hide-question', question: 'hours' }],
  });
  await stage.act(federation.who, publishForm, { formId, version: 2, sure: true });
  await stage.act(federation.who, changePolicy, {
    orgId,
    country: 'LV',
    version: 0,
    longestMonths: 10,
    note: 'Bring the European health insurance card, and a letter of the parents in English.',
    sourceTitle: 'What our members agreed on (an example)',
    certainty: 'own',
  });
  for (const kind of ['forms', 'policies'] as const)
    await stage.act('maelle.kergoat', chooseSource, {
      orgId: stage.org('afs-fr'),
      kind,
      choice: orgId,
      version: 0,
    });
}

/** An organisation that is new asks to belong, and waits. */
export async function askToJoin(stage: Stage): Promise<void> {
  const org = organisationRows().find((o) => o.key === 'tartu');
  if (!org) throw new Error('the example cohort has no organisation in Tartu');
  await stage.act(whoOf(firstOf(org, staffRows()).email), askNetwork, {
    networkId: stage.org(federation.key),
    orgId: stage.org(org.key),
  });
}
