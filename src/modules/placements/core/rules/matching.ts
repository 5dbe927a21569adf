import { ageOn, type CalendarDate, isBefore, laterOf } from '#kernel/dates.ts';
import { languageKey } from '#kernel/languages.ts';
import data from '../data/hard-rules.json' with { type: 'json' };
import type {
  Bed,
  BrokenRule,
  CurrentPupil,
  FamilyMember,
  Fit,
  FitReason,
  FoodAllergen,
  HardRuleId,
  PetKind,
  PlacementContact,
  PlacementFamily,
  PlacementPupil,
  RulePolicy,
  SentenceParams,
  SoftCriterionId,
  Stay,
} from '../types.ts';

const adultAge = 18;

/** Every hard rule, in the order in which breaches are told. Sources stand in `data/hard-rules.json`. */
export const hardRuleIds: readonly HardRuleId[] = [
  'allergy-pet',
  'diet-strong-object',
  'smoking-strong-object',
  'own-bed',
  'female-all-male',
  'checks',
  'single-no-child',
  'double',
  'not-related',
  'contact-person-independent',
];

/** Rules that no policy can switch off: they protect the child, whatever the country. */
export const alwaysOn: readonly HardRuleId[] = ['checks', 'own-bed', 'not-related'];

/**
 * The policy of a country: the common rules and measures, changed by what the country's entry says.
 *
 * @param countryCode of the hosting side, ISO 3166-1
 * @param checkFromAge from which age records are checked there, where something was written of it; 18 at most
 */
export function policyFor(countryCode: string, checkFromAge?: number): RulePolicy {
  const countries: Readonly<Record<string, Partial<RulePolicy>>> = data.countries;
  return makePolicy({
    ...(Object.hasOwn(countries, countryCode) ? countries[countryCode] : {}),
    ...(checkFromAge === undefined ? {} : { checkFromAge }),
  });
}

/**
 * A policy that differs from the common one in the given parts.
 *
 * @throws Error when it would switch off a rule that is always on, names an unknown rule, or checks
 *   records from an age above 18.
 */
export function makePolicy(changes: Partial<RulePolicy> = {}): RulePolicy {
  const policy: RulePolicy = { off: [], ...data.measures, ...changes };
  for (const id of policy.off) {
    if (!hardRuleIds.includes(id)) throw new Error(`policy: there is no rule "${id}"`);
    if (alwaysOn.includes(id)) throw new Error(`policy: the rule "${id}" can never be off`);
  }
  for (const name of [
    'checkFromAge',
    'referencesNeeded',
    'nearAgeYears',
    'contactReachKm',
  ] as const) {
    if (!(Number.isFinite(policy[name]) && policy[name] >= 0))
      throw new Error(`policy: ${name} is not a measure`);
  }
  if (policy.checkFromAge > adultAge)
    throw new Error('policy: records of every adult are checked, so checkFromAge is at most 18');
  return policy;
}

function isOn(policy: RulePolicy, id: HardRuleId): boolean {
  return alwaysOn.includes(id) || !policy.off.includes(id);
}

/**
 * Every hard rule that a placement would break, one entry for each thing to put right (two adults
 * without a check are two entries). Empty means: allowed. The contact person has a question of their
 * own, `checkContactPerson`.
 *
 * @param placed the days of the stay, both included, and the policy of the hosting country
 * @throws Error when the stay ends before it begins.
 */
export function checkHardRules(
  pupil: PlacementPupil,
  family: PlacementFamily,
  placed: Stay & { readonly policy: RulePolicy },
): BrokenRule[] {
  if (isBefore(placed.until, placed.from))
    throw new Error(`the stay ends on ${placed.until}, before it begins on ${placed.from}`);
  const { policy } = placed;
  const judged: Record<
    Exclude<HardRuleId, 'contact-person-independent'>,
    () => SentenceParams[]
  > = {
    'allergy-pet': () => allergies(pupil, family),
    'diet-strong-object': () => diet(pupil, family),
    'smoking-strong-object': () => smoking(pupil, family),
    'own-bed': () => bed(pupil, family, placed, policy),
    'female-all-male': () => allMale(pupil, family, placed),
    checks: () => checks(family, placed, policy),
    'single-no-child': () => singleAdult(pupil, family, placed),
    double: () => double(pupil, family),
    'not-related': () => related(pupil, family),
  };
  return hardRuleIds.flatMap((id) =>
    id === 'contact-person-independent' || !isOn(policy, id)
      ? []
      : judged[id]().map((params) => broken(id, params)),
  );
}

