-- A library that organisations share, orientations with who came and what they were given, what a pupil means to reach in a
-- language, and pupils who know of each other because they and their guardians want it.

-- Organisations that accompany the asker: those of a dossier in which they have a part today, and of an own application.
create function app_cared_by() returns text[] language plpgsql stable security definer set search_path = public as $$
declare
  me constant text := app_person();
  today constant date := app_today();
begin
  if me is null then return '{}'; end if;
  return array(
    select x.org_id from mobility_parties mine join mobility_parties x on x.mobility_id = mine.mobility_id
      where mine.party_id = me and mine.from_on <= today and (mine.until_on is null or mine.until_on >= today)
        and x.org_id is not null and (x.until_on is null or x.until_on >= today)
    union select a.sending_school_id from applications a where a.pupil_id = me or app_guards(a.pupil_id)
    union select a.sending_org_id from applications a
      where a.sending_org_id is not null and (a.pupil_id = me or app_guards(a.pupil_id)));
end $$;

-- Networks of the asker's organisations with all their members, and networks whose resources an organisation has chosen that
-- accompanies the asker.
create function app_network_orgs() returns text[] language plpgsql stable security definer set search_path = public as $$
declare
  networks constant text[] := app_networks();
  caring constant text[] := app_cared_by();
begin
  return array(
    select unnest(networks)
    union select m.org_id from network_members m where m.network_id = any(networks || app_orgs()) and m.state = 'member'
    union select c.network_id from shared_choices c join network_members m
        on m.network_id = c.network_id and m.org_id = c.org_id and m.state = 'member'
      where c.kind = 'resources' and c.source = 'network' and c.org_id = any(caring));
end $$;

create table resources (
  id text primary key,
  org_id text not null references organisations (id),
  title text not null,
  summary text not null default '',
  -- of the text in it
  languages text[] not null default '{}',
  audiences text[] not null default '{}',
  moments text[] not null default '{}',
  licence text not null,
  -- whose work it is, as a licence wants it named
  credit text not null default '',
  -- beside the own organisation and whom it accompanies: partners, network, everybody
  shown text[] not null default '{}',
  -- title and summary, folded
  words text not null default '',
  -- newest version; 0 while there is nothing to read
  number integer not null default 0,
  -- an adaptation names what it was made from, whatever becomes of that
  origin_id text references resources (id),
  origin_title text not null default '',
  origin_credit text not null default '',
  origin_licence text not null default '',
  checked_by text references persons (id),
  checked_by_name text not null default '',
  checked_on date,
  check_due date,
  withdrawn_at timestamptz,
  withdraw_reason text not null default '',
  created_by text not null references persons (id),
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version integer not null default 1
);
create index resources_org on resources (org_id);
create index resources_words on resources using gin (words gin_trgm_ops);
create index resources_check on resources (check_due) where withdrawn_at is null and check_due is not null;

create function app_sees_resource(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from resources x where x.id = r and (x.org_id = any(app_orgs())
    or (x.number > 0 and x.withdrawn_at is null and (
      'everybody' = any(x.shown) or x.org_id = any(app_cared_by())
      or ('partners' = any(x.shown) and x.org_id = any(app_partner_orgs()))
      or ('network' = any(x.shown) and x.org_id = any(app_network_orgs())))))) $$;
create function app_owns_resource(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from resources x where x.id = r and x.org_id = any(app_orgs())) $$;

create table resource_versions (
  resource_id text not null references resources (id),
  number integer not null check (number > 0),
  note text not null default '',
  -- what is read: a PDF or an address
  pdf_key text,
  pdf_name text not null default '',
  pdf_size integer,
  link text not null default '',
  -- what is edited: a file or an address
  source_key text,
  source_name text not null default '',
  source_type text not null default '',
  source_size integer,
  source_link text not null default '',
  made_by text not null references persons (id),
  made_by_name text not null,
  made_at timestamptz not null,
  primary key (resource_id, number)
);

-- what organisations say to each other about it: good practice is what others took up
create table resource_marks (
  resource_id text not null references resources (id),
  org_id text not null references organisations (id),
  kind text not null check (kind in ('used', 'adapted')),
  -- the version that was newest then
  number integer not null,
  note text not null default '',
  copy_id text references resources (id),
  by_id text not null references persons (id),
  by_name text not null,
  at timestamptz not null,
  primary key (resource_id, org_id, kind)
);

-- what somebody has ticked off as read
create table resource_reads (
  person_id text not null references persons (id) on delete cascade,
  resource_id text not null references resources (id),
  number integer not null,
  at timestamptz not null,
  primary key (person_id, resource_id)
);

alter table resources enable row level security;
create policy resources_read on resources for select using ((select app_system())
  or org_id = any((select app_orgs())::text[])
  or (number > 0 and withdrawn_at is null and (
    'everybody' = any(shown) or org_id = any((select app_cared_by())::text[])
    or ('partners' = any(shown) and org_id = any((select app_partner_orgs())::text[]))
    or ('network' = any(shown) and org_id = any((select app_network_orgs())::text[])))));
