/** Ids say what they name: `per_…` is a person, `mob_…` a mobility. The prefix is part of the type. */
export const idPrefixes = {
  persons: 'per',
  organisations: 'org',
  invitations: 'inv',
  sessions: 'ses',
  login_codes: 'lgc',
  projects: 'prj',
  intakes: 'int',
  timeline_templates: 'tpl',
  reference_entries: 'ref',
  applications: 'app',
  application_photos: 'pho',
  consents: 'con',
  host_offers: 'off',
  host_families: 'fam',
  family_members: 'fme',
  selection_rounds: 'rnd',
  selection_reviews: 'rev',
  mobilities: 'mob',
  placements: 'pla',
  travel_groups: 'tgr',
  trips: 'trp',
  health_records: 'hea',
  health_links: 'hli',
  health_looks: 'hlo',
  care_notes: 'cno',
  inclusion_plans: 'ipl',
  inclusion_wishes: 'wsh',
  inclusion_measures: 'mea',
  inclusion_steps: 'stp',
  family_talks: 'tlk',
  documents: 'doc',
  forms: 'frm',
  form_versions: 'fve',
  form_requests: 'frq',
  form_files: 'ffi',
  first_contacts: 'fct',
  partnerships: 'pts',
  partnership_tasks: 'pta',
  shared_decisions: 'dcn',
  calendar_events: 'evt',
  event_tasks: 'etk',
  date_polls: 'pol',
  threads: 'thr',
  thread_messages: 'msg',
  message_files: 'mfi',
  held_messages: 'hld',
  resources: 'res',
  orientations: 'ori',
  orientation_tests: 'ots',
  language_goals: 'lgo',
  buddy_pairs: 'bud',
  check_ins: 'chk',
  stay_visits: 'svi',
  contact_covers: 'cov',
  contact_thanks: 'thx',
  support_cases: 'cas',
  support_steps: 'sst',
  support_notes: 'sno',
  support_plans: 'spl',
  concerns: 'ccn',
  school_actions: 'sac',
  school_events: 'sev',
  concern_words: 'cwo',
  duty_groups: 'dgr',
  duty_shifts: 'dsh',
  duty_handovers: 'dho',
  incidents: 'ind',
  incident_lines: 'inl',
  incident_tellings: 'itl',
  incident_notes: 'ino',
  push_devices: 'pdv',
  assessments: 'ass',
  assessment_reviewers: 'arv',
  status_proposals: 'spr',
  benchmark_publications: 'bmk',
  clubs: 'clu',
  club_files: 'clf',
  club_rounds: 'clr',
  round_groups: 'rgr',
  round_arrivals: 'rar',
  action_plans: 'apl',
  practices: 'prc',
  mails: 'mai',
  audit_lines: 'aud',
} as const;

export type IdTable = keyof typeof idPrefixes;
export type IdPrefix = (typeof idPrefixes)[IdTable];
export type Id<P extends IdPrefix = IdPrefix> = `${P}_${string}`;

export type PersonId = Id<'per'>;
export type OrgId = Id<'org'>;
export type InvitationId = Id<'inv'>;
export type SessionId = Id<'ses'>;
export type ProjectId = Id<'prj'>;
export type IntakeId = Id<'int'>;
export type TemplateId = Id<'tpl'>;
export type ReferenceId = Id<'ref'>;
export type ApplicationId = Id<'app'>;
export type PhotoId = Id<'pho'>;
export type ConsentId = Id<'con'>;
export type HostOfferId = Id<'off'>;
export type FamilyId = Id<'fam'>;
export type FamilyMemberId = Id<'fme'>;
export type RoundId = Id<'rnd'>;
export type ReviewId = Id<'rev'>;
export type MobilityId = Id<'mob'>;
export type PlacementId = Id<'pla'>;
export type TravelGroupId = Id<'tgr'>;
export type TripId = Id<'trp'>;
export type HealthRecordId = Id<'hea'>;
export type CareNoteId = Id<'cno'>;
export type InclusionPlanId = Id<'ipl'>;
export type WishId = Id<'wsh'>;
export type MeasureId = Id<'mea'>;
export type InclusionStepId = Id<'stp'>;
export type FamilyTalkId = Id<'tlk'>;
export type DocumentId = Id<'doc'>;
export type FormId = Id<'frm'>;
export type FormVersionId = Id<'fve'>;
export type FormRequestId = Id<'frq'>;
export type FormFileId = Id<'ffi'>;
export type FirstContactId = Id<'fct'>;
export type PartnershipId = Id<'pts'>;
export type PartnershipTaskId = Id<'pta'>;
export type SharedDecisionId = Id<'dcn'>;
export type EventId = Id<'evt'>;
export type EventTaskId = Id<'etk'>;
export type DatePollId = Id<'pol'>;
export type ThreadId = Id<'thr'>;
export type MessageId = Id<'msg'>;
export type MessageFileId = Id<'mfi'>;
export type HeldMessageId = Id<'hld'>;
export type ResourceId = Id<'res'>;
export type OrientationId = Id<'ori'>;
export type OrientationTestId = Id<'ots'>;
export type LanguageGoalId = Id<'lgo'>;
export type BuddyPairId = Id<'bud'>;
export type CheckInId = Id<'chk'>;
export type CoverId = Id<'cov'>;
export type SupportCaseId = Id<'cas'>;
export type SupportStepId = Id<'sst'>;
export type SupportPlanId = Id<'spl'>;
export type ConcernId = Id<'ccn'>;
export type DutyGroupId = Id<'dgr'>;
export type DutyShiftId = Id<'dsh'>;
export type HandoverId = Id<'dho'>;
export type IncidentId = Id<'ind'>;
export type PushDeviceId = Id<'pdv'>;
export type AssessmentId = Id<'ass'>;
export type AssessmentReviewerId = Id<'arv'>;
export type StatusProposalId = Id<'spr'>;
export type BenchmarkId = Id<'bmk'>;
export type ClubId = Id<'clu'>;
export type ClubFileId = Id<'clf'>;
export type ClubRoundId = Id<'clr'>;
export type RoundGroupId = Id<'rgr'>;
export type ActionPlanId = Id<'apl'>;
export type PracticeId = Id<'prc'>;
export type SchoolActionId = Id<'sac'>;
export type SchoolEventId = Id<'sev'>;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Makes an id that sorts by time: 48 bits of milliseconds and 80 random bits in Crockford's base 32.
 * @param at milliseconds since the epoch
 * @param noise at least 10 random bytes
 */
export function mintId<P extends IdPrefix>(prefix: P, at: number, noise: Uint8Array): Id<P> {
  let bits = BigInt(at);
  for (const byte of noise.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = alphabet[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return `${prefix}_${text}`;
}

/** True when `text` has the shape of an id with this prefix; says nothing about existence. */
export function isId<P extends IdPrefix>(prefix: P, text: string): text is Id<P> {
  return text.startsWith(`${prefix}_`) && /^[0-9a-z]{4,40}$/.test(text.slice(prefix.length + 1));
}
