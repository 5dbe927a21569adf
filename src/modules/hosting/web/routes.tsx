import { Refusal } from '#kernel/errors.ts';
import type { FamilyId, FamilyMemberId, HostOfferId, IntakeId } from '#kernel/ids.ts';
import { notFound } from '#kernel/outcome.ts';
import { listCountries } from '#modules/organisations/server/index.ts';
import type { FormData } from '#platform/http/form.ts';
import { action, type PageContext, page, type Route } from '#platform/http/page.ts';
import { wordsOf } from '../core/rules.ts';
import { diets } from '../core/schema.ts';
import {
  addFamily,
  addFamilyMember,
  addHostOffer,
  changeFamilyDetails,
  changeFamilyHome,
  changeFamilyLetter,
  changeFamilyMember,
  changeHostOffer,
  getFamily,
  getNewFamily,
  linkHostParent,
  listFamilies,
  listOffers,
  recordFamilyCheck,
  removeFamilyMember,
} from '../server/index.ts';
import { FamiliesPage } from './pages/families.tsx';
import { DetailsPage, FamilyPage, HomePage, LetterPage, NewFamilyPage } from './pages/family.tsx';
import { OfferFormPage, OffersPage } from './pages/offers.tsx';
import {
  ChecksPage,
  MemberPage,
  NewMemberPage,
  RecordCheckPage,
  RemoveMemberPage,
  SignInLinkPage,
} from './pages/vetting.tsx';
import { paths } from './paths.ts';

/** A page is not there for somebody who may not do what it is for. */
function found<T>(thing: T | undefined | null | false): T {
  if (!thing) throw new Refusal(notFound);
  return thing;
}

const offersPage = page({
  path: paths.offers,
  access: 'person',
  load: ({ ask, params }) => ask(listOffers, { intakeId: params.intakeId as IntakeId }),
  title: (v) => v.t('hosting.offers.title'),
  view: (v, data) => <OffersPage v={v} data={data} />,
});

const newOfferPage = page({
  path: paths.newOffer,
  access: 'person',
  load: async ({ ask, params }) => {
    const data = await ask(listOffers, { intakeId: params.intakeId as IntakeId });
    return found(data.mayAdd && data);
  },
  title: (v) => v.t('hosting.offer.add'),
  view: (v, data) => <OfferFormPage v={v} data={data} offerId={null} />,
});

const offerPage = page({
  path: paths.offer,
  access: 'person',
  load: async ({ ask, params }) => {
    const data = await ask(listOffers, { intakeId: params.intakeId as IntakeId });
    return { data, offer: found(data.offers.find((o) => o.id === params.offerId && o.mayChange)) };
  },
  title: (_, { offer }) => offer.school.name,
  view: (v, { data, offer }) => <OfferFormPage v={v} data={data} offerId={offer.id} />,
});

const familiesPage = page({
  path: paths.families,
  access: 'person',
  load: async ({ ask, search }) => {
    const after = (search.get('after') ?? '') as FamilyId | '';
    const data = await ask(listFamilies, {
      search: search.get('q') ?? '',
      intakeId: (search.get('intake') ?? '') as IntakeId | '',
      after,
    });
    return { ...data, after };
  },
  title: (v, { keeps }) => v.t(keeps ? 'hosting.families.title' : 'hosting.families.own-title'),
  view: (v, data) => <FamiliesPage v={v} data={data} />,
});

/** Countries in which families may live. */
const countryCodes = async (ask: PageContext['ask']) =>
  (await ask(listCountries, {})).countries.map((c) => c.code);

const newFamilyPage = page({
  path: paths.newFamily,
  access: 'person',
  load: async ({ ask }) => ({
    ...(await ask(getNewFamily, {})),
    countries: await countryCodes(ask),
  }),
  title: (v) => v.t('hosting.family.add'),
  view: (v, data) => <NewFamilyPage v={v} data={data} />,
});

type FamilyParams = { familyId: string };
type MemberParams = { familyId: string; memberId: string };

/** Loads the family of the page for those who may describe it, or who may vet it. */
const familyFor =
  (what: 'describe' | 'vet') =>
  async ({ ask, params }: Pick<PageContext, 'ask'> & { params: FamilyParams }) => {
    const family = await ask(getFamily, { familyId: params.familyId as FamilyId });
    return found(family.may[what] && family);
  };

/** The same with somebody of the household. */
const memberFor =
  (what: 'describe' | 'vet') =>
  async (context: Pick<PageContext, 'ask'> & { params: MemberParams }) => {
    const family = await familyFor(what)(context);
    return { family, member: found(family.members.find((m) => m.id === context.params.memberId)) };
  };

const familyPage = page({
  path: paths.family,
  access: 'person',
  load: ({ ask, params }) => ask(getFamily, { familyId: params.familyId as FamilyId }),
  title: (v, family) => v.t('hosting.family.title', { name: family.name }),
  view: (v, family) => <FamilyPage v={v} family={family} />,
});

