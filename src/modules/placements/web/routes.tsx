import { Refusal } from '#kernel/errors.ts';
import type { MobilityId, PlacementId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { action, page, type Route, type WebModule } from '#platform/http/page.ts';
import { sides } from '../core/types.ts';
import {
  answerPlacement,
  getPlacement,
  listContacts,
  listMatches,
  listRules,
  proposePlacement,
  setPlacementContactPerson,
  withdrawPlacement,
} from '../server/index.ts';
import {
  AnswerPage,
  ContactPersonPage,
  DossierPart,
  PlacementPage,
  ProposePage,
  RulesPage,
  WithdrawPage,
} from './pages/placement.tsx';
import { paths } from './paths.ts';

const idOf = (params: { mobilityId: string }) => ({ mobilityId: params.mobilityId as MobilityId });

const placementPage = page({
  path: paths.placement,
  access: 'person',
  load: async ({ ask, params }) => {
    const data = await ask(getPlacement, idOf(params));
    return { data, matches: data.may.propose ? await ask(listMatches, idOf(params)) : null };
  },
  title: (v) => v.t('placements.title'),
  view: (v, data) => <PlacementPage v={v} {...data} />,
});

const proposePage = page({
  path: paths.propose,
  access: 'person',
  load: async ({ ask, params, search }) => ({
    data: await ask(getPlacement, idOf(params)),
    matches: await ask(listMatches, idOf(params)),
    familyId: search.get('family') ?? '',
  }),
  title: (v) => v.t('placements.propose.title'),
  view: (v, data) => <ProposePage v={v} {...data} />,
});

const answerPage = page({
  path: paths.answer,
  access: 'person',
  load: async ({ ask, params }) => {
    const side = sides.find((s) => s === params.side);
    if (!side) throw new Refusal(notFound);
    return { data: await ask(getPlacement, idOf(params)), side };
  },
  title: (v, { side }) => v.t(`placements.answer-for.${side}`),
  view: (v, data) => <AnswerPage v={v} {...data} />,
});

const withdrawPage = page({
  path: paths.withdraw,
  access: 'person',
  load: async ({ ask, params }) => {
    const data = await ask(getPlacement, idOf(params));
    if (data.reads !== 'hosting') throw new Refusal(notFound);
    return data;
  },
  title: (v) => v.t('placements.withdraw'),
  view: (v, data) => <WithdrawPage v={v} data={data} />,
});

const contactPersonPage = page({
  path: paths.contactPerson,
  access: 'person',
  load: async ({ ask, params }) => ({
    mobilityId: params.mobilityId,
    data: await ask(listContacts, idOf(params)),
  }),
  title: (v) => v.t('placements.contact.title'),
  view: (v, data) => <ContactPersonPage v={v} {...data} />,
});

const rulesPage = page({
  path: paths.rules,
  access: 'person',
  load: ({ ask }) => ask(listRules, {}),
  title: (v) => v.t('placements.rules.title'),
  view: (v, data) => <RulesPage v={v} data={data} />,
});

export const routes: Route[] = [
  rulesPage,
  placementPage,
  proposePage,
  answerPage,
  withdrawPage,
  contactPersonPage,
  action({
    path: paths.propose,
    access: 'person',
    command: proposePlacement,
    input: ({ params, form }) => ({
      ...idOf(params),
      familyId: form.text('familyId'),
      hostOfferId: form.text('hostOfferId'),
      fromOn: form.date('fromOn'),
      untilOn: form.date('untilOn'),
      acquainted: form.text('acquainted'),
      singleAdultApproved: form.flag('singleAdultApproved'),
      bothFamiliesAgreed: form.flag('bothFamiliesAgreed'),
    }),
    done: (_, { params }) => ({
      to: paths.placement.href(params),
      flash: 'placements.done.proposed',
    }),
    page: proposePage,
  }),
  action({
    path: paths.answer,
    access: 'person',
    command: answerPlacement,
    input: ({ params, form }) => ({
      ...idOf(params),
      placementId: form.text('placementId') as PlacementId,
      side: params.side,
      answer: form.text('answer'),
      note: form.text('note'),
    }),
    done: (result, { params }) => ({
      to: paths.placement.href({ mobilityId: params.mobilityId }),
      flash: `placements.done.${result.state}`,
    }),
    page: answerPage,
  }),
  action({
    path: paths.withdraw,
    access: 'person',
    command: withdrawPlacement,
    input: ({ params, form }) => ({ ...idOf(params), placementId: form.text('placementId') }),
    done: (_, { params }) => ({
      to: paths.placement.href(params),
      flash: 'placements.done.withdrawn',
    }),
    page: withdrawPage,
  }),
  action({
    path: paths.contactPerson,
    access: 'person',
    command: setPlacementContactPerson,
    input: ({ params, form }) => ({
      ...idOf(params),
      personId: form.text('personId'),
      tie: form.text('tie'),
      teaches: form.flag('teaches'),
      coaches: form.flag('coaches'),
      distanceKm: form.text('distanceKm'),
    }),
    done: (_, { params }) => ({
      to: paths.placement.href(params),
      flash: 'placements.done.contact',
    }),
    page: contactPersonPage,
  }),
];

/** The dossier's part on where the pupil is to live. */
export const dossier: NonNullable<WebModule['dossier']> = async ({ ask }, mobilityId, v) => {
  const data = await ask(getPlacement, { mobilityId: mobilityId as MobilityId });
  return [
    {
      id: 'placement',
      order: 20,
      title: v.t('placements.title'),
      body: <DossierPart v={v} data={data} />,
    },
  ];
};