function broken(rule: HardRuleId, params: SentenceParams): BrokenRule {
  return { rule, messageKey: `rules.${rule}`, params };
}

function allergies(pupil: PlacementPupil, family: PlacementFamily): SentenceParams[] {
  const serious = new Set<string>(
    pupil.allergies.filter((a) => a.severity === 'serious').map((a) => a.kind),
  );
  const pets = new Set<PetKind>(family.pets.filter((p) => p.indoors).map((p) => p.kind));
  const foods = new Set<FoodAllergen>(family.foodsServed);
  return [
    ...[...pets].filter((p) => serious.has(p)).map((what) => ({ problem: 'pet', what })),
    ...[...foods].filter((f) => serious.has(f)).map((what) => ({ problem: 'food', what })),
  ];
}

function diet(pupil: PlacementPupil, family: PlacementFamily): SentenceParams[] {
  if (pupil.diet === 'none' || family.dietsAccepted[pupil.diet] !== 'strongly_object') return [];
  return [{ diet: selector(pupil.diet) }];
}

/** ICU selectors take no hyphen: "gluten-free" is told as "gluten_free". */
function selector(word: string): string {
  return word.replaceAll('-', '_');
}

function smoking(pupil: PlacementPupil, family: PlacementFamily): SentenceParams[] {
  const found: SentenceParams[] = [];
  if (pupil.smokes && family.acceptsSmoker === 'strongly_object')
    found.push({ problem: 'pupil_smokes' });
  if (family.smoking !== 'none' && pupil.acceptsSmoking === 'strongly_object')
    found.push({ problem: `family_smokes_${family.smoking}` });
  return found;
}

/** One good bed is enough; when there is none, says what is wrong with the one that comes nearest. */
function bed(
  pupil: PlacementPupil,
  family: PlacementFamily,
  stay: Stay,
  policy: RulePolicy,
): SentenceParams[] {
  const faults = family.beds.map((b) => bedFault(pupil, b, stay, policy));
  if (faults.some((f) => f === null)) return [];
  const nearestFirst = [
    'pupil_objects',
    'age_gap',
    'adult_in_room',
    'other_gender',
    'crowded',
    'not_fixed',
    'not_own',
  ];
  const problem = nearestFirst.find((p) => faults.some((f) => f === p)) ?? 'no_bed';
  return [{ problem, years: policy.nearAgeYears }];
}

function bedFault(pupil: PlacementPupil, bed: Bed, stay: Stay, policy: RulePolicy): string | null {
  const others = bed.sharedWith ?? [];
  if (!bed.own) return 'not_own';
  if (!bed.fixed) return 'not_fixed';
  if (others.length > 1) return 'crowded';
  const other = others[0];
  if (!other) return null;
  if (other.gender !== pupil.gender) return 'other_gender';
  // The room is shared with a child: nobody in it may be of age while the pupil is still a minor.
  const otherIsAdultFrom = laterOf(birthday(other.birthDate, adultAge), stay.from);
  if (
    !isBefore(stay.until, otherIsAdultFrom) &&
    ageOn(pupil.birthDate, otherIsAdultFrom) < adultAge
  )
    return 'adult_in_room';
  if (apart(pupil.birthDate, other.birthDate) > policy.nearAgeYears) return 'age_gap';
  if (pupil.acceptsSharedRoom === 'strongly_object') return 'pupil_objects';
  return null;
}

/** Years between two births, as a fraction only in so far that a day over a full year counts as more. */
function apart(a: CalendarDate, b: CalendarDate): number {
  const [elder, younger] = isBefore(a, b) ? [a, b] : [b, a];
  const years = elder.until(younger, { largestUnit: 'years' }).years;
  return elder.add({ years }).equals(younger) ? years : years + 0.5;
}

