-- The common calendar: what an event is about, who came, what was agreed, and finding a date.

alter table calendar_events drop constraint calendar_events_kind_check;
alter table calendar_events add constraint calendar_events_kind_check
  check (kind in ('meeting', 'orientation', 'visit', 'deadline', 'check_in', 'club_meeting'));
alter table calendar_events
  add column intake_id text,
  add column partnership_id text,
  add column country_code text,
  -- seen by everybody who belongs to what it is about, else by who is invited
  add column shared boolean not null default false,
  -- where who belongs to it is told by organisations alone (a partnership)
  add column reader_orgs text[] not null default '{}',
  add column changed_at timestamptz,
  -- the organiser was asked for the minutes
  add column minutes_asked_at timestamptz;
update calendar_events set shared = true where mobility_id is not null or club_id is not null;
create index calendar_events_organiser on calendar_events (organiser_id, starts_at);
create index calendar_events_mobility on calendar_events (mobility_id) where mobility_id is not null;
create index calendar_events_intake on calendar_events (intake_id) where intake_id is not null;
create index calendar_events_project on calendar_events (project_id) where project_id is not null;
create index calendar_events_time on calendar_events (ends_at);

alter table calendar_participants
  add column attended boolean,
  add column answered_at timestamptz,
  -- what somebody wrote with their answer
  add column note text not null default '',
  -- key of the newest invitation, to know when it did not arrive
  add column mail_key text,
  add column reminded_at timestamptz;

create or replace function app_sees_event(e text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from calendar_events x where x.id = e and (x.organiser_id = app_person()
      or (x.shared and (
        (x.mobility_id is not null and app_sees_mobility(x.mobility_id))
        or (x.club_id is not null and app_sees_club(x.club_id))
        or (x.intake_id is not null and x.mobility_id is null and app_sees_intake(x.intake_id))
        or (x.project_id is not null and x.mobility_id is null and x.intake_id is null and app_sees_project(x.project_id))
        or x.reader_orgs && app_orgs()))))
    or exists (select 1 from calendar_participants p where p.event_id = e and p.person_id = app_person()) $$;

-- minutes and tasks are read by who was invited, however many may see the event
create function app_takes_part(e text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from calendar_events x where x.id = e and x.organiser_id = app_person())
    or exists (select 1 from calendar_participants p where p.event_id = e and p.person_id = app_person()) $$;

-- whoever sees a meeting sees who is there, the one who called it among them
create function app_event_people(e text) returns table (
  person_id text, given_name text, family_name text, preferred_name text, email text, language text
) language sql stable security definer set search_path = public as $$
  select p.id, p.given_name, p.family_name, p.preferred_name, p.email, p.language from persons p
  where (app_system() or app_sees_event(e)) and (
    p.id in (select organiser_id from calendar_events where id = e)
    or p.id in (select x.person_id from calendar_participants x where x.event_id = e)) $$;

create table event_minutes (
  event_id text not null references calendar_events (id) on delete cascade,
  number integer not null check (number > 0),
  text text not null,
  written_by text not null references persons (id),
  written_at timestamptz not null,
  primary key (event_id, number)
);
create table event_minutes_confirmations (
  event_id text not null,
  number integer not null,
  person_id text not null references persons (id),
  confirmed_at timestamptz not null,
  primary key (event_id, number, person_id),
  foreign key (event_id, number) references event_minutes (event_id, number) on delete cascade
);
create table event_tasks (
  id text primary key,
  event_id text not null references calendar_events (id) on delete cascade,
  title text not null,
  person_id text not null references persons (id),
  due_on date,
  done_at timestamptz,
  created_by text not null references persons (id),
  created_at timestamptz not null
);
create index event_tasks_event on event_tasks (event_id);
create index event_tasks_person on event_tasks (person_id) where done_at is null;

