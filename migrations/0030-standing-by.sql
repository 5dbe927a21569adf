-- Standing by a pupil abroad: what a contact person promised, the second visit, holiday cover, thanks; support cases with
-- steps that two people decide; and a way to say something that those concerned never learn of.

alter table check_ins add column client_key text;
-- the same talk sent twice from a phone is one talk
create unique index check_ins_client_key on check_ins (entered_by, client_key) where client_key is not null;
-- short answers to the questions of the month, by their id
alter table check_ins add column answers jsonb not null default '{}';
alter table check_ins add column questions text;
-- what became of the promise of last time
alter table check_ins add column last_promise text check (last_promise in ('kept', 'not_yet'));

create table stay_visits (
  mobility_id text not null references mobilities (id),
  id text not null,
  family_id text not null references host_families (id),
  visited_on date not null,
  visited_by text not null references persons (id),
  entered_by text not null references persons (id),
  entered_at timestamptz not null,
  primary key (mobility_id, id),
  -- the same form sent twice is one visit
  unique (mobility_id, visited_on, visited_by)
);

-- another person stands in for a contact person from a day until a day
create table contact_covers (
  id text primary key,
  org_id text not null references organisations (id),
  person_id text not null references persons (id),
  stand_in_id text not null references persons (id),
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  made_by text not null references persons (id),
  made_at timestamptz not null,
  -- since when the stand-in has the rights of the contact person
  begun_at timestamptz,
  ended_at timestamptz
);
create unique index contact_covers_once on contact_covers (org_id, person_id, from_on) where ended_at is null;
create index contact_covers_stand_in on contact_covers (stand_in_id);

-- what a contact person was asked by mail, so that nobody is asked twice for one talk
create table contact_asks (
  mobility_id text not null references mobilities (id),
  what text not null check (what in ('pupil', 'host_family', 'visit')),
  due_on date not null,
  person_id text not null references persons (id),
  asked_on date not null,
  -- of the mail, to see whether it arrived
  send_key text not null,
  primary key (mobility_id, what, due_on)
);
create index contact_asks_person on contact_asks (person_id, asked_on);

create table contact_thanks (
  id text primary key,
  org_id text not null references organisations (id),
  to_id text not null references persons (id),
  from_id text not null references persons (id),
  words text not null,
  said_at timestamptz not null,
  -- the same form sent twice is one thank-you
  send_key text not null,
  unique (from_id, send_key)
);
create index contact_thanks_to on contact_thanks (to_id, said_at);

create table support_cases (
  id text primary key,
  mobility_id text not null references mobilities (id),
  hosting_org_id text not null references organisations (id),
  level text not null check (level in ('mild', 'moderate', 'serious', 'emergency')),
  state text not null check (state in ('open', 'handled', 'waiting', 'closed', 'reopened')),
  opened_as text not null check (opened_as in ('signals', 'person')),
  -- of whoever opened it by hand, for those who read the case
  words text not null default '',
  -- the contact person neither sees it nor is told
  without_contact boolean not null default false,
  opened_by text references persons (id),
  opened_at timestamptz not null,
  handler_id text references persons (id),
  taken_at timestamptz,
  -- by when somebody must have taken it up
  due_at timestamptz,
  told_late_at timestamptz,
  waiting_until date,
  outcome text check (outcome in ('settled', 'moved', 'returned_early', 'handed_on', 'no_need')),
  closing text not null default '',
  closed_by text references persons (id),
  closed_at timestamptz,
  version integer not null default 1
);
create index support_cases_mobility on support_cases (mobility_id);
create index support_cases_org on support_cases (hosting_org_id) where state <> 'closed';
-- what answers say gathers in one case at a time
create unique index support_cases_signals on support_cases (mobility_id) where opened_as = 'signals' and state <> 'closed';

create table support_reasons (
  mobility_id text not null references mobilities (id),
  -- what it was seen in: the same sign opens nothing twice
  sign text not null,
  case_id text not null references support_cases (id) on delete cascade,
  kind text not null,
  params jsonb not null default '{}',
  level text not null,
  -- which thresholds were in force
  thresholds text not null,
  seen_at timestamptz not null,
  primary key (mobility_id, sign)
);
create index support_reasons_case on support_reasons (case_id);

create table support_steps (
  id text primary key,
  case_id text not null references support_cases (id) on delete cascade,
  tool text not null,
  state text not null check (state in ('planned', 'to_confirm', 'confirmed', 'done', 'dropped')),
  words text not null,
  due_on date,
  planned_by text not null references persons (id),
  planned_for text references organisations (id),
  planned_at timestamptz not null,
  confirmed_by text references persons (id),
  confirmed_at timestamptz,
  done_by text references persons (id),
  done_on date,
  version integer not null default 1,
  -- two pairs of eyes are two people
  check (confirmed_by is null or confirmed_by <> planned_by)
);
create index support_steps_case on support_steps (case_id);

create table support_notes (
  id text primary key,
  case_id text not null references support_cases (id) on delete cascade,
  kind text not null check (kind in ('shared', 'confidential')),
  -- of a shared note
  words text not null default '',
  -- of a confidential one, sealed with the pupil's key
  sealed bytea,
  written_by text not null references persons (id),
  written_at timestamptz not null,
  send_key text,
  unique (case_id, send_key),
  check ((kind = 'confidential') = (sealed is not null) and (kind = 'shared' or words = ''))
);
create index support_notes_case on support_notes (case_id);

