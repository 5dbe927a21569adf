-- The room of a club: meetings with a clock that all see, decisions, files, recordings, plans with feedback, what comes
-- after; and good-practice cards, which outlive the club that wrote them.

alter table clubs
  add column variant text not null default 'standard4' check (variant in ('standard4', 'extended5')),
  -- the clock by which the series of meetings stands
  add column time_zone text,
  add column thread_id text references threads (id) on delete set null,
  add column started_at timestamptz,
  add column wrapped_up_at timestamptz,
  add column archived_at timestamptz;

alter table club_members drop constraint club_members_state_check;
alter table club_members add constraint club_members_state_check
  check (state in ('proposed', 'accepted', 'declined', 'left'));
alter table club_members
  add column left_at timestamptz,
  -- leads together with the facilitator
  add column leads boolean not null default false,
  -- what the others see on the card, each line by its own tick
  add column shares text[] not null default '{organisation}',
  add column role_words text not null default '',
  add column languages text[] not null default '{}',
  add column offers text not null default '',
  add column notice text not null default 'everything' check (notice in ('everything', 'important', 'meetings')),
  add column last_seen_at timestamptz,
  add column digest_at timestamptz;

create or replace function app_sees_club(c text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from clubs x where x.id = c and x.facilitator_id = app_person())
    or exists (select 1 from club_members m where m.club_id = c and m.person_id = app_person()
      and m.state in ('proposed', 'accepted')) $$;

-- who is in the club today; those who were only asked see that it is there and no more
create function app_in_club(c text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from clubs x where x.id = c and x.facilitator_id = app_person())
    or exists (select 1 from club_members m where m.club_id = c and m.person_id = app_person() and m.state = 'accepted') $$;

create function app_in_club_of_meeting(e text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from calendar_events x where x.id = e and x.club_id is not null and app_in_club(x.club_id)) $$;

-- who comes to a club later reads what was said before
create or replace function app_takes_part(e text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from calendar_events x where x.id = e and x.organiser_id = app_person())
    or exists (select 1 from calendar_participants p where p.event_id = e and p.person_id = app_person())
    or app_in_club_of_meeting(e) $$;

create table club_meetings (
  event_id text primary key references calendar_events (id) on delete cascade,
  club_id text not null references clubs (id) on delete cascade,
  template_id text not null,
  -- a link to what was recorded, and the last day on which it is shown
  recording_url text not null default '',
  recording_until date,
  unique (club_id, template_id)
);

-- how long a point of the agenda has been talked about: what is counted already, and since when it runs again
create table club_points (
  event_id text not null references club_meetings (event_id) on delete cascade,
  position integer not null check (position >= 0),
  spent_ms bigint not null default 0 check (spent_ms >= 0),
  running_since timestamptz,
  touched_at timestamptz not null,
  primary key (event_id, position)
);
create unique index club_points_one_runs on club_points (event_id) where running_since is not null;

create table club_decisions (
  event_id text not null references club_meetings (event_id) on delete cascade,
  number integer not null check (number > 0),
  text text not null,
  written_by text not null references persons (id),
  written_at timestamptz not null,
  primary key (event_id, number)
);

create table club_recording_consents (
  event_id text not null references club_meetings (event_id) on delete cascade,
  person_id text not null references persons (id),
  agreed_at timestamptz not null,
  primary key (event_id, person_id)
);

-- who sits with whom for the rounds of feedback, and in which order they present
create table club_rooms (
  event_id text not null references club_meetings (event_id) on delete cascade,
  person_id text not null references persons (id),
  room integer not null check (room > 0),
  place integer not null check (place > 0),
  primary key (event_id, person_id)
);

create table club_files (
  id text primary key,
  club_id text not null references clubs (id) on delete cascade,
  -- slides and papers of one meeting; null: of the club
  event_id text references club_meetings (event_id) on delete cascade,
  name text not null,
  media_type text not null,
  size integer not null,
  storage_key text not null,
  added_by text not null references persons (id),
  added_at timestamptz not null
);
create index club_files_club on club_files (club_id, added_at);

create table action_plans (
  id text primary key,
  club_id text not null references clubs (id) on delete cascade,
  person_id text not null references persons (id),
  org_id text not null references organisations (id),
  item_id text not null,
  practice_id text,
  state text not null default 'open' check (state in ('open', 'closed')),
  reached text check (reached in ('yes', 'partly', 'no')),
  result text not null default '',
  -- what was proposed to the self-assessment on closing
  proposed_status text,
  created_at timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  unique (club_id, person_id, item_id)
);
create index action_plans_club on action_plans (club_id);
create index action_plans_person on action_plans (person_id);

create function app_sees_plan(p text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from action_plans x where x.id = p and (x.person_id = app_person() or app_in_club(x.club_id))) $$;

create table plan_revisions (
  plan_id text not null references action_plans (id) on delete cascade,
  number integer not null check (number > 0),
  status_now text not null,
  status_wished text not null,
  aim text not null,
  measure text not null,
  -- [{what, who, due, done}]
  steps jsonb not null default '[]',
  -- the feedback that is wished for
  wanted text not null default '',
  -- what changed against the revision before, and why
  changed text not null default '',
  written_at timestamptz not null,
  primary key (plan_id, number)
);

create table plan_progress (
  plan_id text not null references action_plans (id) on delete cascade,
  number integer not null check (number > 0),
  light text not null check (light in ('on_track', 'slow', 'stuck')),
  text text not null,
  written_at timestamptz not null,
  primary key (plan_id, number)
);

