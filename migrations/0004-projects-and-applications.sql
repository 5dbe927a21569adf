create table projects (
  id text primary key,
  code text not null unique,
  title text not null,
  coordinator_id text not null references organisations (id),
  is_example boolean not null default false,
  created_at timestamptz not null,
  version integer not null default 1
);

create table project_parties (
  project_id text not null references projects (id),
  org_id text not null references organisations (id),
  role text not null check (role in ('school', 'supporting')),
  joined_at timestamptz not null,
  primary key (project_id, org_id)
);
create index project_parties_org on project_parties (org_id, project_id);

create table intakes (
  id text primary key,
  project_id text not null references projects (id),
  name text not null,
  template text not null check (template in ('january', 'september')),
  starts_on date not null,
  ends_on date not null,
  created_at timestamptz not null,
  version integer not null default 1,
  check (ends_on > starts_on)
);
create index intakes_project on intakes (project_id, starts_on desc);

-- a step of the timeline that no event of the product completes, ticked by hand
create table step_marks (
  intake_id text not null references intakes (id),
  step_id text not null,
  done_on date not null,
  marked_by text not null references persons (id),
  primary key (intake_id, step_id)
);

create table applications (
  id text primary key,
  intake_id text not null references intakes (id),
  pupil_id text not null references persons (id),
  sending_school_id text not null references organisations (id),
  sending_org_id text references organisations (id),
  school_class text not null default '',
  state text not null check (state in ('draft', 'submitted', 'selected', 'not_selected', 'withdrawn')),
  answers jsonb not null default '{}',
  frozen jsonb,
  submitted_at timestamptz,
  decided_at timestamptz,
  decided_by text references persons (id),
  decision_reason text,
  created_at timestamptz not null,
  version integer not null default 1,
  unique (intake_id, pupil_id)
);
create index applications_school on applications (sending_school_id, intake_id);
create index applications_org on applications (sending_org_id, intake_id) where sending_org_id is not null;
create index applications_pupil on applications (pupil_id);

create table consents (
  id text primary key,
  pupil_id text not null references persons (id),
  application_id text references applications (id),
  mobility_id text,
  kind text not null check (kind in ('first', 'binding')),
  wording text not null,
  language text not null,
  given_by text not null references persons (id),
  capacity text not null check (capacity in ('guardian', 'pupil_of_age')),
  given_at timestamptz not null,
  withdrawn_at timestamptz
);
create index consents_pupil on consents (pupil_id);
create unique index consents_once on consents (application_id, kind, given_by) where withdrawn_at is null;

create table host_offers (
  id text primary key,
  intake_id text not null references intakes (id),
  host_school_id text not null references organisations (id),
  hosting_org_id text not null references organisations (id),
  places integer not null check (places between 1 and 50),
  language text not null,
  subjects text[] not null default '{}',
  mentor_id text references persons (id),
  note text not null default '',
  created_at timestamptz not null,
  version integer not null default 1,
  unique (intake_id, host_school_id)
);

create table host_families (
  id text primary key,
  org_id text not null references organisations (id),
  name text not null,
  country_code text not null,
  city text not null,
  address jsonb not null default '{}',
  languages text[] not null default '{}',
  interests text[] not null default '{}',
  profile jsonb not null default '{}',
  letter text not null default '',
  charter_signed_on date,
  reference_count integer not null default 0,
  home_visit_on date,
  home_visit_by text references persons (id),
  minutes_to_school integer,
  created_at timestamptz not null,
  version integer not null default 1
);
create index host_families_org on host_families (org_id, name);

create table family_members (
  id text primary key,
  family_id text not null references host_families (id) on delete cascade,
  person_id text references persons (id),
  given_name text not null,
  family_name text not null,
  birth_date date not null,
  gender text not null check (gender in ('f', 'm', 'x')),
  relation text not null check (relation in ('parent', 'child', 'other')),
  record_check_seen_on date,
  record_check_valid_until date,
  record_check_seen_by text references persons (id)
);
create index family_members_family on family_members (family_id);
create index family_members_person on family_members (person_id) where person_id is not null;