function birthday(birthDate: CalendarDate, age: number): CalendarDate {
  const day = birthDate.add({ years: age });
  // Born on 29 February: `add` stops at 28 February of a common year, where `ageOn` counts from 1 March.
  return ageOn(birthDate, day) >= age ? day : day.add({ days: 1 });
}

/**
 * Girls and pupils of another gender are protected alike: a lone one is not placed among men and boys
 * only, and a man who is the only adult hosts boys only. A girl who is hosted there already is company
 * in an all-male home, but makes no second adult.
 */
function allMale(pupil: PlacementPupil, family: PlacementFamily, stay: Stay): SentenceParams[] {
  if (pupil.gender === 'm' || family.members.length === 0) return [];
  const adults = family.members.filter((m) => ageOn(m.birthDate, stay.from) >= adultAge);
  const onlyAdult = adults.length === 1 ? adults[0] : undefined;
  if (onlyAdult?.gender === 'm') return [{ problem: 'single_man', name: onlyAdult.name }];
  const company = family.currentPupils.some((p: CurrentPupil) => p.gender === 'f');
  return !company && family.members.every((m) => m.gender === 'm') ? [{ problem: 'all_male' }] : [];
}

function checks(family: PlacementFamily, stay: Stay, policy: RulePolicy): SentenceParams[] {
  const found: SentenceParams[] = [];
  if (!family.members.some((m) => ageOn(m.birthDate, stay.from) >= adultAge))
    found.push({ problem: 'no_adult' });
  for (const member of family.members) found.push(...recordCheck(member, stay, policy));
  if (family.charterSignedOn === null) found.push({ problem: 'charter_missing' });
  else if (isBefore(stay.from, family.charterSignedOn))
    found.push({ problem: 'charter_late', date: family.charterSignedOn });
  if (family.referencesCount < policy.referencesNeeded) {
    found.push({
      problem: 'references',
      missing: policy.referencesNeeded - family.referencesCount,
    });
  }
  if (family.homeVisitPassedOn === null) found.push({ problem: 'visit_missing' });
  else if (isBefore(stay.from, family.homeVisitPassedOn))
    found.push({ problem: 'visit_late', date: family.homeVisitPassedOn });
  return found;
}

/** Who reaches the age of checking on any day of the stay needs a check that lasts to its last day. */
function recordCheck(member: FamilyMember, stay: Stay, policy: RulePolicy): SentenceParams[] {
  if (ageOn(member.birthDate, stay.until) < policy.checkFromAge) return [];
  const { name, recordCheckValidUntil: validUntil } = member;
  if (validUntil !== null) {
    return isBefore(validUntil, stay.until)
      ? [{ problem: 'check_expires', name, date: validUntil, until: stay.until }]
      : [];
  }
  if (ageOn(member.birthDate, stay.from) >= policy.checkFromAge)
    return [{ problem: 'check_missing', name }];
  const date = birthday(member.birthDate, policy.checkFromAge);
  return [{ problem: 'check_from_birthday', name, date, age: policy.checkFromAge }];
}

function singleAdult(pupil: PlacementPupil, family: PlacementFamily, stay: Stay): SentenceParams[] {
  const only = family.members.length === 1 ? family.members[0] : undefined;
  if (!only || ageOn(only.birthDate, stay.from) < adultAge) return [];
  if (pupil.acceptsSingleAdult === 'strongly_object')
    return [{ problem: 'objects', name: only.name }];
  return pupil.singleAdultApproved ? [] : [{ problem: 'not_approved', name: only.name }];
}

function double(pupil: PlacementPupil, family: PlacementFamily): SentenceParams[] {
  const others = family.currentPupils;
  if (others.length > 1) return [{ problem: 'full', count: others.length }];
  return others.flatMap((other): SentenceParams[] => [
    ...(other.consentBothFamilies ? [] : [{ problem: 'no_consent' }]),
    ...(other.countryCode === pupil.countryCode
      ? [{ problem: 'same_country', country: other.countryCode }]
      : []),
    ...(other.language !== '' &&
    languageKey(other.language) === languageKey(pupil.languages[0] ?? '')
      ? [{ problem: 'same_language', language: other.language }]
      : []),
  ]);
}

