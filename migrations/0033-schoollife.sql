-- A wall per school: what groups of the school have taken on for the pupil abroad and for the guest, what happened and who
-- was reached, in numbers; and a page for everybody, which is closed until the school opens it.

create table school_pages (
  org_id text primary key references organisations (id),
  words text not null default '',
  is_open boolean not null default false,
  opened_by text references persons (id),
  changed_at timestamptz not null,
  version integer not null default 1
);

create table school_actions (
  id text primary key,
  org_id text not null references organisations (id),
  -- one of the ideas that come with the product; empty: the school's own, with a title
  idea_id text not null default '',
  title text not null default '',
  audience text not null check (audience in ('class', 'teachers', 'canteen', 'parents', 'school')),
  direction text not null check (direction in ('abroad', 'guest')),
  month_on date not null check (extract(day from month_on) = 1),
  -- the group as it calls itself; no pupil
  done_by text not null,
  taken_by text not null references persons (id),
  taken_at timestamptz not null,
  done_on date,
  -- on the page for everybody
  is_shown boolean not null default false,
  version integer not null default 1,
  check ((idea_id = '') <> (title = ''))
);
-- the same form sent twice is one thing taken on
create unique index school_actions_once on school_actions (org_id, month_on, direction, idea_id, title, lower(done_by));

create table school_events (
  id text primary key,
  org_id text not null references organisations (id),
  title text not null,
  held_on date not null,
  -- who was reached: numbers by group, no names
  pupils integer not null default 0 check (pupils between 0 and 100000),
  teachers integer not null default 0 check (teachers between 0 and 100000),
  families integer not null default 0 check (families between 0 and 100000),
  others integer not null default 0 check (others between 0 and 100000),
  entered_by text not null references persons (id),
  entered_at timestamptz not null,
  is_shown boolean not null default false,
  version integer not null default 1
);
create unique index school_events_once on school_events (org_id, held_on, lower(title));

create function app_school_is_open(org text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from school_pages p where p.org_id = org and p.is_open) $$;

-- the names that may not stand on the page of a school: of all its pupils and guests, whoever of its people asks
create function app_school_pupils(org text) returns table (given_name text, family_name text, preferred_name text)
  language sql stable security definer set search_path = public as $$
  select distinct p.given_name, p.family_name, p.preferred_name
  from persons p
  where (app_system() or org = any(app_orgs()))
    and (exists (select 1 from mobilities m where m.pupil_id = p.id and org in (m.sending_school_id, m.host_school_id))
      or exists (select 1 from applications a where a.pupil_id = p.id and a.sending_school_id = org)) $$;

select app_protect_apart('school_pages', 'is_open or org_id = any((select app_orgs())::text[])',
  'org_id = any((select app_orgs())::text[])');
select app_protect_apart(t::regclass,
  'org_id = any((select app_orgs())::text[]) or (is_shown and app_school_is_open(org_id))',
  'org_id = any((select app_orgs())::text[])')
  from unnest(array['school_actions', 'school_events']) t;

grant select, insert, update, delete on school_pages, school_actions, school_events to sojourn_request;
grant select on school_pages, school_actions, school_events to sojourn_reader;
grant execute on function app_school_is_open(text), app_school_pupils(text) to sojourn_request, sojourn_reader;