create policy resources_add on resources for insert with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
create policy resources_change on resources for update
  using ((select app_system()) or org_id = any((select app_orgs())::text[]));
select app_protect_apart('resource_versions', 'app_sees_resource(resource_id)', 'app_owns_resource(resource_id)');
select app_protect_apart('resource_marks',
  'org_id = any((select app_orgs())::text[]) or ((select app_person()) is not null and app_sees_resource(resource_id))',
  'org_id = any((select app_orgs())::text[])');
select app_protect('resource_reads', 'person_id = (select app_person())');

create function app_runs_mobility(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobility_parties p where p.mobility_id = m and p.org_id = any(app_orgs())
    and (p.until_on is null or p.until_on >= app_today())) $$;

create table orientations (
  id text primary key,
  org_id text not null references organisations (id),
  kind text not null check (kind in ('pre_departure', 'arrival', 'settling', 'mid_stay', 'end_of_stay', 're_entry',
    'host_family', 'teacher', 'gathering')),
  title text not null,
  description text not null default '',
  country_code text not null,
  town text not null default '',
  place text not null default '',
  url text not null default '',
  time_zone text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- those who are there already come together with those who arrive (January)
  combined boolean not null default false,
  -- the test of understanding that goes with it
  test text not null default '',
  state text not null default 'draft' check (state in ('draft', 'invited', 'held', 'cancelled')),
  -- says when and where while the calendar keeps it
  event_id text references calendar_events (id) on delete set null,
  created_by text not null references persons (id),
  created_at timestamptz not null,
  version integer not null default 1,
  check (ends_at > starts_at)
);
create index orientations_org on orientations (org_id, starts_at desc);

create table orientation_sessions (
  orientation_id text not null references orientations (id) on delete cascade,
  position integer not null,
  title text not null,
  minutes integer not null check (minutes between 5 and 1440),
  led_by text not null default '',
  thread text not null default '',
  primary key (orientation_id, position)
);
create table orientation_materials (
  orientation_id text not null references orientations (id) on delete cascade,
  resource_id text not null references resources (id),
  primary key (orientation_id, resource_id)
);
create table orientation_participants (
  orientation_id text not null references orientations (id) on delete cascade,
  person_id text not null references persons (id),
  mobility_id text not null references mobilities (id),
  -- the pupil in whose stay they have a part
  pupil_id text not null references persons (id),
  audience text not null,
  name text not null,
  attended text check (attended in ('all', 'part', 'absent')),
  recorded_by_name text not null default '',
  recorded_at timestamptz,
  certificate_id text references documents (id),
  certified_at timestamptz,
  primary key (orientation_id, person_id)
);
create index orientation_participants_person on orientation_participants (person_id);
create index orientation_participants_mobility on orientation_participants (mobility_id);
-- of a test of understanding only how it went, never what was ticked
create table orientation_tries (
  orientation_id text not null references orientations (id) on delete cascade,
  person_id text not null references persons (id),
  tries integer not null,
  best integer not null,
  questions integer not null,
  last_at timestamptz not null,
  primary key (orientation_id, person_id)
);

create function app_runs_orientation(o text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from orientations x where x.id = o and x.org_id = any(app_orgs())) $$;
create function app_sees_orientation(o text) returns boolean language sql stable security definer set search_path = public as $$
  select app_runs_orientation(o) or exists (select 1 from orientation_participants p join orientations x on x.id = p.orientation_id
    where p.orientation_id = o and x.state <> 'draft'
      and (p.person_id = app_person() or app_guards(p.pupil_id) or app_runs_mobility(p.mobility_id))) $$;
select app_protect_apart('orientations', 'org_id = any((select app_orgs())::text[]) or app_sees_orientation(id)',
  'org_id = any((select app_orgs())::text[])');
select app_protect_apart(t::regclass, 'app_sees_orientation(orientation_id)', 'app_runs_orientation(orientation_id)')
  from unnest(array['orientation_sessions', 'orientation_materials']) t;
-- of the others who were there only the organisation that runs it reads
select app_protect_apart('orientation_participants',
  'app_runs_orientation(orientation_id) or (app_sees_orientation(orientation_id)
    and (person_id = (select app_person()) or app_guards(pupil_id) or app_runs_mobility(mobility_id)))',
  'app_runs_orientation(orientation_id)');
select app_protect_apart('orientation_tries', 'person_id = (select app_person()) or app_runs_orientation(orientation_id)',
  'person_id = (select app_person())');