const detailsPage = page({
  path: paths.details,
  access: 'person',
  load: async (context) => {
    const family = await familyFor('describe')(context);
    // a home stays where it is, also where nobody new may host
    const countries = new Set([...(await countryCodes(context.ask)), family.countryCode]);
    return { family, countries: [...countries] };
  },
  title: (v) => v.t('hosting.part.details'),
  view: (v, data) => <DetailsPage v={v} {...data} />,
});

const homePage = page({
  path: paths.home,
  access: 'person',
  load: familyFor('describe'),
  title: (v) => v.t('hosting.part.home'),
  view: (v, family) => <HomePage v={v} family={family} />,
});

const letterPage = page({
  path: paths.letter,
  access: 'person',
  load: familyFor('describe'),
  title: (v) => v.t('hosting.part.letter'),
  view: (v, family) => <LetterPage v={v} family={family} />,
});

const checksPage = page({
  path: paths.checks,
  access: 'person',
  load: familyFor('vet'),
  title: (v) => v.t('hosting.part.checks'),
  view: (v, family) => <ChecksPage v={v} family={family} />,
});

const newMemberPage = page({
  path: paths.newMember,
  access: 'person',
  load: familyFor('describe'),
  title: (v) => v.t('hosting.member.add'),
  view: (v, family) => <NewMemberPage v={v} family={family} />,
});

const memberPage = page({
  path: paths.member,
  access: 'person',
  load: memberFor('describe'),
  title: (_, { member }) => `${member.givenName} ${member.familyName}`,
  view: (v, data) => <MemberPage v={v} {...data} />,
});

const memberCheckPage = page({
  path: paths.memberCheck,
  access: 'person',
  load: memberFor('vet'),
  title: (v, { member }) => v.t('hosting.check.of', { name: member.givenName }),
  view: (v, data) => <RecordCheckPage v={v} {...data} />,
});

const memberSignInPage = page({
  path: paths.memberSignIn,
  access: 'person',
  load: memberFor('vet'),
  title: (v, { member }) => v.t('hosting.link.of', { name: member.givenName }),
  view: (v, data) => <SignInLinkPage v={v} {...data} />,
});

const removeMemberPage = page({
  path: paths.removeMember,
  access: 'person',
  load: memberFor('vet'),
  title: (v, { member }) => v.t('hosting.member.remove-title', { name: member.givenName }),
  view: (v, data) => <RemoveMemberPage v={v} {...data} />,
});

const offerInput = (form: FormData) => ({
  places: form.text('places'),
  language: form.text('language'),
  subjects: form
    .text('subjects')
    .split(/[,;\n]/)
    .map((s) => s.trim())
    .filter(Boolean),
  mentorId: form.text('mentorId'),
  note: form.text('note'),
});

const familyInput = (form: FormData) => ({
  name: form.text('name'),
  countryCode: form.text('countryCode'),
  city: form.text('city'),
  street: form.text('street'),
  postcode: form.text('postcode'),
  minutesToSchool: form.text('minutesToSchool'),
});

const memberInput = (form: FormData) => ({
  givenName: form.text('givenName'),
  familyName: form.text('familyName'),
  birthDate: form.date('birthDate'),
  gender: form.text('gender'),
  relation: form.text('relation'),
});

const homeInput = (form: FormData) => ({
  beds: [0, 1]
    .map((i) => ({
      kind: form.text(`home.beds.${i}.kind`),
      sharedWith: form.list(`home.beds.${i}.sharedWith`),
    }))
    // a second bed is asked for, not needed
    .filter((bed, i) => i === 0 || bed.kind !== '')
    .map((bed) => (bed.kind === 'shared_room' ? bed : { ...bed, sharedWith: [] })),
  pets: [
    ...form.list('petsIndoors').map((kind) => ({ kind, indoors: true })),
    ...form
      .list('petsOutdoors')
      .filter((kind) => !form.list('petsIndoors').includes(kind))
      .map((kind) => ({ kind, indoors: false })),
  ],
  smoking: form.text('home.smoking'),
  acceptsSmoker: form.text('home.acceptsSmoker'),
  dietsAccepted: Object.fromEntries(diets.map((d) => [d, form.text(`home.dietsAccepted.${d}`)])),
  foodsServed: form.list('home.foodsServed'),
  style: wordsOf(form.text('home.style')),
  activities: wordsOf(form.text('home.activities')),
  religion: form.text('home.religion') || null,
  genderPreference: form.text('home.genderPreference') || null,
  atHostSchool: form.text('home.atHostSchool'),
  hostedBefore: form.text('home.hostedBefore'),
});

const at = (params: FamilyParams, form: FormData) => ({
  familyId: params.familyId,
  version: form.text('version'),
});
const atMember = (params: MemberParams, form: FormData) => ({
  ...at(params, form),
  memberId: params.memberId,
});
const toFamily =
  (flash: string) =>
  (_: unknown, { params }: { params: FamilyParams }) => ({
    to: paths.family.href({ familyId: params.familyId }),
    flash,
  });
const toChecks = (_: unknown, { params }: { params: FamilyParams }) => ({
  to: paths.checks.href({ familyId: params.familyId }),
  flash: 'hosting.done.check',
});

