create table documents (
  id text primary key,
  mobility_id text,
  org_id text,
  kind text not null,
  title text not null,
  file_name text not null,
  language text not null,
  media_type text not null,
  size integer not null,
  sha256 text not null,
  storage_key text not null,
  sensitivity text not null,
  created_at timestamptz not null,
  created_by text
);
create index documents_mobility on documents (mobility_id, created_at) where mobility_id is not null;

create table calendar_events (
  id text primary key,
  kind text not null check (kind in ('meeting', 'orientation', 'visit', 'deadline', 'club_meeting')),
  title text not null,
  description text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  time_zone text not null,
  place text not null default '',
  url text not null default '',
  organiser_id text not null references persons (id),
  project_id text,
  mobility_id text,
  club_id text,
  agenda jsonb not null default '[]',
  sequence integer not null default 0,
  cancelled_at timestamptz,
  created_at timestamptz not null,
  check (ends_at > starts_at)
);
create index calendar_events_club on calendar_events (club_id) where club_id is not null;

create table calendar_participants (
  event_id text not null references calendar_events (id) on delete cascade,
  person_id text not null references persons (id),
  answer text not null default 'open' check (answer in ('open', 'yes', 'no', 'maybe')),
  primary key (event_id, person_id)
);
create index calendar_participants_person on calendar_participants (person_id);