create table plan_feedback (
  plan_id text not null,
  revision integer not null,
  author_id text not null references persons (id),
  -- a step of the protocol in which friends speak
  step text not null,
  text text not null,
  written_at timestamptz not null,
  primary key (plan_id, revision, author_id, step),
  foreign key (plan_id, revision) references plan_revisions (plan_id, number) on delete cascade
);

create table club_futures (
  club_id text not null references clubs (id) on delete cascade,
  person_id text not null references persons (id),
  text text not null,
  -- organisations of the club with which more is imagined
  with_orgs text[] not null default '{}',
  written_at timestamptz not null,
  primary key (club_id, person_id)
);

select app_protect(t::regclass, 'app_in_club(club_id)') from unnest(array['club_meetings', 'club_files', 'club_futures']) t;
select app_protect(t::regclass, 'app_in_club_of_meeting(event_id)')
  from unnest(array['club_points', 'club_decisions', 'club_recording_consents', 'club_rooms']) t;
select app_protect('action_plans', 'person_id = (select app_person()) or app_in_club(club_id)');
select app_protect(t::regclass, 'app_sees_plan(plan_id)') from unnest(array['plan_revisions', 'plan_progress', 'plan_feedback']) t;

-- Good-practice cards. What is released is read by everybody, with or without an account.
create table practices (
  id text primary key,
  author_id text not null references persons (id),
  org_id text not null references organisations (id),
  club_id text references clubs (id) on delete set null,
  criterion_id text not null,
  language text not null,
  state text not null default 'draft' check (state in ('draft', 'club', 'public', 'withdrawn')),
  title text not null,
  problem text not null,
  steps text not null,
  for_whom text not null default '',
  resources text not null default '',
  evidence text not null default '',
  conditions text not null default '',
  licence text not null default 'CC-BY-4.0' check (licence in ('CC-BY-4.0', 'CC-BY-SA-4.0', 'CC0-1.0')),
  -- as the author wants to be named in public; empty: not at all
  named_as text not null default '',
  country_code text not null default '',
  checked_on date not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  released_at timestamptz,
  version integer not null default 1
);
create index practices_public on practices (criterion_id, released_at desc) where state = 'public';
create index practices_club on practices (club_id);
create index practices_words on practices using gin (to_tsvector('simple', app_folded(
  title || ' ' || problem || ' ' || steps || ' ' || for_whom || ' ' || resources || ' ' || conditions)));

create table practice_marks (
  practice_id text not null references practices (id) on delete cascade,
  person_id text not null references persons (id),
  mark text not null check (mark in ('would_adopt', 'adopted')),
  marked_at timestamptz not null,
  primary key (practice_id, person_id)
);
create table practice_reports (
  practice_id text not null references practices (id) on delete cascade,
  person_id text not null references persons (id),
  reason text not null,
  reported_at timestamptz not null,
  settled_at timestamptz,
  primary key (practice_id, person_id)
);

-- Which cards hold all the words, of those the asker reads. Under a policy the index of words could not be used.
create function app_found_practices(searched text, at_most integer) returns table (id text)
  language sql stable security definer set search_path = public as $$
  select x.id from practices x
    where to_tsvector('simple', app_folded(x.title || ' ' || x.problem || ' ' || x.steps || ' ' || x.for_whom || ' '
        || x.resources || ' ' || x.conditions)) @@ to_tsquery('simple', searched)
      and (x.state = 'public' or x.author_id = app_person() or (x.state = 'club' and app_in_club(x.club_id)))
    limit at_most $$;

create function app_reads_practice(p text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from practices x where x.id = p and (x.author_id = app_person() or x.state = 'public'
    or (x.state = 'club' and x.club_id is not null and app_in_club(x.club_id)))) $$;

alter table practices enable row level security;
create policy practices_read on practices for select using ((select app_system()) or state = 'public'
  or author_id = (select app_person()) or (state = 'club' and club_id is not null and app_in_club(club_id)) or (select app_admin()));
create policy practices_add on practices for insert with check ((select app_system()) or author_id = (select app_person()));
create policy practices_change on practices for update
  using ((select app_system()) or author_id = (select app_person()) or (select app_admin()));
create policy practices_end on practices for delete using ((select app_system()) or author_id = (select app_person()));

-- how many would do it, and who has: for those who are signed in and read the card
alter table practice_marks enable row level security;
create policy practice_marks_read on practice_marks for select using ((select app_system()) or person_id = (select app_person())
  or ((select app_person()) is not null and app_reads_practice(practice_id)));
create policy practice_marks_write on practice_marks
  using ((select app_system()) or person_id = (select app_person()))
  with check ((select app_system()) or person_id = (select app_person()));
select app_protect('practice_reports', 'person_id = (select app_person()) or (select app_admin())');

-- members of a club talk about it
alter table threads drop constraint threads_about_kind_check;
alter table threads add constraint threads_about_kind_check
  check (about_kind in ('mobility', 'partnership', 'project', 'meeting', 'contact', 'club'));

grant select, insert, update, delete on club_meetings, club_points, club_decisions, club_recording_consents, club_rooms,
  club_files, action_plans, plan_revisions, plan_progress, plan_feedback, club_futures, practices, practice_marks,
  practice_reports to sojourn_request;
grant select on club_meetings, club_points, club_decisions, club_recording_consents, club_rooms, club_files, action_plans,
  plan_revisions, plan_progress, plan_feedback, club_futures, practices, practice_marks, practice_reports to sojourn_reader;
grant execute on function app_in_club(text), app_in_club_of_meeting(text), app_sees_plan(text), app_reads_practice(text),
  app_found_practices(text, integer)
  to sojourn_request, sojourn_reader;
