// Written by scripts/write-tables.ts from the migrated schema; do not edit.
import type { Generated, GeneratedAlways } from 'kysely';
import type { Id } from '#kernel/ids.ts';

// biome-ignore lint/suspicious/noExplicitAny: a jsonb column holds what its module's schema says; the store parses it
export type Json = Record<string, any>;

export type ActionPlansTable = {
  id: Id<'apl'>;
  club_id: Id<'clu'>;
  person_id: Id<'per'>;
  org_id: Id<'org'>;
  item_id: string;
  practice_id: string | null;
  state: Generated<string>;
  reached: string | null;
  result: Generated<string>;
  proposed_status: string | null;
  created_at: Temporal.Instant;
  closed_at: Temporal.Instant | null;
  version: Generated<number>;
};

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

export type ApplicationGreetingsTable = {
  application_id: Id<'app'>;
  media_type: string;
  words: string;
  size: number;
  storage_key: string;
  added_at: Temporal.Instant;
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
  version_id: Id<'fve'> | null;
  typed: Generated<Json>;
  sealed: Buffer | null;
  pages_done: Generated<number>;
  pages_asked: number | null;
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
  note: Generated<string>;
  answered_by: Id<'per'> | null;
  look_again: Generated<boolean>;
  reviewer_id: Id<'per'> | null;
  review: string | null;
  review_words: Generated<string>;
  reviewed_at: Temporal.Instant | null;
  outside_id: Id<'arv'> | null;
};

export type AssessmentContributionsTable = {
  assessment_id: Id<'ass'>;
  item_id: string;
  number: number;
  person_id: Id<'per'>;
  status: string;
  at: Temporal.Instant;
};

export type AssessmentPrioritiesTable = {
  assessment_id: Id<'ass'>;
  rank: number;
  item_id: string;
  intent: string;
};

export type AssessmentReviewersTable = {
  id: Id<'arv'>;
  assessment_id: Id<'ass'>;
  name: string;
  organisation: Generated<string>;
  email: string;
  language: string;
  token_hash: Buffer | null;
  invited_by: Id<'per'>;
  invited_at: Temporal.Instant;
  expires_at: Temporal.Instant | null;
};

export type AssessmentSharesTable = {
  assessment_id: Id<'ass'>;
  criterion_id: string;
  person_id: Id<'per'>;
  shared_by: Id<'per'>;
  shared_at: Temporal.Instant;
};

export type AssessmentTextsTable = {
  assessment_id: Id<'ass'>;
  standard_id: string;
  words: string;
  edited_by: Id<'per'>;
  edited_at: Temporal.Instant;
};

