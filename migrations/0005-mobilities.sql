create table mobilities (
  id text primary key,
  project_id text not null references projects (id),
  intake_id text not null references intakes (id),
  application_id text not null references applications (id),
  pupil_id text not null references persons (id),
  sending_school_id text not null references organisations (id),
  sending_org_id text references organisations (id),
  hosting_org_id text references organisations (id),
  host_school_id text references organisations (id),
  host_country text,
  starts_on date not null,
  ends_on date not null,
  state text not null,
  contact_teacher_id text references persons (id),
  mentor_id text references persons (id),
  contact_person_id text references persons (id),
  created_at timestamptz not null,
  version integer not null default 1,
  check (ends_on > starts_on)
);
create unique index mobilities_application on mobilities (application_id);
create index mobilities_intake on mobilities (intake_id);
create index mobilities_pupil on mobilities (pupil_id);

-- who belongs to a dossier: authorisation, inbox and list projection at once
create table mobility_parties (
  mobility_id text not null references mobilities (id),
  org_id text references organisations (id),
  person_id text references persons (id),
  party_id text not null generated always as (coalesce(org_id, person_id)) stored,
  role text not null check (role in ('pupil', 'guardian', 'sending_school', 'host_school', 'sending_support',
    'hosting_support', 'host_family', 'mentor', 'contact_teacher', 'contact_person')),
  from_on date not null,
  until_on date,
  state text not null,
  starts_on date not null,
  primary key (mobility_id, party_id, role),
  check ((org_id is null) <> (person_id is null))
);
create index mobility_parties_list on mobility_parties (party_id, starts_on desc, mobility_id);
create index mobility_parties_state on mobility_parties (party_id, state, starts_on desc, mobility_id);

create table placements (
  mobility_id text not null references mobilities (id),
  id text not null,
  host_school_id text not null references organisations (id),
  host_offer_id text not null references host_offers (id),
  family_id text not null references host_families (id),
  kind text not null default 'main' check (kind in ('main', 'temporary')),
  state text not null,
  from_on date not null,
  until_on date not null,
  reasons jsonb not null default '[]',
  proposed_by text not null references persons (id),
  proposed_at timestamptz not null,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (mobility_id, id)
);
create index placements_family on placements (family_id, from_on);

create table placement_answers (
  mobility_id text not null,
  placement_id text not null,
  side text not null check (side in ('host_school', 'host_family', 'pupil', 'guardian')),
  answer text not null check (answer in ('yes', 'no')),
  note text not null default '',
  answered_by text not null references persons (id),
  answered_at timestamptz not null,
  primary key (mobility_id, placement_id, side),
  foreign key (mobility_id, placement_id) references placements (mobility_id, id) on delete cascade
);

create table agreement_versions (
  mobility_id text not null references mobilities (id),
  number integer not null,
  state text not null,
  monitoring text not null default '',
  reintegration text not null default '',
  change_reason text not null default '',
  content jsonb,
  sha256 text,
  document_id text references documents (id),
  created_at timestamptz not null,
  created_by text not null references persons (id),
  opened_at timestamptz,
  completed_at timestamptz,
  edited_by text references persons (id),
  version integer not null default 1,
  primary key (mobility_id, number)
);

create table agreement_rows (
  mobility_id text not null,
  number integer not null,
  position integer not null,
  subject text not null,
  outcome text not null,
  learned text not null,
  assessed text not null,
  recognised text not null,
  primary key (mobility_id, number, position),
  foreign key (mobility_id, number) references agreement_versions (mobility_id, number) on delete cascade
);

create table agreement_signatures (
  mobility_id text not null,
  number integer not null,
  role text not null check (role in ('pupil', 'guardian', 'sending_school', 'host_school')),
  person_id text not null references persons (id),
  wording text not null,
  language text not null,
  sha256 text not null,
  signed_at timestamptz not null,
  primary key (mobility_id, number, role),
  foreign key (mobility_id, number) references agreement_versions (mobility_id, number) on delete cascade
);

create table complements (
  mobility_id text primary key references mobilities (id),
  results jsonb not null,
  remarks text not null default '',
  confirmed_from date not null,
  confirmed_until date not null,
  issued_by text not null references persons (id),
  issued_at timestamptz not null,
  document_id text references documents (id)
);

create table recognition_decisions (
  mobility_id text not null references mobilities (id),
  position integer not null,
  decision text not null check (decision in ('recognised', 'partly', 'not_recognised')),
  reason text not null default '',
  decided_by text not null references persons (id),
  decided_at timestamptz not null,
  primary key (mobility_id, position)
);

create table journeys (
  mobility_id text not null references mobilities (id),
  direction text not null check (direction in ('outward', 'return')),
  leaves_at timestamptz not null,
  arrives_at timestamptz not null,
  means text not null,
  details text not null default '',
  met_by text not null default '',
  departed_at timestamptz,
  arrived_at timestamptz,
  arrival_confirmed_by text references persons (id),
  version integer not null default 1,
  primary key (mobility_id, direction)
);

create table check_ins (
  mobility_id text not null references mobilities (id),
  id text not null,
  talked_with text not null check (talked_with in ('pupil', 'host_family')),
  held_on date not null,
  way text not null check (way in ('in_person', 'phone', 'video', 'message')),
  ratings jsonb not null,
  note text not null default '',
  promise text not null default '',
  entered_by text not null references persons (id),
  entered_at timestamptz not null,
  primary key (mobility_id, id)
);

create table evaluations (
  mobility_id text not null references mobilities (id),
  role text not null check (role in ('pupil', 'guardian', 'host_family', 'host_school', 'sending_school')),
  person_id text not null references persons (id),
  ratings jsonb not null,
  best text not null default '',
  change text not null default '',
  submitted_at timestamptz not null,
  primary key (mobility_id, role, person_id)
);
