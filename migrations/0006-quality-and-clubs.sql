create table assessments (
  id text primary key,
  org_id text not null references organisations (id),
  person_id text not null references persons (id),
  questionnaire_version text not null,
  scope text not null check (scope in ('quick', 'full')),
  applies_as text not null check (applies_as in ('sending_school', 'host_school', 'supporting_organisation')),
  state text not null check (state in ('open', 'submitted')),
  created_at timestamptz not null,
  submitted_at timestamptz,
  version integer not null default 1
);
create index assessments_org on assessments (org_id, created_at desc);

create table assessment_answers (
  assessment_id text not null references assessments (id) on delete cascade,
  item_id text not null,
  status text not null check (status in ('not_started', 'in_progress', 'implemented', 'documented_audited', 'not_applicable')),
  reason text not null default '',
  evidence text not null default '',
  evidence_on date,
  reviewer text not null default '',
  answered_at timestamptz not null,
  primary key (assessment_id, item_id)
);

create table assessment_priorities (
  assessment_id text not null references assessments (id) on delete cascade,
  rank integer not null check (rank between 1 and 3),
  item_id text not null,
  intent text not null check (intent in ('start', 'improve', 'deepen')),
  primary key (assessment_id, rank),
  unique (assessment_id, item_id)
);

create table clubs (
  id text primary key,
  name text not null,
  criterion_id text not null,
  language text not null,
  facilitator_id text not null references persons (id),
  questions text[] not null default '{}',
  state text not null,
  created_at timestamptz not null,
  version integer not null default 1
);

create table club_members (
  club_id text not null references clubs (id) on delete cascade,
  person_id text not null references persons (id),
  org_id text not null references organisations (id),
  state text not null check (state in ('proposed', 'accepted', 'declined')),
  proposed_at timestamptz not null,
  answered_at timestamptz,
  primary key (club_id, person_id),
  unique (club_id, org_id)
);
create index club_members_person on club_members (person_id);