create table language_goals (
  id text primary key,
  mobility_id text not null references mobilities (id),
  language text not null,
  start_level text not null,
  goal_level text not null,
  practice text not null default '',
  by_on date not null,
  self_level text,
  self_on date,
  teacher_level text,
  teacher_on date,
  teacher_name text not null default '',
  set_by text not null references persons (id),
  set_by_name text not null,
  set_at timestamptz not null,
  version integer not null default 1,
  unique (mobility_id, language)
);
select app_protect('language_goals', 'app_sees_mobility(mobility_id)');

-- a pupil is there for others from the day the pupil and, while under age, a guardian want it, until one of them does not
create table nearby_consents (
  mobility_id text primary key references mobilities (id),
  pupil_id text not null references persons (id),
  given_name text not null,
  country_code text not null,
  town text not null,
  wishes text[] not null default '{}',
  words text not null default '',
  needs_guardian boolean not null default true,
  pupil_agreed_at timestamptz,
  guardian_id text references persons (id),
  guardian_name text not null default '',
  guardian_agreed_at timestamptz,
  withdrawn_at timestamptz,
  active boolean not null generated always as (withdrawn_at is null and pupil_agreed_at is not null
    and (not needs_guardian or guardian_agreed_at is not null)) stored,
  version integer not null default 1
);
create index nearby_consents_place on nearby_consents (country_code) where active;
select app_protect('nearby_consents',
  'pupil_id = (select app_person()) or app_guards(pupil_id) or app_runs_mobility(mobility_id)');

-- other pupils who want to be known, for a pupil who wants so too: a first name, a town, a few own words; no id
create function app_nearby_pupils(mine text) returns table (given_name text, town text, wishes text[], words text,
    starts_on date, ends_on date, home_country text, same_town boolean, returned boolean)
  language sql stable security definer set search_path = public as $$
  select o.given_name, o.town, o.wishes, o.words, b.starts_on, b.ends_on, s.country_code,
    lower(o.town) = lower(me.town) and me.town <> '', b.ends_on < app_today()
  from nearby_consents me join mobilities a on a.id = me.mobility_id
    join nearby_consents o on o.country_code = me.country_code and o.mobility_id <> me.mobility_id and o.pupil_id <> me.pupil_id and o.active
    join mobilities b on b.id = o.mobility_id join organisations s on s.id = b.sending_school_id
  where me.mobility_id = mine and me.active and (me.pupil_id = app_person() or app_guards(me.pupil_id))
    and b.state <> 'withdrawn'
    and ((b.ends_on >= app_today() and b.starts_on <= a.ends_on and b.ends_on >= a.starts_on)
      or (b.ends_on < app_today() and 'helps' = any(o.wishes)))
  order by 8 desc, o.town, o.given_name limit 100 $$;

create table buddy_pairs (
  id text primary key,
  org_id text not null references organisations (id),
  first_mobility_id text not null references mobilities (id),
  first_person_id text not null references persons (id),
  first_name text not null,
  second_mobility_id text not null references mobilities (id),
  second_person_id text not null references persons (id),
  second_name text not null,
  why text not null default '',
  state text not null default 'suggested' check (state in ('suggested', 'accepted', 'declined', 'ended')),
  first_answer text check (first_answer in ('yes', 'no')),
  second_answer text check (second_answer in ('yes', 'no')),
  -- one of them is under age: who suggested it reads along
  protects boolean not null default true,
  thread_id text,
  suggested_by text not null references persons (id),
  suggested_by_name text not null,
  suggested_at timestamptz not null,
  ended_at timestamptz
);
create unique index buddy_pairs_open on buddy_pairs (least(first_person_id, second_person_id), greatest(first_person_id, second_person_id))
  where state in ('suggested', 'accepted');
create index buddy_pairs_first on buddy_pairs (first_person_id);
create index buddy_pairs_second on buddy_pairs (second_person_id);
select app_protect('buddy_pairs', 'org_id = any((select app_orgs())::text[]) or first_person_id = (select app_person())
  or second_person_id = (select app_person()) or app_guards(first_person_id) or app_guards(second_person_id)');

alter table threads drop constraint threads_about_kind_check;
alter table threads add constraint threads_about_kind_check
  check (about_kind in ('mobility', 'partnership', 'project', 'meeting', 'contact', 'club', 'buddies'));

grant select, insert, update on resources, resource_versions, orientations, language_goals, orientation_tries to sojourn_request;
grant select, insert, update, delete on resource_marks, resource_reads, orientation_sessions, orientation_materials,
  orientation_participants, nearby_consents, buddy_pairs to sojourn_request;
grant select on resources, resource_versions, resource_marks, resource_reads, orientations, orientation_sessions,
  orientation_materials, orientation_participants, orientation_tries, language_goals, nearby_consents, buddy_pairs to sojourn_reader;
grant execute on function app_cared_by(), app_network_orgs(), app_sees_resource(text), app_owns_resource(text), app_runs_mobility(text),
  app_runs_orientation(text), app_sees_orientation(text), app_nearby_pupils(text) to sojourn_request, sojourn_reader;