export type AssessmentWishesTable = {
  assessment_id: Id<'ass'>;
  criterion_id: string;
  wished: string;
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
  carried_from: string | null;
  carried_by: Id<'per'> | null;
  carried_at: Temporal.Instant | null;
  reminded_at: Temporal.Instant | null;
  again_on: Temporal.PlainDate | null;
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

export type BenchmarkConsentsTable = {
  org_id: Id<'org'>;
  given: boolean;
  changed_by: Id<'per'>;
  changed_at: Temporal.Instant;
  version: Generated<number>;
};

export type BenchmarkCountedTable = {
  publication_id: Id<'bmk'>;
  org_id: Id<'org'>;
  assessment_id: Id<'ass'>;
};

export type BenchmarkFiguresTable = {
  publication_id: Id<'bmk'>;
  cut: string;
  criterion_id: string;
  organisations: number;
  counts: Json;
};

export type BenchmarkPublicationsTable = {
  id: Id<'bmk'>;
  computed_at: Temporal.Instant;
  state: string;
};

export type BuddyPairsTable = {
  id: Id<'bud'>;
  org_id: Id<'org'>;
  first_mobility_id: Id<'mob'>;
  first_person_id: Id<'per'>;
  first_name: string;
  second_mobility_id: Id<'mob'>;
  second_person_id: Id<'per'>;
  second_name: string;
  why: Generated<string>;
  state: Generated<string>;
  first_answer: string | null;
  second_answer: string | null;
  protects: Generated<boolean>;
  thread_id: string | null;
  suggested_by: Id<'per'>;
  suggested_by_name: string;
  suggested_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
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
  intake_id: string | null;
  partnership_id: string | null;
  country_code: string | null;
  shared: Generated<boolean>;
  reader_orgs: Generated<string[]>;
  changed_at: Temporal.Instant | null;
  minutes_asked_at: Temporal.Instant | null;
};

export type CalendarParticipantsTable = {
  event_id: Id<'evt'>;
  person_id: Id<'per'>;
  answer: Generated<string>;
  attended: boolean | null;
  answered_at: Temporal.Instant | null;
  note: Generated<string>;
  mail_key: string | null;
  reminded_at: Temporal.Instant | null;
};

export type CalendarSettingsTable = {
  person_id: Id<'per'>;
  feed_steps: Generated<boolean>;
  feed_meetings: Generated<boolean>;
  feed_deadlines: Generated<boolean>;
  reminders: Generated<boolean>;
  time_zone: string | null;
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
  client_key: string | null;
  answers: Generated<Json>;
  questions: string | null;
  last_promise: string | null;
};

export type ClubDecisionsTable = {
  event_id: string;
  number: number;
  text: string;
  written_by: Id<'per'>;
  written_at: Temporal.Instant;
};

export type ClubFilesTable = {
  id: Id<'clf'>;
  club_id: Id<'clu'>;
  event_id: string | null;
  name: string;
  media_type: string;
  size: number;
  storage_key: string;
  added_by: Id<'per'>;
  added_at: Temporal.Instant;
};

export type ClubFuturesTable = {
  club_id: Id<'clu'>;
  person_id: Id<'per'>;
  text: string;
  with_orgs: Generated<string[]>;
  written_at: Temporal.Instant;
};

export type ClubMeetingsTable = {
  event_id: Id<'evt'>;
  club_id: Id<'clu'>;
  template_id: string;
  recording_url: Generated<string>;
  recording_until: Temporal.PlainDate | null;
};

export type ClubMembersTable = {
  club_id: Id<'clu'>;
  person_id: Id<'per'>;
  org_id: Id<'org'>;
  state: string;
  proposed_at: Temporal.Instant;
  answered_at: Temporal.Instant | null;
  left_at: Temporal.Instant | null;
  leads: Generated<boolean>;
  shares: Generated<string[]>;
  role_words: Generated<string>;
  languages: Generated<string[]>;
  offers: Generated<string>;
  notice: Generated<string>;
  last_seen_at: Temporal.Instant | null;
  digest_at: Temporal.Instant | null;
};

export type ClubPointsTable = {
  event_id: string;
  position: number;
  spent_ms: Generated<number>;
  running_since: Temporal.Instant | null;
  touched_at: Temporal.Instant;
};

export type ClubRecordingConsentsTable = {
  event_id: string;
  person_id: Id<'per'>;
  agreed_at: Temporal.Instant;
};

export type ClubRoomsTable = {
  event_id: string;
  person_id: Id<'per'>;
  room: number;
  place: number;
};

export type ClubRoundsTable = {
  id: Id<'clr'>;
  name: string;
  about: Generated<string>;
  facilitator_id: Id<'per'>;
  themes: Generated<string[]>;
  languages: Generated<string[]>;
  own_theme: Generated<boolean>;
  time_zone: string;
  kick_off_week: Temporal.PlainDate;
  weeks_between: number;
  register_until: Temporal.PlainDate;
  state: string;
  outcome: Json | null;
  working_since: Temporal.Instant | null;
  created_at: Temporal.Instant;
  version: Generated<number>;
  closed_at: Temporal.Instant | null;
};

export type ClubVotesTable = {
  club_id: Id<'clu'>;
  person_id: Id<'per'>;
  themes: string[];
  voted_at: Temporal.Instant;
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
  variant: Generated<string>;
  time_zone: string | null;
  thread_id: Id<'thr'> | null;
  started_at: Temporal.Instant | null;
  wrapped_up_at: Temporal.Instant | null;
  archived_at: Temporal.Instant | null;
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

export type ConcernReadersTable = {
  concern_id: Id<'ccn'>;
  person_id: Id<'per'>;
  org_id: Id<'org'>;
  name: string;
  added_at: Temporal.Instant;
  read_at: Temporal.Instant | null;
  left_at: Temporal.Instant | null;
};

export type ConcernWordsTable = {
  id: Id<'cwo'>;
  concern_id: Id<'ccn'>;
  author_id: Id<'per'>;
  author_name: string;
  sealed: Buffer;
  written_at: Temporal.Instant;
  send_key: string;
};

export type ConcernsTable = {
  id: Id<'ccn'>;
  mobility_id: Id<'mob'>;
  raised_by: Id<'per'>;
  raised_as: string;
  about: string[];
  org_id: Id<'org'>;
  raised_at: Temporal.Instant;
  answer_by: Temporal.Instant;
  first_read_at: Temporal.Instant | null;
  answered_at: Temporal.Instant | null;
  passed_on_at: Temporal.Instant | null;
  closed_at: Temporal.Instant | null;
  send_key: string;
  version: Generated<number>;
  acts_since: Temporal.Instant | null;
  acts_until: Temporal.Instant | null;
  alone_since: Temporal.Instant | null;
};

export type ConsentReasonsTable = {
  consent_id: Id<'con'>;
  reason: string;
  written_by: Id<'per'>;
  school_id: Id<'org'>;
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

export type ContactAsksTable = {
  mobility_id: Id<'mob'>;
  what: string;
  due_on: Temporal.PlainDate;
  person_id: Id<'per'>;
  asked_on: Temporal.PlainDate;
  send_key: string;
};

export type ContactChoicesTable = {
  org_id: Id<'org'>;
  closed: boolean;
  note: Generated<string>;
  changed_by: Id<'per'>;
  changed_at: Temporal.Instant;
};

export type ContactCoversTable = {
  id: Id<'cov'>;
  org_id: Id<'org'>;
  person_id: Id<'per'>;
  stand_in_id: Id<'per'>;
  from_on: Temporal.PlainDate;
  until_on: Temporal.PlainDate;
  made_by: Id<'per'>;
  made_at: Temporal.Instant;
  begun_at: Temporal.Instant | null;
  ended_at: Temporal.Instant | null;
};

export type ContactThanksTable = {
  id: Id<'thx'>;
  org_id: Id<'org'>;
  to_id: Id<'per'>;
  from_id: Id<'per'>;
  words: string;
  said_at: Temporal.Instant;
  send_key: string;
};

export type CountryPoliciesTable = {
  org_id: Id<'org'>;
  country_code: string;
  number: number;
  content: Json | null;
  note: Generated<string>;
  source_title: Generated<string>;
  source_link: Generated<string>;
  certainty: string;
  changed_by: Id<'per'> | null;
  changed_at: Temporal.Instant;
};

export type DatePollAnswersTable = {
  poll_id: string;
  starts_at: Temporal.Instant;
  person_id: Id<'per'>;
  answer: string;
};

export type DatePollPeopleTable = {
  poll_id: Id<'pol'>;
  person_id: Id<'per'>;
  answered_at: Temporal.Instant | null;
};

export type DatePollTimesTable = {
  poll_id: Id<'pol'>;
  starts_at: Temporal.Instant;
};

export type DatePollsTable = {
  id: Id<'pol'>;
  title: string;
  description: Generated<string>;
  kind: string;
  minutes: number;
  time_zone: string;
  place: Generated<string>;
  url: Generated<string>;
  organiser_id: Id<'per'>;
  about_kind: string | null;
  about_id: string | null;
  first_day: Temporal.PlainDate;
  state: Generated<string>;
  event_id: Id<'evt'> | null;
  created_at: Temporal.Instant;
};

export type DirectoryEntriesTable = {
  org_id: Id<'org'>;
  name: string;
  sort_name: string;
  kind: string;
  country_code: string;
  city: string;
  sort_place: string;
  words: string[];
  offers: Generated<number>;
  longest: Generated<number>;
  tongues: Generated<number>;
  fold_version: number;
};

export type DirectoryWordsTable = {
  word: string;
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

export type DutyAbsencesTable = {
  group_id: Id<'dgr'>;
  person_id: Id<'per'>;
  from_on: Temporal.PlainDate;
  until_on: Temporal.PlainDate;
};

export type DutyGroupsTable = {
  id: Id<'dgr'>;
  org_id: Id<'org'>;
  partner_org_id: Id<'org'> | null;
  name: string;
  phone: Generated<string>;
  time_zone: string;
  opened_by: Id<'per'>;
  opened_at: Temporal.Instant;
  version: Generated<number>;
};

export type DutyHandoversTable = {
  id: Id<'dho'>;
  group_id: Id<'dgr'>;
  words: string;
  written_by: Id<'per'>;
  written_at: Temporal.Instant;
  read_by: Id<'per'> | null;
  read_at: Temporal.Instant | null;
  send_key: string;
};

export type DutyMembersTable = {
  group_id: Id<'dgr'>;
  person_id: Id<'per'>;
  phone: Generated<string>;
  takes_sms: Generated<boolean>;
  added_by: Id<'per'>;
  added_at: Temporal.Instant;
};

export type DutyShiftsTable = {
  id: Id<'dsh'>;
  group_id: Id<'dgr'>;
  person_id: Id<'per'>;
  from_at: Temporal.Instant;
  until_at: Temporal.Instant;
  swap_asked_at: Temporal.Instant | null;
  swap_with: Id<'per'> | null;
  made_by: Id<'per'>;
  made_at: Temporal.Instant;
  version: Generated<number>;
};

export type EmergencyCardsTable = {
  mobility_id: Id<'mob'>;
  pupil_id: Id<'per'>;
  sealed: Buffer;
  agreed_by: Id<'per'> | null;
  agreed_at: Temporal.Instant | null;
  changed_by: Id<'per'>;
  changed_at: Temporal.Instant;
  version: Generated<number>;
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

export type EventMinutesTable = {
  event_id: Id<'evt'>;
  number: number;
  text: string;
  written_by: Id<'per'>;
  written_at: Temporal.Instant;
};

export type EventMinutesConfirmationsTable = {
  event_id: string;
  number: number;
  person_id: Id<'per'>;
  confirmed_at: Temporal.Instant;
};

export type EventProposalsTable = {
  event_id: Id<'evt'>;
  person_id: Id<'per'>;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  note: Generated<string>;
  made_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
  counter_sequence: number | null;
};

export type EventTasksTable = {
  id: Id<'etk'>;
  event_id: Id<'evt'>;
  title: string;
  person_id: Id<'per'>;
  due_on: Temporal.PlainDate | null;
  done_at: Temporal.Instant | null;
  created_by: Id<'per'>;
  created_at: Temporal.Instant;
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
  ended_at: Temporal.Instant | null;
};

export type FirstContactsTable = {
  id: Id<'fct'>;
  from_org_id: Id<'org'>;
  to_org_id: Id<'org'>;
  subject: string;
  message: string;
  sent_by: Id<'per'>;
  sent_by_name: string;
  sent_on: Temporal.PlainDate;
  sent_at: Temporal.Instant;
  state: Generated<string>;
  answer: Generated<string>;
  answered_by: Id<'per'> | null;
  answered_by_name: Generated<string>;
  answered_at: Temporal.Instant | null;
  thread_id: string | null;
  version: Generated<number>;
};

export type FormAnswersTable = {
  request_id: Id<'frq'>;
  answers: Generated<Json>;
  typed: Generated<Json>;
  frozen: Json | null;
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

export type FormFilesTable = {
  id: Id<'ffi'>;
  request_id: Id<'frq'>;
  field: string;
  name: string;
  media_type: string;
  size: number;
  storage_key: string;
  added_at: Temporal.Instant;
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
  follows_id: Id<'frq'> | null;
  follow_word: Generated<string>;
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

export type HeldFilesTable = {
  held_id: Id<'hld'>;
  position: number;
  name: string;
  media_type: string;
  size: number;
  storage_key: string;
};

export type HeldMessagesTable = {
  id: Id<'hld'>;
  thread_id: Id<'thr'>;
  person_id: Id<'per'>;
  sender: string;
  subject: string;
  text: string;
  reason: string;
  send_key: string;
  arrived_at: Temporal.Instant;
  refused_files: Generated<Json>;
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

export type IncidentLinesTable = {
  id: Id<'inl'>;
  number: Generated<number>;
  incident_id: Id<'ind'>;
  at: Temporal.Instant;
  kind: string;
  person_id: Id<'per'> | null;
  who: Generated<string>;
  step: string | null;
  second: Generated<string>;
  words: Generated<string>;
  send_key: string | null;
};

export type IncidentNotesTable = {
  id: Id<'ino'>;
  incident_id: Id<'ind'>;
  sealed: Buffer;
  written_by: Id<'per'>;
  who: string;
  written_at: Temporal.Instant;
  send_key: string;
};

export type IncidentTellingsTable = {
  id: Id<'itl'>;
  incident_id: Id<'ind'>;
  round: number;
  person_id: Id<'per'>;
  channel: string;
  at: Temporal.Instant;
  tries: Generated<number>;
  sent_at: Temporal.Instant | null;
  failed_at: Temporal.Instant | null;
  send_key: string;
  device_id: Id<'pdv'> | null;
};

export type IncidentsTable = {
  id: Id<'ind'>;
  group_id: Id<'dgr'> | null;
  org_id: Id<'org'>;
  partner_org_id: Id<'org'> | null;
  mobility_id: Id<'mob'> | null;
  pupil_id: Id<'per'> | null;
  case_id: Id<'cas'> | null;
  drill: Generated<boolean>;
  raised_by: Id<'per'> | null;
  raised_as: string;
  raised_at: Temporal.Instant;
  state: string;
  kind: string | null;
  procedure: string;
  round: Generated<number>;
  next_at: Temporal.Instant | null;
  taken_by: Id<'per'> | null;
  taken_at: Temporal.Instant | null;
  happened: Generated<string>;
  learned: Generated<string>;
  closed_by: Id<'per'> | null;
  closed_at: Temporal.Instant | null;
  version: Generated<number>;
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
  plan_id: string;
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

export type IntakeMovesTable = {
  intake_id: Id<'int'>;
  moved_at: Temporal.Instant;
  moved_by: Id<'per'> | null;
  starts_on: Temporal.PlainDate;
  ends_on: Temporal.PlainDate;
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
  template_id: Id<'tpl'> | null;
  template_number: number | null;
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

export type JourneyChangesTable = {
  mobility_id: Id<'mob'>;
  direction: string;
  number: number;
  kind: string;
  what: Generated<string[]>;
  leaves_before: Temporal.Instant;
  arrives_before: Temporal.Instant;
  leaves_at: Temporal.Instant;
  arrives_at: Temporal.Instant;
  made_by: Id<'per'>;
  made_at: Temporal.Instant;
  leg: number | null;
  leg_before: Temporal.Instant | null;
  leg_now: Temporal.Instant | null;
};

export type JourneyLegsTable = {
  mobility_id: Id<'mob'>;
  direction: string;
  position: number;
  means: string;
  number: Generated<string>;
  from_place: string;
  to_place: string;
  leaves_at: Temporal.Instant;
  leaves_zone: string;
  arrives_at: Temporal.Instant;
  arrives_zone: string;
  leaves_late: Generated<number>;
  arrives_late: Generated<number>;
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
  brought_by: Generated<string>;
  brought_by_phone: Generated<string>;
  met_by_phone: Generated<string>;
  mainly_green: Generated<boolean>;
  group_id: Id<'tgr'> | null;
  ticked_at: Temporal.Instant | null;
  ticked_by: Id<'per'> | null;
  planned_at: Generated<Temporal.Instant>;
};

export type LanguageGoalsTable = {
  id: Id<'lgo'>;
  mobility_id: Id<'mob'>;
  language: string;
  start_level: string;
  goal_level: string;
  practice: Generated<string>;
  by_on: Temporal.PlainDate;
  self_level: string | null;
  self_on: Temporal.PlainDate | null;
  teacher_level: string | null;
  teacher_on: Temporal.PlainDate | null;
  teacher_name: Generated<string>;
  set_by: Id<'per'>;
  set_by_name: string;
  set_at: Temporal.Instant;
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
  reply_to: string | null;
};

export type MembershipsTable = {
  org_id: Id<'org'>;
  person_id: Id<'per'>;
  roles: string[];
  from_on: Temporal.PlainDate;
  until_on: Temporal.PlainDate | null;
};

export type MessageFilesTable = {
  id: Id<'mfi'>;
  thread_id: Id<'thr'>;
  message_id: Id<'msg'>;
  position: number;
  name: string;
  media_type: string;
  size: number;
  storage_key: string;
};

export type MessageSettingsTable = {
  person_id: Id<'per'>;
  mail: Generated<string>;
  quiet_from: Generated<string>;
  quiet_until: Generated<string>;
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

export type NearbyConsentsTable = {
  mobility_id: Id<'mob'>;
  pupil_id: Id<'per'>;
  given_name: string;
  country_code: string;
  town: string;
  wishes: Generated<string[]>;
  words: Generated<string>;
  needs_guardian: Generated<boolean>;
  pupil_agreed_at: Temporal.Instant | null;
  guardian_id: Id<'per'> | null;
  guardian_name: Generated<string>;
  guardian_agreed_at: Temporal.Instant | null;
  withdrawn_at: Temporal.Instant | null;
  active: GeneratedAlways<boolean>;
  version: Generated<number>;
};

export type NetworkMembersTable = {
  network_id: Id<'org'>;
  org_id: Id<'org'>;
  state: string;
  since: Temporal.Instant;
  begun_by: Id<'per'> | null;
};

export type OrganisationCalendarsTable = {
  org_id: Id<'org'>;
  region: string;
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

export type OrientationMaterialsTable = {
  orientation_id: Id<'ori'>;
  resource_id: Id<'res'>;
};

export type OrientationParticipantsTable = {
  orientation_id: Id<'ori'>;
  person_id: Id<'per'>;
  mobility_id: Id<'mob'>;
  pupil_id: Id<'per'>;
  audience: string;
  name: string;
  attended: string | null;
  recorded_by_name: Generated<string>;
  recorded_at: Temporal.Instant | null;
  certificate_id: Id<'doc'> | null;
  certified_at: Temporal.Instant | null;
};

export type OrientationSessionsTable = {
  orientation_id: Id<'ori'>;
  position: number;
  title: string;
  minutes: number;
  led_by: Generated<string>;
  thread: Generated<string>;
};

export type OrientationTestTranslationsTable = {
  test_id: string;
  number: number;
  language: string;
  title: string;
  questions: Json;
  version: Generated<number>;
  written_by_name: string;
  written_at: Temporal.Instant;
};

export type OrientationTestVersionsTable = {
  test_id: Id<'ots'>;
  number: number;
  language: string;
  title: string;
  questions: Json;
  written_by_name: string;
  written_at: Temporal.Instant;
};

export type OrientationTestsTable = {
  id: Id<'ots'>;
  org_id: Id<'org'>;
  title: string;
  based_on: Generated<string>;
  version: Generated<number>;
  retired_at: Temporal.Instant | null;
  created_at: Temporal.Instant;
};

export type OrientationTriesTable = {
  orientation_id: Id<'ori'>;
  person_id: Id<'per'>;
  tries: number;
  best: number;
  questions: number;
  last_at: Temporal.Instant;
  test_version: Generated<number>;
};

export type OrientationsTable = {
  id: Id<'ori'>;
  org_id: Id<'org'>;
  kind: string;
  title: string;
  description: Generated<string>;
  country_code: string;
  town: Generated<string>;
  place: Generated<string>;
  url: Generated<string>;
  time_zone: string;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  combined: Generated<boolean>;
  test: Generated<string>;
  state: Generated<string>;
  event_id: Id<'evt'> | null;
  created_by: Id<'per'>;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type PartnershipAcceptancesTable = {
  partnership_id: Id<'pts'>;
  number: number;
  org_id: Id<'org'>;
  person_id: Id<'per'>;
  person_name: string;
  person_role: string;
  wording: string;
  language: string;
  sha256: string;
  accepted_at: Temporal.Instant;
};

export type PartnershipEditsTable = {
  partnership_id: Id<'pts'>;
  number: number;
  edit: number;
  field: string;
  before_words: string;
  after_words: string;
  by_org_id: Id<'org'>;
  by_id: Id<'per'>;
  by_name: string;
  at: Temporal.Instant;
};

export type PartnershipTasksTable = {
  id: Id<'pta'>;
  partnership_id: Id<'pts'>;
  school_id: Id<'org'>;
  supporting_id: Id<'org'>;
  task_id: string;
  shares: Json;
  reason: string;
  state: string;
  proposed_by_org_id: Id<'org'>;
  proposed_by: Id<'per'>;
  proposed_by_name: string;
  proposed_at: Temporal.Instant;
  answered_by_name: Generated<string>;
  answer: Generated<string>;
  answered_at: Temporal.Instant | null;
};

export type PartnershipVersionsTable = {
  partnership_id: Id<'pts'>;
  number: number;
  state: string;
  words: Generated<Json>;
  change_reason: Generated<string>;
  edited_by: Id<'per'> | null;
  edited_by_name: Generated<string>;
  edited_at: Temporal.Instant;
  frozen: Json | null;
  sha256: string | null;
  opened_at: Temporal.Instant | null;
  sent_back_by_name: Generated<string>;
  send_back_reason: Generated<string>;
  accepted_at: Temporal.Instant | null;
  first_document_id: Id<'doc'> | null;
  second_document_id: Id<'doc'> | null;
  version: Generated<number>;
};

export type PartnershipsTable = {
  id: Id<'pts'>;
  kind: string;
  first_org_id: Id<'org'>;
  second_org_id: Id<'org'>;
  state: string;
  greeting: Generated<string>;
  contact_id: Id<'fct'> | null;
  proposed_by_org_id: Id<'org'>;
  proposed_by: Id<'per'>;
  proposed_by_name: string;
  proposed_at: Temporal.Instant;
  answered_by_name: Generated<string>;
  answered_at: Temporal.Instant | null;
  agreed_at: Temporal.Instant | null;
  renews_on: Temporal.PlainDate | null;
  ended_by_org_id: Id<'org'> | null;
  ended_by_name: Generated<string>;
  end_reason: Generated<string>;
  ended_at: Temporal.Instant | null;
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
  seen_on: Temporal.PlainDate | null;
  told_end_at: Temporal.Instant | null;
  forgotten_at: Temporal.Instant | null;
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

export type PlanFeedbackTable = {
  plan_id: string;
  revision: number;
  author_id: Id<'per'>;
  step: string;
  text: string;
  written_at: Temporal.Instant;
};

export type PlanProgressTable = {
  plan_id: Id<'apl'>;
  number: number;
  light: string;
  text: string;
  written_at: Temporal.Instant;
};

export type PlanRevisionsTable = {
  plan_id: Id<'apl'>;
  number: number;
  status_now: string;
  status_wished: string;
  aim: string;
  measure: string;
  steps: Generated<Json>;
  wanted: Generated<string>;
  changed: Generated<string>;
  written_at: Temporal.Instant;
};

export type PracticeMarksTable = {
  practice_id: Id<'prc'>;
  person_id: Id<'per'>;
  mark: string;
  marked_at: Temporal.Instant;
};

export type PracticeReportsTable = {
  practice_id: Id<'prc'>;
  person_id: Id<'per'>;
  reason: string;
  reported_at: Temporal.Instant;
  settled_at: Temporal.Instant | null;
};

export type PracticesTable = {
  id: Id<'prc'>;
  author_id: Id<'per'>;
  org_id: Id<'org'>;
  club_id: Id<'clu'> | null;
  criterion_id: string;
  language: string;
  state: Generated<string>;
  title: string;
  problem: string;
  steps: string;
  for_whom: Generated<string>;
  resources: Generated<string>;
  evidence: Generated<string>;
  conditions: Generated<string>;
  licence: Generated<string>;
  named_as: Generated<string>;
  country_code: Generated<string>;
  checked_on: Temporal.PlainDate;
  created_at: Temporal.Instant;
  changed_at: Temporal.Instant;
  released_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type ProfilePartsTable = {
  org_id: Id<'org'>;
  part: string;
  audience: string;
  content: Json;
  version: Generated<number>;
  changed_by: Id<'per'> | null;
  changed_at: Temporal.Instant;
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

export type PushDevicesTable = {
  id: Id<'pdv'>;
  person_id: Id<'per'>;
  session_id: Id<'ses'>;
  endpoint: string;
  p256dh: string;
  auth: string;
  server_key: string;
  added_at: Temporal.Instant;
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

export type ReferenceEntriesTable = {
  id: Id<'ref'>;
  kind: string;
  country_code: string;
  region: Generated<string>;
  school_year: Generated<string>;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type ReferenceVersionsTable = {
  entry_id: Id<'ref'>;
  number: number;
  content: Json | null;
  valid_from: Temporal.PlainDate | null;
  valid_until: Temporal.PlainDate | null;
  source_title: Generated<string>;
  source_link: Generated<string>;
  certainty: string;
  brings_back: number | null;
  changed_by: Id<'per'> | null;
  changed_at: Temporal.Instant;
};

export type RemovedFilesTable = {
  storage_key: string;
  removed_at: Temporal.Instant;
};

export type ResourceMarksTable = {
  resource_id: Id<'res'>;
  org_id: Id<'org'>;
  kind: string;
  number: number;
  note: Generated<string>;
  copy_id: Id<'res'> | null;
  by_id: Id<'per'>;
  by_name: string;
  at: Temporal.Instant;
};

export type ResourceReadsTable = {
  person_id: Id<'per'>;
  resource_id: Id<'res'>;
  number: number;
  at: Temporal.Instant;
};

export type ResourceVersionsTable = {
  resource_id: Id<'res'>;
  number: number;
  note: Generated<string>;
  pdf_key: string | null;
  pdf_name: Generated<string>;
  pdf_size: number | null;
  link: Generated<string>;
  source_key: string | null;
  source_name: Generated<string>;
  source_type: Generated<string>;
  source_size: number | null;
  source_link: Generated<string>;
  made_by: Id<'per'>;
  made_by_name: string;
  made_at: Temporal.Instant;
};

export type ResourcesTable = {
  id: Id<'res'>;
  org_id: Id<'org'>;
  title: string;
  summary: Generated<string>;
  languages: Generated<string[]>;
  audiences: Generated<string[]>;
  moments: Generated<string[]>;
  licence: string;
  credit: Generated<string>;
  shown: Generated<string[]>;
  words: Generated<string>;
  number: Generated<number>;
  origin_id: Id<'res'> | null;
  origin_title: Generated<string>;
  origin_credit: Generated<string>;
  origin_licence: Generated<string>;
  checked_by: Id<'per'> | null;
  checked_by_name: Generated<string>;
  checked_on: Temporal.PlainDate | null;
  check_due: Temporal.PlainDate | null;
  withdrawn_at: Temporal.Instant | null;
  withdraw_reason: Generated<string>;
  created_by: Id<'per'>;
  created_at: Temporal.Instant;
  changed_at: Temporal.Instant;
  version: Generated<number>;
};

export type RoundArrivalsTable = {
  id: Id<'rar'>;
  round_id: Id<'clr'>;
  token_hash: Buffer;
  email: string;
  given_name: string;
  family_name: string;
  language: string;
  org_name: string;
  org_kind: string;
  country_code: string;
  city: string;
  arrived_at: Temporal.Instant;
  expires_at: Temporal.Instant;
  used_at: Temporal.Instant | null;
};

export type RoundEntriesTable = {
  round_id: Id<'clr'>;
  person_id: Id<'per'>;
  org_id: Id<'org'>;
  role: string;
  experience: string;
  time_zone: string;
  languages: Json;
  free: Json;
  wants: Json;
  held: Generated<boolean>;
  wait_reason: string | null;
  wait_others: number | null;
  registered_at: Temporal.Instant;
  withdrawn_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type RoundGroupsTable = {
  id: Id<'rgr'>;
  round_id: Id<'clr'>;
  number: number;
  theme: string;
  language: string;
  start_half: number;
  other_starts: Generated<Json>;
  locked: Generated<boolean>;
  state: string;
  club_id: Id<'clu'> | null;
};

export type RoundPlacesTable = {
  group_id: Id<'rgr'>;
  person_id: Id<'per'>;
  locked: Generated<boolean>;
  state: string;
  asked_at: Temporal.Instant | null;
  answered_at: Temporal.Instant | null;
};

export type SafeguardingPoliciesTable = {
  org_id: Id<'org'>;
  roles: string[];
  person_ids: Generated<string[]>;
  changed_by: Id<'per'> | null;
  changed_at: Temporal.Instant;
  version: Generated<number>;
};

export type SchoolActionsTable = {
  id: Id<'sac'>;
  org_id: Id<'org'>;
  idea_id: Generated<string>;
  title: Generated<string>;
  audience: string;
  direction: string;
  month_on: Temporal.PlainDate;
  done_by: string;
  taken_by: Id<'per'>;
  taken_at: Temporal.Instant;
  done_on: Temporal.PlainDate | null;
  is_shown: Generated<boolean>;
  version: Generated<number>;
};

export type SchoolEventsTable = {
  id: Id<'sev'>;
  org_id: Id<'org'>;
  title: string;
  held_on: Temporal.PlainDate;
  pupils: Generated<number>;
  teachers: Generated<number>;
  families: Generated<number>;
  others: Generated<number>;
  entered_by: Id<'per'>;
  entered_at: Temporal.Instant;
  is_shown: Generated<boolean>;
  version: Generated<number>;
};

export type SchoolPagesTable = {
  org_id: Id<'org'>;
  words: Generated<string>;
  is_open: Generated<boolean>;
  opened_by: Id<'per'> | null;
  changed_at: Temporal.Instant;
  version: Generated<number>;
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
  released_at: Temporal.Instant | null;
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
  handed_to: Id<'per'> | null;
  handed_by: Id<'per'> | null;
  handed_at: Temporal.Instant | null;
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
  cancelled_at: Temporal.Instant | null;
  cancelled_by: Id<'per'> | null;
  cancel_reason: string | null;
  ratings_erased_at: Temporal.Instant | null;
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

export type SharedChoicesTable = {
  org_id: Id<'org'>;
  kind: string;
  source: string;
  network_id: Id<'org'> | null;
  version: Generated<number>;
  chosen_by: Id<'per'> | null;
  chosen_at: Temporal.Instant;
};

export type SharedDecisionOpinionsTable = {
  decision_id: Id<'dcn'>;
  org_id: Id<'org'>;
  favours: number | null;
  words: Generated<string>;
  by_id: Id<'per'>;
  by_name: string;
  at: Temporal.Instant;
};

export type SharedDecisionPartiesTable = {
  decision_id: Id<'dcn'>;
  org_id: Id<'org'>;
};

export type SharedDecisionsTable = {
  id: Id<'dcn'>;
  about_kind: string;
  about_id: string;
  about_label: string;
  topic: string;
  question: string;
  background: Generated<string>;
  options: Json;
  asked_by_org_id: Id<'org'>;
  asked_by: Id<'per'>;
  asked_by_name: string;
  asked_at: Temporal.Instant;
  deciding_org_id: Id<'org'>;
  due_on: Temporal.PlainDate;
  state: string;
  chosen: number | null;
  outcome: Generated<string>;
  reason: Generated<string>;
  decided_by: Id<'per'> | null;
  decided_by_name: Generated<string>;
  decided_at: Temporal.Instant | null;
  replaces_id: Id<'dcn'> | null;
  version: Generated<number>;
};

export type StatusProposalsTable = {
  id: Id<'spr'>;
  org_id: Id<'org'>;
  item_id: string;
  status: string;
  source: string;
  plan_label: string;
  proposed_by: Id<'per'>;
  proposed_at: Temporal.Instant;
  state: string;
  answered_by: Id<'per'> | null;
  answered_at: Temporal.Instant | null;
  assessment_id: Id<'ass'> | null;
};

export type StayVisitsTable = {
  mobility_id: Id<'mob'>;
  id: Id<'svi'>;
  family_id: Id<'fam'>;
  visited_on: Temporal.PlainDate;
  visited_by: Id<'per'>;
  entered_by: Id<'per'>;
  entered_at: Temporal.Instant;
};

export type StepMarksTable = {
  intake_id: Id<'int'>;
  step_id: string;
  done_on: Temporal.PlainDate;
  marked_by: Id<'per'>;
};

export type SupportCasesTable = {
  id: Id<'cas'>;
  mobility_id: Id<'mob'>;
  hosting_org_id: Id<'org'> | null;
  level: string;
  state: string;
  opened_as: string;
  words: Generated<string>;
  without_contact: Generated<boolean>;
  opened_by: Id<'per'> | null;
  opened_at: Temporal.Instant;
  handler_id: Id<'per'> | null;
  taken_at: Temporal.Instant | null;
  due_at: Temporal.Instant | null;
  told_late_at: Temporal.Instant | null;
  waiting_until: Temporal.PlainDate | null;
  outcome: string | null;
  closing: Generated<string>;
  closed_by: Id<'per'> | null;
  closed_at: Temporal.Instant | null;
  version: Generated<number>;
  concern_id: Id<'ccn'> | null;
};

export type SupportNotesTable = {
  id: Id<'sno'>;
  case_id: Id<'cas'>;
  kind: string;
  words: Generated<string>;
  sealed: Buffer | null;
  written_by: Id<'per'>;
  written_at: Temporal.Instant;
  send_key: string | null;
};

export type SupportPlanAnswersTable = {
  plan_id: Id<'spl'>;
  plan_version: number;
  person_id: Id<'per'>;
  name: string;
  part: string;
  answer: string;
  words: Generated<string>;
  answered_at: Temporal.Instant;
};

export type SupportPlansTable = {
  id: Id<'spl'>;
  case_id: Id<'cas'>;
  step_id: Id<'sst'>;
  mobility_id: Id<'mob'>;
  tool: string;
  aims: string;
  help: string;
  review_on: Temporal.PlainDate | null;
  with_guardians: boolean;
  with_family: boolean;
  shared_by: Id<'per'>;
  shared_by_name: string;
  shared_at: Temporal.Instant;
  ended_at: Temporal.Instant | null;
  version: Generated<number>;
};

export type SupportReasonsTable = {
  mobility_id: Id<'mob'>;
  sign: string;
  case_id: Id<'cas'>;
  kind: string;
  params: Generated<Json>;
  level: string;
  thresholds: string;
  seen_at: Temporal.Instant;
};

export type SupportStepsTable = {
  id: Id<'sst'>;
  case_id: Id<'cas'>;
  tool: string;
  state: string;
  words: string;
  due_on: Temporal.PlainDate | null;
  planned_by: Id<'per'>;
  planned_for: Id<'org'> | null;
  planned_at: Temporal.Instant;
  confirmed_by: Id<'per'> | null;
  confirmed_at: Temporal.Instant | null;
  done_by: Id<'per'> | null;
  done_on: Temporal.PlainDate | null;
  version: Generated<number>;
};

export type ThreadMessagesTable = {
  id: Id<'msg'>;
  number: Generated<number>;
  thread_id: Id<'thr'>;
  author_id: Id<'per'> | null;
  author_name: Generated<string>;
  author_part: Generated<string>;
  author_part_params: Generated<Json>;
  text: Generated<string>;
  note_key: string | null;
  note_params: Generated<Json>;
  via: Generated<string>;
  send_key: string | null;
  written_at: Temporal.Instant;
};

export type ThreadPartiesTable = {
  thread_id: Id<'thr'>;
  org_id: Id<'org'> | null;
  person_id: Id<'per'> | null;
  party_id: GeneratedAlways<string>;
  relation: string;
  part_key: string;
  part_params: Generated<Json>;
  name: string;
  roles: Generated<string[]>;
  reads_as: Generated<string>;
  under_age: Generated<boolean>;
  from_at: Temporal.Instant;
  until_at: Temporal.Instant | null;
  protects_org: Id<'org'> | null;
};

export type ThreadReadersTable = {
  thread_id: Id<'thr'>;
  person_id: Id<'per'>;
  read_until: Temporal.Instant | null;
  mail_first: Temporal.Instant | null;
  mail_last: Temporal.Instant | null;
};

export type ThreadsTable = {
  id: Id<'thr'>;
  about_kind: string;
  about_id: string;
  kind: Generated<string>;
  about_title: Generated<string>;
  subject: string;
  choices: Generated<string[]>;
  confidential: Generated<boolean>;
  lead_org_id: Id<'org'> | null;
  started_by: Id<'per'> | null;
  started_at: Temporal.Instant;
  last_at: Temporal.Instant;
  last_message_id: string | null;
  closed_at: Temporal.Instant | null;
  closed_by: Id<'per'> | null;
  reminded_at: Temporal.Instant | null;
  start_key: string | null;
  ended_on: Temporal.PlainDate | null;
};

export type TimelineTemplateVersionsTable = {
  template_id: Id<'tpl'>;
  number: number;
  name: string;
  steps: Json;
  published_by: Id<'per'> | null;
  published_at: Temporal.Instant;
};

export type TimelineTemplatesTable = {
  id: Id<'tpl'>;
  org_id: Id<'org'>;
  project_id: Id<'prj'> | null;
  base: string;
  name: string;
  draft: Json;
  created_at: Temporal.Instant;
  version: Generated<number>;
};

export type TravelGroupsTable = {
  id: Id<'tgr'>;
  org_id: Id<'org'>;
  intake_id: Id<'int'>;
  direction: string;
  companion_id: Id<'per'>;
  companion_phone: Generated<string>;
  meeting_point: Generated<string>;
  made_by: Id<'per'>;
  made_at: Temporal.Instant;
  version: Generated<number>;
};

export type TravelPapersTable = {
  mobility_id: Id<'mob'>;
  kind: string;
  valid_from: Temporal.PlainDate | null;
  valid_until: Temporal.PlainDate;
  insurer: Generated<string>;
  hotline: Generated<string>;
  policy_number: Generated<string>;
  seen_by: Id<'per'>;
  seen_at: Temporal.Instant;
  version: Generated<number>;
};

export type TripAnswersTable = {
  trip_id: Id<'trp'>;
  seat: string;
  round: number;
  answer: string;
  note: Generated<string>;
  answered_by: Id<'per'>;
  answered_at: Temporal.Instant;
  superseded_at: Temporal.Instant | null;
};

export type TripChangesTable = {
  trip_id: Id<'trp'>;
  round: number;
  what: Generated<string[]>;
  before: Json;
  made_by: Id<'per'>;
  made_at: Temporal.Instant;
};

export type TripRemindersTable = {
  trip_id: Id<'trp'>;
  seat: string;
  on_day: Temporal.PlainDate;
  kind: string;
  sent_by: Id<'per'> | null;
  sent_at: Temporal.Instant;
};

export type TripsTable = {
  id: Id<'trp'>;
  mobility_id: Id<'mob'>;
  state: string;
  place: string;
  country_code: string;
  purpose: Generated<string>;
  leaves_on: Temporal.PlainDate;
  leaves_at: string;
  returns_on: Temporal.PlainDate;
  returns_at: string;
  adult_name: Generated<string>;
  adult_age: number | null;
  adult_phone: Generated<string>;
  adult_relation: Generated<string>;
  means: string;
  details: Generated<string>;
  sleeps_at: string;
  catch_up: Generated<string>;
  insured: Generated<boolean>;
  papers_ready: Generated<boolean>;
  asked_by: Id<'per'>;
  asked_at: Temporal.Instant;
  closed_at: Temporal.Instant | null;
  round: Generated<number>;
  send_key: string;
  version: Generated<number>;
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
  action_plans: ActionPlansTable;
  agreement_rows: AgreementRowsTable;
  agreement_signatures: AgreementSignaturesTable;
  agreement_versions: AgreementVersionsTable;
  application_greetings: ApplicationGreetingsTable;
  application_photos: ApplicationPhotosTable;
  applications: ApplicationsTable;
  assessment_answers: AssessmentAnswersTable;
  assessment_contributions: AssessmentContributionsTable;
  assessment_priorities: AssessmentPrioritiesTable;
  assessment_reviewers: AssessmentReviewersTable;
  assessment_shares: AssessmentSharesTable;
  assessment_texts: AssessmentTextsTable;
  assessment_wishes: AssessmentWishesTable;
  assessments: AssessmentsTable;
  audit_lines: AuditLinesTable;
  benchmark_consents: BenchmarkConsentsTable;
  benchmark_counted: BenchmarkCountedTable;
  benchmark_figures: BenchmarkFiguresTable;
  benchmark_publications: BenchmarkPublicationsTable;
  buddy_pairs: BuddyPairsTable;
  calendar_events: CalendarEventsTable;
  calendar_participants: CalendarParticipantsTable;
  calendar_settings: CalendarSettingsTable;
  care_notes: CareNotesTable;
  check_ins: CheckInsTable;
  club_decisions: ClubDecisionsTable;
  club_files: ClubFilesTable;
  club_futures: ClubFuturesTable;
  club_meetings: ClubMeetingsTable;
  club_members: ClubMembersTable;
  club_points: ClubPointsTable;
  club_recording_consents: ClubRecordingConsentsTable;
  club_rooms: ClubRoomsTable;
  club_rounds: ClubRoundsTable;
  club_votes: ClubVotesTable;
  clubs: ClubsTable;
  complements: ComplementsTable;
  concern_readers: ConcernReadersTable;
  concern_words: ConcernWordsTable;
  concerns: ConcernsTable;
  consent_reasons: ConsentReasonsTable;
  consents: ConsentsTable;
  contact_asks: ContactAsksTable;
  contact_choices: ContactChoicesTable;
  contact_covers: ContactCoversTable;
  contact_thanks: ContactThanksTable;
  country_policies: CountryPoliciesTable;
  date_poll_answers: DatePollAnswersTable;
  date_poll_people: DatePollPeopleTable;
  date_poll_times: DatePollTimesTable;
  date_polls: DatePollsTable;
  directory_entries: DirectoryEntriesTable;
  directory_words: DirectoryWordsTable;
  documents: DocumentsTable;
  duty_absences: DutyAbsencesTable;
  duty_groups: DutyGroupsTable;
  duty_handovers: DutyHandoversTable;
  duty_members: DutyMembersTable;
  duty_shifts: DutyShiftsTable;
  emergency_cards: EmergencyCardsTable;
  evaluations: EvaluationsTable;
  event_minutes: EventMinutesTable;
  event_minutes_confirmations: EventMinutesConfirmationsTable;
  event_proposals: EventProposalsTable;
  event_tasks: EventTasksTable;
  family_members: FamilyMembersTable;
  family_talks: FamilyTalksTable;
  feeds: FeedsTable;
  first_contacts: FirstContactsTable;
  form_answers: FormAnswersTable;
  form_drafts: FormDraftsTable;
  form_files: FormFilesTable;
  form_requests: FormRequestsTable;
  form_versions: FormVersionsTable;
  forms: FormsTable;
  guardianships: GuardianshipsTable;
  health_links: HealthLinksTable;
  health_looks: HealthLooksTable;
  health_parts: HealthPartsTable;
  health_records: HealthRecordsTable;
  held_files: HeldFilesTable;
  held_messages: HeldMessagesTable;
  host_families: HostFamiliesTable;
  host_offers: HostOffersTable;
  import_mappings: ImportMappingsTable;
  incident_lines: IncidentLinesTable;
  incident_notes: IncidentNotesTable;
  incident_tellings: IncidentTellingsTable;
  incidents: IncidentsTable;
  inclusion_asked: InclusionAskedTable;
  inclusion_contacts: InclusionContactsTable;
  inclusion_costs: InclusionCostsTable;
  inclusion_effects: InclusionEffectsTable;
  inclusion_measures: InclusionMeasuresTable;
  inclusion_opinions: InclusionOpinionsTable;
  inclusion_plans: InclusionPlansTable;
  inclusion_steps: InclusionStepsTable;
  inclusion_wishes: InclusionWishesTable;
  intake_moves: IntakeMovesTable;
  intakes: IntakesTable;
  invitations: InvitationsTable;
  journey_changes: JourneyChangesTable;
  journey_legs: JourneyLegsTable;
  journeys: JourneysTable;
  language_goals: LanguageGoalsTable;
  login_codes: LoginCodesTable;
  mails: MailsTable;
  memberships: MembershipsTable;
  message_files: MessageFilesTable;
  message_settings: MessageSettingsTable;
  mobilities: MobilitiesTable;
  mobility_parties: MobilityPartiesTable;
  nearby_consents: NearbyConsentsTable;
  network_members: NetworkMembersTable;
  organisation_calendars: OrganisationCalendarsTable;
  organisations: OrganisationsTable;
  orientation_materials: OrientationMaterialsTable;
  orientation_participants: OrientationParticipantsTable;
  orientation_sessions: OrientationSessionsTable;
  orientation_test_translations: OrientationTestTranslationsTable;
  orientation_test_versions: OrientationTestVersionsTable;
  orientation_tests: OrientationTestsTable;
  orientation_tries: OrientationTriesTable;
  orientations: OrientationsTable;
  partnership_acceptances: PartnershipAcceptancesTable;
  partnership_edits: PartnershipEditsTable;
  partnership_tasks: PartnershipTasksTable;
  partnership_versions: PartnershipVersionsTable;
  partnerships: PartnershipsTable;
  persons: PersonsTable;
  placement_answers: PlacementAnswersTable;
  placements: PlacementsTable;
  plan_feedback: PlanFeedbackTable;
  plan_progress: PlanProgressTable;
  plan_revisions: PlanRevisionsTable;
  practice_marks: PracticeMarksTable;
  practice_reports: PracticeReportsTable;
  practices: PracticesTable;
  profile_parts: ProfilePartsTable;
  project_parties: ProjectPartiesTable;
  projects: ProjectsTable;
  push_devices: PushDevicesTable;
  rate_limits: RateLimitsTable;
  recognition_decisions: RecognitionDecisionsTable;
  reference_entries: ReferenceEntriesTable;
  reference_versions: ReferenceVersionsTable;
  removed_files: RemovedFilesTable;
  resource_marks: ResourceMarksTable;
  resource_reads: ResourceReadsTable;
  resource_versions: ResourceVersionsTable;
  resources: ResourcesTable;
  round_arrivals: RoundArrivalsTable;
  round_entries: RoundEntriesTable;
  round_groups: RoundGroupsTable;
  round_places: RoundPlacesTable;
  safeguarding_policies: SafeguardingPoliciesTable;
  school_actions: SchoolActionsTable;
  school_events: SchoolEventsTable;
  school_pages: SchoolPagesTable;
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
  shared_choices: SharedChoicesTable;
  shared_decision_opinions: SharedDecisionOpinionsTable;
  shared_decision_parties: SharedDecisionPartiesTable;
  shared_decisions: SharedDecisionsTable;
  status_proposals: StatusProposalsTable;
  stay_visits: StayVisitsTable;
  step_marks: StepMarksTable;
  support_cases: SupportCasesTable;
  support_notes: SupportNotesTable;
  support_plan_answers: SupportPlanAnswersTable;
  support_plans: SupportPlansTable;
  support_reasons: SupportReasonsTable;
  support_steps: SupportStepsTable;
  thread_messages: ThreadMessagesTable;
  thread_parties: ThreadPartiesTable;
  thread_readers: ThreadReadersTable;
  threads: ThreadsTable;
  timeline_template_versions: TimelineTemplateVersionsTable;
  timeline_templates: TimelineTemplatesTable;
  travel_groups: TravelGroupsTable;
  travel_papers: TravelPapersTable;
  trip_answers: TripAnswersTable;
  trip_changes: TripChangesTable;
  trip_reminders: TripRemindersTable;
  trips: TripsTable;
  vault_keys: VaultKeysTable;
};
