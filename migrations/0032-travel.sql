-- Travelling in full: legs, who brings and who meets, what changed, groups with one accompanying person, papers with their
-- dates, and trips during the stay that several people agree to, one after the other.

create table travel_groups (
  id text primary key,
  org_id text not null references organisations (id),
  intake_id text not null references intakes (id),
  direction text not null check (direction in ('outward', 'return')),
  -- travels along; belongs to the organisation
  companion_id text not null references persons (id),
  companion_phone text not null default '',
  meeting_point text not null default '',
  made_by text not null references persons (id),
  made_at timestamptz not null,
  version integer not null default 1
);
create index travel_groups_org on travel_groups (org_id);
create index travel_groups_companion on travel_groups (companion_id);

alter table journeys
  -- who goes along to the station or airport, and who waits there; numbers are shown on the page alone
  add column brought_by text not null default '',
  add column brought_by_phone text not null default '',
  add column met_by_phone text not null default '',
  -- the longer part of the way is by train, bus or shared car, where the legs differ
  add column mainly_green boolean not null default false,
  add column group_id text references travel_groups (id),
  -- the accompanying person counted the pupil in
  add column ticked_at timestamptz,
  add column ticked_by text references persons (id);
create index journeys_group on journeys (group_id) where group_id is not null;

create table journey_legs (
  mobility_id text not null,
  direction text not null,
  position integer not null,
  means text not null,
  number text not null default '',
  from_place text not null,
  to_place text not null,
  leaves_at timestamptz not null,
  leaves_zone text not null,
  arrives_at timestamptz not null,
  arrives_zone text not null,
  primary key (mobility_id, direction, position),
  foreign key (mobility_id, direction) references journeys (mobility_id, direction) on delete cascade
);

-- what a plan said before, to be read beside what it says now
create table journey_changes (
  mobility_id text not null,
  direction text not null,
  number integer not null,
  kind text not null check (kind in ('plan', 'delay')),
  what text[] not null default '{}',
  leaves_before timestamptz not null,
  arrives_before timestamptz not null,
  leaves_at timestamptz not null,
  arrives_at timestamptz not null,
  made_by text not null references persons (id),
  made_at timestamptz not null,
  primary key (mobility_id, direction, number),
  foreign key (mobility_id, direction) references journeys (mobility_id, direction) on delete cascade
);

-- until when a paper is valid and who has looked. No number of a passport, identity card or EHIC is kept: nobody needs it
-- here. That of the insurance is: whoever calls it in the night is asked for it.
create table travel_papers (
  mobility_id text not null references mobilities (id),
  kind text not null check (kind in ('identity', 'ehic', 'insurance', 'authorisation')),
  valid_from date,
  valid_until date not null,
  insurer text not null default '',
  hotline text not null default '',
  policy_number text not null default '',
  seen_by text not null references persons (id),
  seen_at timestamptz not null,
  version integer not null default 1,
  primary key (mobility_id, kind)
);

create table trips (
  id text primary key,
  mobility_id text not null references mobilities (id),
  state text not null check (state in ('draft', 'asked', 'agreed', 'declined', 'called_off')),
  place text not null,
  country_code text not null,
  purpose text not null default '',
  leaves_on date not null,
  leaves_at text not null,
  returns_on date not null,
  returns_at text not null,
  -- the adult who goes along; empty for a pupil of age who goes alone
  adult_name text not null default '',
  adult_age integer,
  adult_phone text not null default '',
  adult_relation text not null default '',
  means text not null,
  details text not null default '',
  sleeps_at text not null,
  catch_up text not null default '',
  insured boolean not null default false,
  papers_ready boolean not null default false,
  asked_by text not null references persons (id),
  asked_at timestamptz not null,
  closed_at timestamptz,
  -- rises with every change that somebody must agree to again
  round integer not null default 1,
  -- the same form sent twice is one trip
  send_key text not null,
  version integer not null default 1,
  check (returns_on >= leaves_on),
  unique (asked_by, send_key)
);
create index trips_mobility on trips (mobility_id);
create index trips_time on trips (returns_on) where state in ('asked', 'agreed');

create table trip_answers (
  trip_id text not null references trips (id) on delete cascade,
  -- host_family, contact_person, school, or guardian with the id of the person
  seat text not null,
  round integer not null,
  answer text not null check (answer in ('yes', 'no')),
  note text not null default '',
  answered_by text not null references persons (id),
  answered_at timestamptz not null,
  -- something changed that this answer was about
  superseded_at timestamptz,
  primary key (trip_id, seat, round)
);
create unique index trip_answers_counting on trip_answers (trip_id, seat) where superseded_at is null;

create table trip_changes (
  trip_id text not null references trips (id) on delete cascade,
  round integer not null,
  what text[] not null default '{}',
  before jsonb not null,
  made_by text not null references persons (id),
  made_at timestamptz not null,
  primary key (trip_id, round)
);

-- those who see to it that papers are in order: the pupil, those who stand for them, who sends and who supports the stay
create function app_handles_papers(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobility_parties p
    where p.mobility_id = m and p.party_id = any(app_parties())
      and p.role in ('pupil', 'guardian', 'sending_school', 'sending_support', 'hosting_support')
      and (p.until_on is null or p.until_on >= app_today())) $$;

-- whether a paper lasts until a day, without its dates: null where nobody has written it down, or the asker has no part
create function app_paper_lasts(m text, which text, day date) returns boolean language sql stable security definer set search_path = public as $$
  select p.valid_until >= day and coalesce(p.valid_from <= day, true) from travel_papers p
  where p.mobility_id = m and p.kind = which and (app_system() or app_sees_mobility(m)) $$;

select app_protect('travel_groups', 'org_id = any((select app_orgs())::text[]) or companion_id = (select app_person())
  or exists (select 1 from journeys j where j.group_id = travel_groups.id and app_sees_mobility(j.mobility_id))');
select app_protect(t::regclass, 'app_sees_mobility(mobility_id)') from unnest(array['journey_legs', 'journey_changes']) t;
select app_protect('travel_papers', 'app_handles_papers(mobility_id)');
select app_protect('trips', 'app_sees_mobility(mobility_id) and (state <> ''draft'' or asked_by = (select app_person()))');
select app_protect(t::regclass, format('exists (select 1 from trips x where x.id = %s.trip_id)', t))
  from unnest(array['trip_answers', 'trip_changes']) t;

grant select, insert, update, delete on travel_groups, journey_legs, journey_changes, travel_papers, trips, trip_answers,
  trip_changes to sojourn_request;
grant select on travel_groups, journey_legs, journey_changes, travel_papers, trips, trip_answers, trip_changes to sojourn_reader;
grant execute on function app_handles_papers(text), app_paper_lasts(text, text, date) to sojourn_request, sojourn_reader;

alter table threads drop constraint threads_about_kind_check;
alter table threads add constraint threads_about_kind_check
  check (about_kind in ('mobility', 'partnership', 'project', 'meeting', 'contact', 'club', 'buddies', 'trip'));
