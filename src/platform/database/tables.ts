// Written by scripts/write-tables.ts from the migrated schema; do not edit.
import type { Generated, GeneratedAlways } from 'kysely';
import type { Id } from '#kernel/ids.ts';

// biome-ignore lint/suspicious/noExplicitAny: a jsonb column holds what its module's schema says; the store parses it
export type Json = Record<string, any>;

export type AgreementRowsTable = {
  mobility_id: Id<'mob'>;
  number: number;
  position: number;
  subject: string;
  outcome: string;
  learned: string;
  assessed: string;
  recognised: string;
};

export type AgreementSignaturesTable = {
  mobility_id: Id<'mob'>;
  number: number;
  role: string;
  person_id: Id<'per'>;
  wording: string;
  language: string;
  sha256: string;
  signed_at: Temporal.Instant;
};

export type AgreementVersionsTable = {
  mobility_id: Id<'mob'>;
  number: number;
  state: string;
  monitoring: Generated<string>;
  reintegration: Generated<string>;
  change_reason: Generated<string>;
  content: Json | null;
  sha256: string | null;
  document_id: Id<'doc'> | null;
  created_at: Temporal.Instant;
  created_by: Id<'per'>;
  opened_at: Temporal.Instant | null;
  completed_at: Temporal.Instant | null;
  edited_by: Id<'per'> | null;
  version: Generated<number>;
};

export type ApplicationPhotosTable = {
  id: Id<'pho'>;
  application_id: Id<'app'>;
  position: number;
  caption: Generated<string>;
  alt: string;
  width: number;
  height: number;
  size: number;
  storage_key: string;
  added_at: Temporal.Instant;
  version: Generated<number>;
};

export type ApplicationsTable = {
  id: Id<'app'>;
  intake_id: Id<'int'>;
  pupil_id: Id<'per'>;
  sending_school_id: Id<'org'>;
  sending_org_id: Id<'org'> | null;
  school_class: Generated<string>;
  state: string;
  answers: Generated<Json>;
  frozen: Json | null;
  submitted_at: Temporal.Instant | null;
  decided_at: Temporal.Instant | null;
  decided_by: Id<'per'> | null;
  decision_reason: string | null;
  created_at: Temporal.Instant;
  version: Generated<number>;
  closed_at: Temporal.Instant | null;
  forgotten_at: Temporal.Instant | null;
};

export type AssessmentAnswersTable = {
  assessment_id: Id<'ass'>;
  item_id: string;
  status: string;
  reason: Generated<string>;
  evidence: Generated<string>;
  evidence_on: Temporal.PlainDate | null;
  reviewer: Generated<string>;
  answered_at: Temporal.Instant;
};

export type AssessmentPrioritiesTable = {
  assessment_id: Id<'ass'>;
  rank: number;
  item_id: string;
  intent: string;
};