function related(pupil: PlacementPupil, family: PlacementFamily): SentenceParams[] {
  const relatives = family.members.filter(
    (m) => pupil.relatives.includes(m.id) || (m.relatedTo ?? []).includes(pupil.id),
  );
  const known = family.members.filter(
    (m) => pupil.acquaintances.includes(m.id) && !relatives.includes(m),
  );
  return [
    ...relatives.map((m) => ({ problem: 'related', name: m.name })),
    ...(pupil.directPlacementDeclared
      ? []
      : known.map((m) => ({ problem: 'not_declared', name: m.name }))),
  ];
}

/**
 * Whether somebody is independent enough, and near enough, to be the pupil's contact person: one entry
 * for each reason against.
 */
export function checkContactPerson(
  contact: PlacementContact,
  pupil: PlacementPupil,
  family: PlacementFamily,
  policy: RulePolicy,
): BrokenRule[] {
  const id = 'contact-person-independent';
  if (!isOn(policy, id)) return [];
  const household = family.members.map((m) => m.id);
  const theirs = [pupil.id, ...household];
  const isRelated =
    pupil.relatives.includes(contact.personId) ||
    contact.relatedTo.some((p) => theirs.includes(p)) ||
    family.members.some((m) => (m.relatedTo ?? []).includes(contact.personId));
  const problems: (SentenceParams | false)[] = [
    household.includes(contact.personId) && { problem: 'host_family' },
    isRelated && { problem: 'related' },
    contact.closeFriendOf.some((p) => theirs.includes(p)) && { problem: 'close_friend' },
    contact.teachesPupil && { problem: 'teacher' },
    contact.coachesPupil && { problem: 'coach' },
    contact.distanceKm === null && { problem: 'distance_unknown', limit: policy.contactReachKm },
    contact.distanceKm !== null &&
      contact.distanceKm > policy.contactReachKm && {
        problem: 'too_far',
        km: contact.distanceKm,
        limit: policy.contactReachKm,
      },
  ];
  return problems.filter((p) => p !== false).map((params) => broken(id, params));
}

const shortWayMinutes = 30;
const longWayMinutes = 60;
const siblingYears = 3;

/**
 * What speaks for and against a placement that breaks no hard rule. A criterion that nothing is known
 * about says nothing. Weights are the hints in `data/hard-rules.json`.
 *
 * @param stay for ages
 * @returns the reasons in the order of the criteria, and the sum of their points
 */