-- another time that somebody would prefer, from the page or from their own calendar (COUNTER)
create table event_proposals (
  event_id text not null references calendar_events (id) on delete cascade,
  person_id text not null references persons (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  note text not null default '',
  made_at timestamptz not null,
  settled_at timestamptz,
  primary key (event_id, person_id),
  check (ends_at > starts_at)
);

create table calendar_settings (
  person_id text primary key references persons (id) on delete cascade,
  feed_steps boolean not null default true,
  feed_meetings boolean not null default true,
  feed_deadlines boolean not null default true,
  reminders boolean not null default true,
  -- null: of where they work or stay
  time_zone text
);

create table date_polls (
  id text primary key,
  title text not null,
  description text not null default '',
  kind text not null check (kind in ('meeting', 'orientation', 'visit', 'check_in')),
  minutes integer not null check (minutes between 15 and 1440),
  time_zone text not null,
  place text not null default '',
  url text not null default '',
  organiser_id text not null references persons (id),
  about_kind text check (about_kind in ('mobility', 'project', 'intake', 'partnership', 'club')),
  about_id text,
  -- the first of the days among which times are proposed
  first_day date not null,
  state text not null default 'draft' check (state in ('draft', 'open', 'planned', 'withdrawn')),
  event_id text references calendar_events (id) on delete set null,
  created_at timestamptz not null,
  check ((about_kind is null) = (about_id is null))
);
create index date_polls_organiser on date_polls (organiser_id);
create table date_poll_times (
  poll_id text not null references date_polls (id) on delete cascade,
  starts_at timestamptz not null,
  primary key (poll_id, starts_at)
);
create table date_poll_people (
  poll_id text not null references date_polls (id) on delete cascade,
  person_id text not null references persons (id),
  answered_at timestamptz,
  primary key (poll_id, person_id)
);
create index date_poll_people_person on date_poll_people (person_id);
create table date_poll_answers (
  poll_id text not null,
  starts_at timestamptz not null,
  person_id text not null references persons (id),
  answer text not null check (answer in ('yes', 'if_need_be', 'no')),
  primary key (poll_id, starts_at, person_id),
  foreign key (poll_id, starts_at) references date_poll_times (poll_id, starts_at) on delete cascade
);

create function app_sees_poll(p text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from date_polls x where x.id = p and x.organiser_id = app_person())
    or exists (select 1 from date_poll_people x join date_polls d on d.id = x.poll_id
      where x.poll_id = p and x.person_id = app_person() and d.state <> 'draft') $$;

create function app_poll_people(p text) returns table (
  person_id text, given_name text, family_name text, preferred_name text, email text, language text
) language sql stable security definer set search_path = public as $$
  select x.id, x.given_name, x.family_name, x.preferred_name, x.email, x.language from persons x
  where (app_system() or app_sees_poll(p)) and (
    x.id in (select organiser_id from date_polls where id = p)
    or x.id in (select y.person_id from date_poll_people y where y.poll_id = p)) $$;

-- when the people of a poll are taken, for who asks them: times, and nothing of what it is
create function app_busy_of_poll(p text, since timestamptz, until timestamptz) returns table (
  person_id text, starts_at timestamptz, ends_at timestamptz
) language sql stable security definer set search_path = public as $$
  select w.person_id, e.starts_at, e.ends_at
  from (select organiser_id as person_id from date_polls where id = p
    union select y.person_id from date_poll_people y where y.poll_id = p) w
  join calendar_events e on e.cancelled_at is null and e.kind <> 'deadline' and e.starts_at < until and e.ends_at > since
    and (e.organiser_id = w.person_id or exists (select 1 from calendar_participants c
      where c.event_id = e.id and c.person_id = w.person_id and c.answer <> 'no'))
  where app_system() or exists (select 1 from date_polls d where d.id = p and d.organiser_id = app_person()) $$;

-- the clock somebody lives by: as they chose, of where they work, of the school they are at, of their child's school, of
-- the organisation they host for
create function app_zones_of(persons text[]) returns table (person_id text, time_zone text)
  language sql stable security definer set search_path = public as $$
  select w.id, coalesce(
    (select s.time_zone from calendar_settings s where s.person_id = w.id),
    (select o.time_zone from memberships m join organisations o on o.id = m.org_id
      where m.person_id = w.id and (m.until_on is null or m.until_on >= app_today()) order by m.org_id limit 1),
    (select o.time_zone from mobilities m join organisations o on o.id = m.host_school_id
      where m.pupil_id = w.id and app_today() between m.starts_on and m.ends_on limit 1),
    (select o.time_zone from applications a join organisations o on o.id = a.sending_school_id
      where a.pupil_id = w.id order by a.id desc limit 1),
    (select o.time_zone from guardianships g join applications a on a.pupil_id = g.pupil_id
      join organisations o on o.id = a.sending_school_id where g.guardian_id = w.id order by a.id desc limit 1),
    (select o.time_zone from family_members f join host_families h on h.id = f.family_id
      join organisations o on o.id = h.org_id where f.person_id = w.id limit 1),
    'Europe/Brussels')
  from unnest(persons) as w(id) where app_system() or app_person() is not null $$;

select app_protect('event_minutes', 'app_takes_part(event_id)');
select app_protect('event_minutes_confirmations', 'app_takes_part(event_id)');
select app_protect('event_tasks', 'person_id = (select app_person()) or app_takes_part(event_id)');
select app_protect('event_proposals', 'person_id = (select app_person()) or app_takes_part(event_id)');
select app_protect('calendar_settings', 'person_id = (select app_person())');
select app_protect('date_polls', 'organiser_id = (select app_person()) or app_sees_poll(id)');
select app_protect('date_poll_times', 'app_sees_poll(poll_id)');
select app_protect('date_poll_people', 'person_id = (select app_person()) or app_sees_poll(poll_id)');
select app_protect('date_poll_answers', 'app_sees_poll(poll_id)');

grant select, insert, update, delete on event_minutes, event_minutes_confirmations, event_tasks, event_proposals,
  calendar_settings, date_polls, date_poll_times, date_poll_people, date_poll_answers to sojourn_request;
grant select on event_minutes, event_minutes_confirmations, event_tasks, event_proposals,
  calendar_settings, date_polls, date_poll_times, date_poll_people, date_poll_answers to sojourn_reader;
grant execute on function app_sees_event(text), app_takes_part(text), app_event_people(text), app_sees_poll(text),
  app_poll_people(text), app_busy_of_poll(text, timestamptz, timestamptz), app_zones_of(text[])
  to sojourn_request, sojourn_reader;