export type AssessmentsTable = {
  id: Id<'ass'>;
  org_id: Id<'org'>;
  person_id: Id<'per'>;
  questionnaire_version: string;
  scope: string;
  applies_as: string;
  state: string;
  created_at: Temporal.Instant;
  submitted_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type AuditLinesTable = {
  id: Id<'aud'>;
  at: Temporal.Instant;
  actor_kind: string;
  actor_id: string | null;
  command: string;
  subject_id: string | null;
  mobility_id: Id<'mob'> | null;
  org_id: Id<'org'> | null;
  details: Generated<Json>;
};

export type CalendarEventsTable = {
  id: Id<'evt'>;
  kind: string;
  title: string;
  description: Generated<string>;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  time_zone: string;
  place: Generated<string>;
  url: Generated<string>;
  organiser_id: Id<'per'>;
  project_id: Id<'prj'> | null;
  mobility_id: Id<'mob'> | null;
  club_id: Id<'clu'> | null;
  agenda: Generated<Json>;
  sequence: Generated<number>;
  cancelled_at: Temporal.Instant | null;
  created_at: Temporal.Instant;
};

export type CalendarParticipantsTable = {
  event_id: Id<'evt'>;
  person_id: Id<'per'>;
  answer: Generated<string>;
};

export type CareNotesTable = {
  id: Id<'cno'>;
  mobility_id: Id<'mob'>;
  pupil_id: Id<'per'>;
  number: number;
  state: string;
  sealed: Buffer;
  remark: Buffer | null;
  written_by: Id<'per'>;
  org_id: Id<'org'> | null;
  written_at: Temporal.Instant;
  decided_by: Id<'per'> | null;
  decided_at: Temporal.Instant | null;
  ended_by: Id<'per'> | null;
  ended_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type CheckInsTable = {
  mobility_id: Id<'mob'>;
  id: Id<'chk'>;
  talked_with: string;
  held_on: Temporal.PlainDate;
  way: string;
  ratings: Json;
  note: Generated<string>;
  promise: Generated<string>;
  entered_by: Id<'per'>;
  entered_at: Temporal.Instant;
};

export type ClubMembersTable = {
  club_id: Id<'clu'>;
  person_id: Id<'per'>;
  org_id: Id<'org'>;
  state: string;
  proposed_at: Temporal.Instant;
  answered_at: Temporal.Instant | null;
};

export type ClubsTable = {
  id: Id<'clu'>;
  name: string;
  criterion_id: string;
  language: string;
  facilitator_id: Id<'per'>;
  questions: Generated<string[]>;
  state: string;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type ComplementsTable = {
  mobility_id: Id<'mob'>;
  results: Json;
  remarks: Generated<string>;
  confirmed_from: Temporal.PlainDate;
  confirmed_until: Temporal.PlainDate;
  issued_by: Id<'per'>;
  issued_at: Temporal.Instant;
  document_id: Id<'doc'> | null;
};

export type ConsentsTable = {
  id: Id<'con'>;
  pupil_id: Id<'per'>;
  application_id: Id<'app'> | null;
  mobility_id: Id<'mob'> | null;
  kind: string;
  wording: string;
  language: string;
  given_by: Id<'per'>;
  capacity: string;
  given_at: Temporal.Instant;
  withdrawn_at: Temporal.Instant | null;
  answer: Generated<string>;
  withdrawn_by: Id<'per'> | null;
  told_school: Generated<boolean>;
};

export type DocumentsTable = {
  id: Id<'doc'>;
  mobility_id: Id<'mob'> | null;
  org_id: Id<'org'> | null;
  kind: string;
  title: string;
  file_name: string;
  language: string;
  media_type: string;
  size: number;
  sha256: string;
  storage_key: string;
  sensitivity: string;
  created_at: Temporal.Instant;
  created_by: string | null;
};

export type EvaluationsTable = {
  mobility_id: Id<'mob'>;
  role: string;
  person_id: Id<'per'>;
  ratings: Json;
  best: Generated<string>;
  change: Generated<string>;
  submitted_at: Temporal.Instant;
};

export type FamilyMembersTable = {
  id: Id<'fme'>;
  family_id: Id<'fam'>;
  person_id: Id<'per'> | null;
  given_name: string;
  family_name: string;
  birth_date: Temporal.PlainDate;
  gender: string;
  relation: string;
  record_check_seen_on: Temporal.PlainDate | null;
  record_check_valid_until: Temporal.PlainDate | null;
  record_check_seen_by: Id<'per'> | null;
};

export type FamilyTalksTable = {
  id: Id<'tlk'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  guardian_id: Id<'per'> | null;
  kind: string;
  language: string;
  part_of_day: string;
  phone: Generated<string>;
  person_id: Id<'per'>;
  person_name: string;
  by_on: Temporal.PlainDate;
  asked_at: Temporal.Instant;
  done_on: Temporal.PlainDate | null;
  done_by: Id<'per'> | null;
};

export type FeedsTable = {
  person_id: Id<'per'>;
  number: Generated<number>;
  created_at: Temporal.Instant;
};

export type FormAnswersTable = {
  request_id: Id<'frq'>;
  answers: Generated<Json>;
  typed: Generated<Json>;
  frozen: Json | null;
  sealed: Buffer | null;
  saved_at: Temporal.Instant;
  version: Generated<number>;
};

export type FormDraftsTable = {
  form_id: Id<'frm'>;
  base_id: Id<'fve'>;
  changes: Generated<Json>;
  changed_by: Id<'per'> | null;
  changed_at: Temporal.Instant;
  version: Generated<number>;
};

export type FormRequestsTable = {
  id: Id<'frq'>;
  version_id: Id<'fve'>;
  section_id: string;
  about_kind: string;
  about_id: string;
  subject_id: Id<'per'> | null;
  asked_by: Id<'per'> | null;
  asking_org_id: Id<'org'>;
  addressee_id: Id<'per'> | null;
  addressee_name: string;
  addressee_email: string;
  capacity: string;
  as_guardian: Generated<boolean>;
  language: string;
  reader_orgs: Generated<string[]>;
  reader_persons: Generated<string[]>;
  state: Generated<string>;
  link_number: Generated<number>;
  token_hash: Buffer;
  expires_at: Temporal.Instant;
  asked_at: Temporal.Instant;
  opened_at: Temporal.Instant | null;
  submitted_at: Temporal.Instant | null;
  ended_at: Temporal.Instant | null;
  decline_reason: string | null;
  decline_note: Generated<string>;
  reminded_at: Temporal.Instant | null;
  reminded: Generated<number>;
  mail_keys: Generated<string[]>;
  version: Generated<number>;
};

export type FormVersionsTable = {
  id: Id<'fve'>;
  form_id: Id<'frm'>;
  number: number;
  base_id: Id<'fve'> | null;
  fingerprint: string;
  definition: Json;
  changes: Generated<Json>;
  published_by: Id<'per'> | null;
  published_at: Temporal.Instant;
};

export type FormsTable = {
  id: Id<'frm'>;
  key: string;
  org_id: Id<'org'> | null;
  created_at: Temporal.Instant;
};

export type GuardianshipsTable = {
  pupil_id: Id<'per'>;
  guardian_id: Id<'per'>;
  relation: string;
  from_on: Temporal.PlainDate;
  until_on: Temporal.PlainDate | null;
};

export type HealthLinksTable = {
  id: Id<'hli'>;
  record_id: Id<'hea'>;
  pupil_id: Id<'per'>;
  token_hash: Buffer;
  asked_by: Id<'per'>;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  used_at: Temporal.Instant | null;
  withdrawn_at: Temporal.Instant | null;
};

export type HealthLooksTable = {
  id: Id<'hlo'>;
  record_id: Id<'hea'>;
  pupil_id: Id<'per'>;
  mobility_id: Id<'mob'>;
  person_id: Id<'per'>;
  org_id: Id<'org'> | null;
  at: Temporal.Instant;
  kind: string;
  until_at: Temporal.Instant;
  what: string[];
  reason: Buffer | null;
};

export type HealthPartsTable = {
  record_id: Id<'hea'>;
  pupil_id: Id<'per'>;
  part: string;
  state: string;
  form_version: string;
  sealed: Buffer;
  saved_at: Temporal.Instant;
  signed_at: Temporal.Instant | null;
  changed: Generated<boolean>;
  version: Generated<number>;
};

export type HealthRecordsTable = {
  id: Id<'hea'>;
  pupil_id: Id<'per'>;
  created_at: Temporal.Instant;
  confirmed_at: Temporal.Instant | null;
  confirmed_by: Id<'per'> | null;
  destroy_asked_at: Temporal.Instant | null;
  destroy_asked_by: Id<'per'> | null;
  destroyed_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type HostFamiliesTable = {
  id: Id<'fam'>;
  org_id: Id<'org'>;
  name: string;
  country_code: string;
  city: string;
  address: Generated<Json>;
  languages: Generated<string[]>;
  interests: Generated<string[]>;
  profile: Generated<Json>;
  letter: Generated<string>;
  charter_signed_on: Temporal.PlainDate | null;
  reference_count: Generated<number>;
  home_visit_on: Temporal.PlainDate | null;
  home_visit_by: Id<'per'> | null;
  minutes_to_school: number | null;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type HostOffersTable = {
  id: Id<'off'>;
  intake_id: Id<'int'>;
  host_school_id: Id<'org'>;
  hosting_org_id: Id<'org'>;
  places: number;
  language: string;
  subjects: Generated<string[]>;
  mentor_id: Id<'per'> | null;
  note: Generated<string>;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type ImportMappingsTable = {
  org_id: Id<'org'>;
  fingerprint: string;
  headers: string[];
  mapping: Json;
  reading: Json;
  saved_at: Temporal.Instant;
  saved_by: Id<'per'> | null;
};

export type InclusionAskedTable = {
  pupil_id: Id<'per'>;
  person_id: Id<'per'>;
  answered_at: Temporal.Instant;
};

export type InclusionContactsTable = {
  org_id: Id<'org'>;
  person_id: Id<'per'>;
  name: string;
  named_by: Id<'per'>;
  named_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
};

export type InclusionCostsTable = {
  measure_id: Id<'mea'>;
  project_id: Id<'prj'>;
  intake_id: Id<'int'>;
  school_id: Id<'org'>;
  plan_id: Id<'ipl'>;
  title: string;
  state: string;
  budget_line: string;
  estimate_cents: number;
  real_cents: number | null;
};

export type InclusionEffectsTable = {
  measure_id: Id<'mea'>;
  application_id: Id<'app'>;
  person_id: Id<'per'>;
  answered_as: string;
  points: number;
  sealed: Buffer | null;
  answered_at: Temporal.Instant;
};

export type InclusionMeasuresTable = {
  id: Id<'mea'>;
  plan_id: Id<'ipl'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  wish_id: Id<'wsh'> | null;
  title: string;
  sealed: Buffer;
  doer_person_id: Id<'per'> | null;
  doer_org_id: Id<'org'> | null;
  doer_name: string;
  by_on: Temporal.PlainDate;
  state: string;
  proposed_by: Id<'per'>;
  proposed_at: Temporal.Instant;
  agreed_by: Id<'per'> | null;
  agreed_at: Temporal.Instant | null;
  started_at: Temporal.Instant | null;
  done_at: Temporal.Instant | null;
  ended_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type InclusionOpinionsTable = {
  measure_id: Id<'mea'>;
  application_id: Id<'app'>;
  person_id: Id<'per'>;
  said_as: string;
  says: string;
  said_at: Temporal.Instant;
};

export type InclusionPlansTable = {
  id: Id<'ipl'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  family_stays: Generated<boolean>;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type InclusionStepsTable = {
  id: Id<'stp'>;
  measure_id: Id<'mea'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  title: string;
  who: string;
  anchor: string;
  days: number;
  done_on: Temporal.PlainDate | null;
  done_by: Id<'per'> | null;
};

export type InclusionWishesTable = {
  id: Id<'wsh'>;
  plan_id: Id<'ipl'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  written_by: Id<'per'>;
  written_as: string;
  sealed: Buffer;
  shared: Generated<boolean>;
  written_at: Temporal.Instant;
};

export type IntakesTable = {
  id: Id<'int'>;
  project_id: Id<'prj'>;
  name: string;
  template: string;
  starts_on: Temporal.PlainDate;
  ends_on: Temporal.PlainDate;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type InvitationsTable = {
  id: Id<'inv'>;
  token_hash: Buffer;
  kind: string;
  email: string;
  language: Generated<string>;
  org_id: Id<'org'> | null;
  org_name: string | null;
  org_kind: string | null;
  project_id: Id<'prj'> | null;
  project_role: string | null;
  roles: Generated<string[]>;
  invited_by: Id<'per'> | null;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  accepted_at: Temporal.Instant | null;
  accepted_by: Id<'per'> | null;
  withdrawn_at: Temporal.Instant | null;
};

export type JourneysTable = {
  mobility_id: Id<'mob'>;
  direction: string;
  leaves_at: Temporal.Instant;
  arrives_at: Temporal.Instant;
  means: string;
  details: Generated<string>;
  met_by: Generated<string>;
  departed_at: Temporal.Instant | null;
  arrived_at: Temporal.Instant | null;
  arrival_confirmed_by: Id<'per'> | null;
  version: Generated<number>;
};

export type LoginCodesTable = {
  id: Id<'lgc'>;
  email: string;
  code_hash: Buffer;
  attempts: Generated<number>;
  created_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  used_at: Temporal.Instant | null;
};

export type MailsTable = {
  id: Id<'mai'>;
  send_key: string;
  to_address: string;
  to_person_id: Id<'per'> | null;
  language: string;
  kind: string;
  subject: string;
  body_text: string;
  body_html: string;
  attachments: Generated<Json>;
  created_at: Temporal.Instant;
  sent_at: Temporal.Instant | null;
  failed_at: Temporal.Instant | null;
  error: string | null;
};

export type MembershipsTable = {
  org_id: Id<'org'>;
  person_id: Id<'per'>;
  roles: string[];
  from_on: Temporal.PlainDate;
  until_on: Temporal.PlainDate | null;
};

export type MobilitiesTable = {
  id: Id<'mob'>;
  project_id: Id<'prj'>;
  intake_id: Id<'int'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  sending_school_id: Id<'org'>;
  sending_org_id: Id<'org'> | null;
  hosting_org_id: Id<'org'> | null;
  host_school_id: Id<'org'> | null;
  host_country: string | null;
  starts_on: Temporal.PlainDate;
  ends_on: Temporal.PlainDate;
  state: string;
  contact_teacher_id: Id<'per'> | null;
  mentor_id: Id<'per'> | null;
  contact_person_id: Id<'per'> | null;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type MobilityPartiesTable = {
  mobility_id: Id<'mob'>;
  org_id: Id<'org'> | null;
  person_id: Id<'per'> | null;
  party_id: GeneratedAlways<string>;
  role: string;
  from_on: Temporal.PlainDate;
  until_on: Temporal.PlainDate | null;
  state: string;
  starts_on: Temporal.PlainDate;
};

export type OrganisationsTable = {
  id: Id<'org'>;
  kind: string;
  name: string;
  country_code: string;
  city: string;
  time_zone: string;
  language: Generated<string>;
  oid: string | null;
  email: string | null;
  phone: string | null;
  address: Generated<Json>;
  is_example: Generated<boolean>;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type PersonsTable = {
  id: Id<'per'>;
  given_name: string;
  family_name: string;
  preferred_name: string | null;
  email: string | null;
  phone: string | null;
  language: Generated<string>;
  birth_date: Temporal.PlainDate | null;
  gender: string | null;
  country_code: string | null;
  address: Generated<Json>;
  is_admin: Generated<boolean>;
  is_example: Generated<boolean>;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type PlacementAnswersTable = {
  mobility_id: Id<'mob'>;
  placement_id: Id<'pla'>;
  side: string;
  answer: string;
  note: Generated<string>;
  answered_by: Id<'per'>;
  answered_at: Temporal.Instant;
};

export type PlacementsTable = {
  mobility_id: Id<'mob'>;
  id: Id<'pla'>;
  host_school_id: Id<'org'>;
  host_offer_id: Id<'off'>;
  family_id: Id<'fam'>;
  kind: Generated<string>;
  state: string;
  from_on: Temporal.PlainDate;
  until_on: Temporal.PlainDate;
  reasons: Generated<Json>;
  proposed_by: Id<'per'>;
  proposed_at: Temporal.Instant;
  decided_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type ProjectPartiesTable = {
  project_id: Id<'prj'>;
  org_id: Id<'org'>;
  role: string;
  joined_at: Temporal.Instant;
};

export type ProjectsTable = {
  id: Id<'prj'>;
  code: string;
  title: string;
  coordinator_id: Id<'org'>;
  is_example: Generated<boolean>;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type RateLimitsTable = {
  key: string;
  points: Generated<number>;
  expire: number | null;
};

export type RecognitionDecisionsTable = {
  mobility_id: Id<'mob'>;
  position: number;
  decision: string;
  reason: Generated<string>;
  decided_by: Id<'per'>;
  decided_at: Temporal.Instant;
};

export type SelectionCandidatesTable = {
  round_id: Id<'rnd'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  code: string;
  was_abroad: boolean | null;
  added_at: Temporal.Instant;
  planned: string | null;
  rank: number | null;
  reserve_rank: number | null;
  gave_up_at: Temporal.Instant | null;
  moved_up_at: Temporal.Instant | null;
};

export type SelectionConflictsTable = {
  round_id: Id<'rnd'>;
  application_id: Id<'app'>;
  person_id: Id<'per'>;
  kind: string;
  declared_at: Temporal.Instant;
};

export type SelectionCriteriaTable = {
  round_id: Id<'rnd'>;
  key: string;
  position: number;
  weight: number;
  shipped: string | null;
  title: string;
  low: string;
  middle: string;
  high: string;
};

export type SelectionInterviewsTable = {
  round_id: Id<'rnd'>;
  application_id: Id<'app'>;
  rater_id: Id<'per'>;
  note: string;
  noted_at: Temporal.Instant;
};

export type SelectionNewsTable = {
  round_id: Id<'rnd'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  result: string;
  reserve_rank: number | null;
  strength: string | null;
  words: string;
  language: string;
  seen: Generated<Json>;
  written_by: Id<'per'>;
  written_at: Temporal.Instant;
  told_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type SelectionRatersTable = {
  round_id: Id<'rnd'>;
  person_id: Id<'per'>;
  org_id: Id<'org'>;
  interviews: Generated<boolean>;
  added_at: Temporal.Instant;
};

export type SelectionRatingsTable = {
  round_id: Id<'rnd'>;
  application_id: Id<'app'>;
  rater_id: Id<'per'>;
  criterion: string;
  points: number;
  reason: Generated<string>;
  version: Generated<number>;
  rated_at: Temporal.Instant;
};

export type SelectionReviewsTable = {
  id: Id<'rev'>;
  round_id: Id<'rnd'>;
  application_id: Id<'app'>;
  pupil_id: Id<'per'>;
  asked_by: Id<'per'>;
  words: string;
  asked_at: Temporal.Instant;
  answer: string | null;
  answer_words: string | null;
  answered_by: Id<'per'> | null;
  answered_at: Temporal.Instant | null;
};

export type SelectionRevisionsTable = {
  round_id: Id<'rnd'>;
  application_id: Id<'app'>;
  rater_id: Id<'per'>;
  criterion: string;
  number: number;
  points: number;
  reason: string;
  remark: string;
  revised_at: Temporal.Instant;
};

export type SelectionRoundsTable = {
  id: Id<'rnd'>;
  intake_id: Id<'int'>;
  school_id: Id<'org'>;
  support_org_id: Id<'org'> | null;
  state: string;
  places: number;
  reserve_places: number;
  points_max: number;
  is_blind: boolean;
  tie_rules: string[];
  rate_until: Temporal.PlainDate;
  news_on: Temporal.PlainDate;
  note: Generated<string>;
  lot_number: number | null;
  created_by: Id<'per'>;
  created_at: Temporal.Instant;
  published_at: Temporal.Instant | null;
  rating_at: Temporal.Instant | null;
  calibrating_at: Temporal.Instant | null;
  planned_by: Id<'per'> | null;
  deviation_reason: string | null;
  decided_by: Id<'per'> | null;
  decided_at: Temporal.Instant | null;
  closed_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type SessionsTable = {
  id: Id<'ses'>;
  token_hash: Buffer;
  person_id: Id<'per'>;
  created_at: Temporal.Instant;
  last_seen_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  device: Generated<string>;
};

export type StepMarksTable = {
  intake_id: Id<'int'>;
  step_id: string;
  done_on: Temporal.PlainDate;
  marked_by: Id<'per'>;
};

export type VaultKeysTable = {
  person_id: Id<'per'>;
  room: string;
  number: number;
  wrapped: Buffer | null;
  master_id: string;
  key_version: Generated<number>;
  created_at: Temporal.Instant;
  destroyed_at: Temporal.Instant | null;
};

export type Tables = {
  agreement_rows: AgreementRowsTable;
  agreement_signatures: AgreementSignaturesTable;
  agreement_versions: AgreementVersionsTable;
  application_photos: ApplicationPhotosTable;
  applications: ApplicationsTable;
  assessment_answers: AssessmentAnswersTable;
  assessment_priorities: AssessmentPrioritiesTable;
  assessments: AssessmentsTable;
  audit_lines: AuditLinesTable;
  calendar_events: CalendarEventsTable;
  calendar_participants: CalendarParticipantsTable;
  care_notes: CareNotesTable;
  check_ins: CheckInsTable;
  club_members: ClubMembersTable;
  clubs: ClubsTable;
  complements: ComplementsTable;
  consents: ConsentsTable;
  documents: DocumentsTable;
  evaluations: EvaluationsTable;
  family_members: FamilyMembersTable;
  family_talks: FamilyTalksTable;
  feeds: FeedsTable;
  form_answers: FormAnswersTable;
  form_drafts: FormDraftsTable;
  form_requests: FormRequestsTable;
  form_versions: FormVersionsTable;
  forms: FormsTable;
  guardianships: GuardianshipsTable;
  health_links: HealthLinksTable;
  health_looks: HealthLooksTable;
  health_parts: HealthPartsTable;
  health_records: HealthRecordsTable;
  host_families: HostFamiliesTable;
  host_offers: HostOffersTable;
  import_mappings: ImportMappingsTable;
  inclusion_asked: InclusionAskedTable;
  inclusion_contacts: InclusionContactsTable;
  inclusion_costs: InclusionCostsTable;
  inclusion_effects: InclusionEffectsTable;
  inclusion_measures: InclusionMeasuresTable;
  inclusion_opinions: InclusionOpinionsTable;
  inclusion_plans: InclusionPlansTable;
  inclusion_steps: InclusionStepsTable;
  inclusion_wishes: InclusionWishesTable;
  intakes: IntakesTable;
  invitations: InvitationsTable;
  journeys: JourneysTable;
  login_codes: LoginCodesTable;
  mails: MailsTable;
  memberships: MembershipsTable;
  mobilities: MobilitiesTable;
  mobility_parties: MobilityPartiesTable;
  organisations: OrganisationsTable;
  persons: PersonsTable;
  placement_answers: PlacementAnswersTable;
  placements: PlacementsTable;
  project_parties: ProjectPartiesTable;
  projects: ProjectsTable;
  rate_limits: RateLimitsTable;
  recognition_decisions: RecognitionDecisionsTable;
  selection_candidates: SelectionCandidatesTable;
  selection_conflicts: SelectionConflictsTable;
  selection_criteria: SelectionCriteriaTable;
  selection_interviews: SelectionInterviewsTable;
  selection_news: SelectionNewsTable;
  selection_raters: SelectionRatersTable;
  selection_ratings: SelectionRatingsTable;
  selection_reviews: SelectionReviewsTable;
  selection_revisions: SelectionRevisionsTable;
  selection_rounds: SelectionRoundsTable;
  sessions: SessionsTable;
  step_marks: StepMarksTable;
  vault_keys: VaultKeysTable;
};