export function fitReasons(pupil: PlacementPupil, family: PlacementFamily, stay: Stay): Fit {
  const weights: Readonly<Record<SoftCriterionId, number>> = data.weights;
  const reasons: FitReason[] = [];
  const say = (id: SoftCriterionId, tone: 1 | -1, params: SentenceParams) =>
    reasons.push({
      id,
      tone,
      points: tone * weights[id],
      messageKey: `fit.${id}`,
      params: { tone: tone > 0 ? 'plus' : 'minus', ...params },
    });

  const near = family.members.filter(
    (m) =>
      ageOn(m.birthDate, stay.from) < adultAge &&
      apart(m.birthDate, pupil.birthDate) <= siblingYears,
  );
  const sibling = near[0];
  if (sibling) say('siblings', 1, { name: sibling.name, age: ageOn(sibling.birthDate, stay.from) });

  const interests = common(pupil.interests, family.interests);
  if (interests.length > 0) say('interests', 1, { what: interests.join(', ') });
  else if (pupil.interests.length > 0 && family.interests.length > 0)
    say('interests', -1, { what: '' });

  const style = common(pupil.style, family.style);
  if (style.length > 0)
    say('values-and-family-style', 1, { problem: 'none', what: style.join(', ') });
  const adults = family.members.filter((m) => ageOn(m.birthDate, stay.from) >= adultAge);
  if (adults.length === 1 && pupil.acceptsSingleAdult !== 'yes')
    say('values-and-family-style', -1, { problem: 'single_adult', what: '' });
  const hasRoomAlone = family.beds.some(
    (b) => b.own && b.fixed && (b.sharedWith ?? []).length === 0,
  );
  if (!hasRoomAlone && pupil.acceptsSharedRoom === 'rather_not')
    say('values-and-family-style', -1, { problem: 'shared_room', what: '' });
  if (
    (pupil.smokes && family.acceptsSmoker === 'rather_not') ||
    (family.smoking !== 'none' && pupil.acceptsSmoking === 'rather_not')
  ) {
    say('values-and-family-style', -1, { problem: 'smoking', what: '' });
  }

  const language = sharedLanguage(pupil.languages, family.languages);
  if (language !== undefined) say('languages', 1, { language });
  else if (pupil.languages.length > 0 && family.languages.length > 0)
    say('languages', -1, { language: '' });

  // A mild allergy against an indoor pet is a reason against; a serious one is a hard rule.
  const petAllergy = pupil.allergies.find(
    (a) => a.severity === 'mild' && family.pets.some((p) => p.indoors && p.kind === a.kind),
  );
  if (petAllergy) say('pet-attitude', -1, { problem: 'allergy', what: petAllergy.kind });
  else if (family.pets.length > 0) {
    if (pupil.acceptsPets === 'yes') say('pet-attitude', 1, { problem: 'none', what: '' });
    else
      say('pet-attitude', -1, {
        problem: pupil.acceptsPets === 'rather_not' ? 'rather_not' : 'objects',
        what: '',
      });
  }

  const minutes = family.minutesToSchool;
  if (minutes !== null && minutes <= shortWayMinutes) say('distance-to-school', 1, { minutes });
  if (minutes !== null && minutes > longWayMinutes) say('distance-to-school', -1, { minutes });

  if (family.genderPreference !== null)
    say('gender-preference', family.genderPreference === pupil.gender ? 1 : -1, {});

  const languageWish =
    sharedLanguage(family.wishes.languages, pupil.languages) ??
    sharedLanguage(pupil.wishes.languages, family.languages);
  if (family.wishes.countries.includes(pupil.countryCode)) {
    say('country-language-wish', 1, {
      problem: 'country',
      country: pupil.countryCode,
      language: '',
    });
  } else if (languageWish !== undefined) {
    say('country-language-wish', 1, { problem: 'language', country: '', language: languageWish });
  }

  if (pupil.diet !== 'none' && family.dietsAccepted[pupil.diet] === 'rather_not')
    say('diet-prefer-not', -1, { diet: selector(pupil.diet) });

  if (pupil.religion !== null && family.religion !== null && pupil.religion === family.religion)
    say('religion', 1, { what: pupil.religion });

  if (pupil.mustContinue.length > 0) {
    const missing = pupil.mustContinue.filter((a) => !family.activities.includes(a));
    if (missing.length > 0) say('activity-must-continue', -1, { what: missing.join(', ') });
    else say('activity-must-continue', 1, { what: pupil.mustContinue.join(', ') });
  }

  if (family.atHostSchool !== 'no')
    say('family-in-host-school-or-class', 1, { where: family.atHostSchool });
  if (family.hostedBefore > 0) say('previous-hosting', 1, { count: family.hostedBefore });

  return { score: reasons.reduce((sum, r) => sum + r.points, 0), reasons };
}

/** The first language of one that is one of the other, by code or in words. */
function sharedLanguage(a: readonly string[], b: readonly string[]): string | undefined {
  const keys = new Set(b.map(languageKey));
  return a.find((language) => keys.has(languageKey(language)));
}

function common(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set(a)].filter((x) => b.includes(x));
}

/** Where a hard rule comes from: addresses of the practice it was taken from. */
export function sourcesOf(id: HardRuleId): { url: string; title: string }[] {
  const titles: Record<string, string> = data.sourceTitles;
  const urls: readonly string[] = data.rules.find((r) => r.id === id)?.source ?? [];
  return urls.map((url) => ({ url, title: titles[url] ?? url }));
}