export const routes: Route[] = [
  offersPage,
  newOfferPage,
  offerPage,
  familiesPage,
  newFamilyPage,
  familyPage,
  detailsPage,
  homePage,
  letterPage,
  checksPage,
  newMemberPage,
  memberPage,
  memberCheckPage,
  memberSignInPage,
  removeMemberPage,
  action({
    path: paths.newOffer,
    access: 'person',
    command: addHostOffer,
    input: ({ params, form }) => ({
      intakeId: params.intakeId,
      hostSchoolId: form.text('hostSchoolId'),
      hostingOrgId: form.text('hostingOrgId'),
      ...offerInput(form),
    }),
    done: (_, { params }) => ({ to: paths.offers.href(params), flash: 'hosting.done.offer' }),
    page: newOfferPage,
  }),
  action({
    path: paths.offer,
    access: 'person',
    command: changeHostOffer,
    input: ({ params, form }) => ({
      offerId: params.offerId as HostOfferId,
      version: form.text('version'),
      ...offerInput(form),
    }),
    done: (result) => ({
      to: paths.offers.href({ intakeId: result.intakeId }),
      flash: 'hosting.done.offer',
    }),
    page: offerPage,
  }),
  action({
    path: paths.newFamily,
    access: 'person',
    command: addFamily,
    input: ({ form }) => ({ orgId: form.text('orgId'), ...familyInput(form) }),
    done: (result) => ({
      to: paths.family.href({ familyId: result.familyId }),
      flash: 'hosting.done.family-added',
    }),
    page: newFamilyPage,
  }),
  action({
    path: paths.details,
    access: 'person',
    command: changeFamilyDetails,
    input: ({ params, form }) => ({ ...at(params, form), ...familyInput(form) }),
    done: toFamily('hosting.done.saved'),
    page: detailsPage,
  }),
  action({
    path: paths.home,
    access: 'person',
    command: changeFamilyHome,
    input: ({ params, form }) => ({ ...at(params, form), home: homeInput(form) }),
    done: toFamily('hosting.done.saved'),
    page: homePage,
  }),
  action({
    path: paths.letter,
    access: 'person',
    command: changeFamilyLetter,
    input: ({ params, form }) => ({
      ...at(params, form),
      languages: [
        ...['languages', 'languages2', 'languages3', 'languages4'].map((name) => form.text(name)),
        ...form.text('languagesInWords').split(/[,;\n]/),
      ]
        .map((language) => language.trim())
        .filter(Boolean),
      interests: form.list('interests'),
      letter: form.text('letter'),
    }),
    done: toFamily('hosting.done.saved'),
    page: letterPage,
  }),
  action({
    path: paths.newMember,
    access: 'person',
    command: addFamilyMember,
    input: ({ params, form }) => ({ ...at(params, form), ...memberInput(form) }),
    done: toFamily('hosting.done.saved'),
    page: newMemberPage,
  }),
  action({
    path: paths.member,
    access: 'person',
    command: changeFamilyMember,
    input: ({ params, form }) => ({ ...atMember(params, form), ...memberInput(form) }),
    done: toFamily('hosting.done.saved'),
    page: memberPage,
  }),
  action({
    path: paths.removeMember,
    access: 'person',
    command: removeFamilyMember,
    input: ({ params, form }) => ({ ...atMember(params, form), sure: form.flag('sure') }),
    done: toFamily('hosting.done.member-removed'),
    page: removeMemberPage,
  }),
  action({
    path: paths.memberCheck,
    access: 'person',
    command: recordFamilyCheck,
    input: ({ params, form }) => ({
      kind: 'record',
      ...atMember(params, form),
      memberId: params.memberId as FamilyMemberId,
      seenOn: form.date('seenOn'),
      validUntil: form.date('validUntil'),
    }),
    // the next person of the household waits there
    done: toChecks,
    page: memberCheckPage,
  }),
  action({
    path: paths.memberSignIn,
    access: 'person',
    command: linkHostParent,
    input: ({ params, form }) => ({
      ...atMember(params, form),
      email: form.text('email'),
      language: form.text('language'),
    }),
    done: toFamily('hosting.done.linked'),
    page: memberSignInPage,
  }),
  action({
    path: paths.charter,
    access: 'person',
    command: recordFamilyCheck,
    input: ({ params, form }) => ({
      kind: 'charter',
      ...at(params, form),
      signedOn: form.date('signedOn'),
    }),
    done: toChecks,
    page: checksPage,
  }),
  action({
    path: paths.references,
    access: 'person',
    command: recordFamilyCheck,
    input: ({ params, form }) => ({
      kind: 'references',
      ...at(params, form),
      count: form.text('count'),
    }),
    done: toChecks,
    page: checksPage,
  }),
  action({
    path: paths.visit,
    access: 'person',
    command: recordFamilyCheck,
    input: ({ params, form }) => ({
      kind: 'visit',
      ...at(params, form),
      visitedOn: form.date('visitedOn'),
      visitedBy: form.text('visitedBy'),
    }),
    done: toChecks,
    page: checksPage,
  }),
];