-- "Not my family, not my contact person": read by people of another organisation, by name, and by nobody else
create table concerns (
  id text primary key,
  mobility_id text not null references mobilities (id),
  raised_by text not null references persons (id),
  raised_as text not null check (raised_as in ('pupil', 'host_family', 'guardian')),
  -- whom it is about: they and theirs never see it
  about text[] not null,
  org_id text not null references organisations (id),
  raised_at timestamptz not null,
  answer_by timestamptz not null,
  first_read_at timestamptz,
  answered_at timestamptz,
  -- nobody answered in time: a further organisation was asked
  passed_on_at timestamptz,
  closed_at timestamptz,
  -- the same form sent twice is one
  send_key text not null,
  version integer not null default 1,
  unique (raised_by, send_key)
);
create index concerns_open on concerns (answer_by) where answered_at is null and closed_at is null;

create table concern_readers (
  concern_id text not null references concerns (id) on delete cascade,
  person_id text not null references persons (id),
  org_id text not null references organisations (id),
  -- whoever writes reads the name before they may see the person
  name text not null,
  added_at timestamptz not null,
  read_at timestamptz,
  primary key (concern_id, person_id)
);
create index concern_readers_person on concern_readers (person_id);

create table concern_words (
  id text primary key,
  concern_id text not null references concerns (id) on delete cascade,
  author_id text not null references persons (id),
  author_name text not null,
  sealed bytea not null,
  written_at timestamptz not null,
  send_key text not null,
  unique (concern_id, author_id, send_key)
);
create index concern_words_concern on concern_words (concern_id, written_at);

-- head or coordinator of an organisation today
create function app_leads(org text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from memberships m where m.org_id = org and m.person_id = app_person()
    and m.roles && array['head', 'coordinator'] and (m.until_on is null or m.until_on >= app_today())) $$;

-- belongs to the pupil or to the family they live with, whatever else they are
create function app_lives_it(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobility_parties p where p.mobility_id = m and p.person_id = app_person()
      and p.role in ('pupil', 'guardian', 'host_family'))
    or exists (select 1 from placements x join family_members f on f.family_id = x.family_id
      where x.mobility_id = m and x.state in ('accepted', 'ended') and f.person_id = app_person()) $$;

-- the same table as caseAccess in the core of support
create function app_reads_case(m text, level text, without_contact boolean) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobility_parties p where p.mobility_id = m
      and p.from_on <= app_today() and (p.until_on is null or p.until_on >= app_today())
      and ((p.role = 'contact_person' and p.person_id = app_person() and not without_contact)
        or (p.role = 'hosting_support' and app_leads(p.org_id))
        or (p.role in ('sending_support', 'sending_school') and level in ('serious', 'emergency') and app_leads(p.org_id))))
    and not app_lives_it(m) $$;

create function app_reads_confidential(c text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from support_cases x join mobility_parties p on p.mobility_id = x.mobility_id
      where x.id = c and p.from_on <= app_today() and (p.until_on is null or p.until_on >= app_today())
        and (p.role = 'hosting_support' or (p.role = 'sending_support' and x.level in ('serious', 'emergency')))
        and app_leads(p.org_id) and not app_lives_it(x.mobility_id)) $$;

-- is one of those whom a concern is about, or belongs to them
create function app_concerned(m text, about text[]) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobility_parties p where p.mobility_id = m
      and ((p.person_id = app_person() and p.role in ('host_family', 'contact_person') and p.role = any(about))
        or (p.org_id = any(app_orgs()) and ((p.role = 'hosting_support' and 'hosting_org' = any(about))
          or (p.role = 'sending_support' and 'sending_org' = any(about))
          or (p.role = 'sending_school' and 'sending_school' = any(about))))))
    or ('host_family' = any(about) and exists (select 1 from placements x join family_members f on f.family_id = x.family_id
      where x.mobility_id = m and f.person_id = app_person())) $$;

create function app_raised(c text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from concerns x where x.id = c and x.raised_by = app_person()) $$;

create function app_reads_concern(c text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from concerns x join concern_readers r on r.concern_id = x.id
      where x.id = c and r.person_id = app_person() and app_leads(r.org_id)
        and not app_concerned(x.mobility_id, x.about)) $$;

select app_protect('stay_visits', 'app_sees_mobility(mobility_id)');
select app_protect('contact_asks', 'app_sees_mobility(mobility_id)');
select app_protect('contact_covers', 'org_id = any((select app_orgs())::text[]) or stand_in_id = (select app_person())');
select app_protect('contact_thanks', 'to_id = (select app_person()) or from_id = (select app_person())');
select app_protect('support_cases', 'app_reads_case(mobility_id, level, without_contact)');
select app_protect(t::regclass, format('exists (select 1 from support_cases c where c.id = %s.case_id)', t))
  from unnest(array['support_reasons', 'support_steps']) t;
select app_protect('support_notes', 'exists (select 1 from support_cases c where c.id = support_notes.case_id)
  and (kind = ''shared'' or app_reads_confidential(case_id))');
select app_protect('concerns', 'raised_by = (select app_person()) or app_reads_concern(id)');
select app_protect('concern_readers', 'app_raised(concern_id) or app_reads_concern(concern_id)');
select app_protect('concern_words', '(app_raised(concern_id) or app_reads_concern(concern_id))');

grant select, insert, update, delete on stay_visits, contact_covers, contact_asks, contact_thanks, support_cases, support_reasons,
  support_steps, support_notes, concerns, concern_readers, concern_words to sojourn_request;
grant select on stay_visits, contact_covers, contact_asks, contact_thanks, support_cases, support_reasons, support_steps,
  support_notes, concerns, concern_readers, concern_words to sojourn_reader;
grant execute on function app_leads(text), app_lives_it(text), app_reads_case(text, text, boolean), app_reads_confidential(text),
  app_concerned(text, text[]), app_raised(text), app_reads_concern(text) to sojourn_request, sojourn_reader;
