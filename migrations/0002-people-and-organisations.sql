create table persons (
  id text primary key,
  given_name text not null,
  family_name text not null,
  preferred_name text,
  email text,
  phone text,
  language text not null default 'en',
  birth_date date,
  gender text check (gender in ('f', 'm', 'x')),
  country_code text,
  address jsonb not null default '{}',
  is_admin boolean not null default false,
  is_example boolean not null default false,
  created_at timestamptz not null,
  version integer not null default 1
);
-- not unique: a mother and her child may share one address
create index persons_email on persons (lower(email)) where email is not null;

create table guardianships (
  pupil_id text not null references persons (id),
  guardian_id text not null references persons (id),
  relation text not null check (relation in ('mother', 'father', 'guardian')),
  from_on date not null,
  until_on date,
  primary key (pupil_id, guardian_id)
);
create index guardianships_guardian on guardianships (guardian_id);

create table login_codes (
  id text primary key,
  email text not null,
  code_hash bytea not null,
  attempts integer not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index login_codes_email on login_codes (email, created_at desc);

create table sessions (
  id text primary key,
  token_hash bytea not null unique,
  person_id text not null references persons (id) on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  device text not null default ''
);
create index sessions_person on sessions (person_id);

create table feeds (
  person_id text primary key references persons (id) on delete cascade,
  number integer not null default 1,
  created_at timestamptz not null
);

create table organisations (
  id text primary key,
  kind text not null check (kind in ('school', 'supporting')),
  name text not null,
  country_code text not null,
  city text not null,
  time_zone text not null,
  language text not null default 'en',
  oid text,
  email text,
  phone text,
  address jsonb not null default '{}',
  is_example boolean not null default false,
  created_at timestamptz not null,
  version integer not null default 1
);

create table memberships (
  org_id text not null references organisations (id),
  person_id text not null references persons (id),
  roles text[] not null,
  from_on date not null,
  until_on date,
  primary key (org_id, person_id)
);
create index memberships_person on memberships (person_id);

create table invitations (
  id text primary key,
  token_hash bytea not null unique,
  kind text not null check (kind in ('admin', 'colleague', 'project')),
  email text not null,
  language text not null default 'en',
  org_id text references organisations (id),
  org_name text,
  org_kind text check (org_kind in ('school', 'supporting')),
  project_id text,
  project_role text,
  roles text[] not null default '{}',
  invited_by text references persons (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text references persons (id),
  withdrawn_at timestamptz
);
create index invitations_project on invitations (project_id) where project_id is not null;
