-- An emergency at any hour: who is on duty when, the alarm that goes on until somebody takes it, what is done in which order
-- by whom, and what a pupil's phone knows without a connection.

-- The people who take turns for an organisation, or for the hosting and the sending one together.
create table duty_groups (
  id text primary key,
  org_id text not null references organisations (id),
  -- pupils of this organisation alone; null: all whom the organisation hosts
  partner_org_id text references organisations (id),
  name text not null,
  -- is answered or passed on at any hour, whoever is on duty
  phone text not null default '',
  time_zone text not null,
  opened_by text not null references persons (id),
  opened_at timestamptz not null,
  version integer not null default 1
);
create unique index duty_groups_of on duty_groups (org_id, coalesce(partner_org_id, ''));
create index duty_groups_partner on duty_groups (partner_org_id);

create table duty_members (
  group_id text not null references duty_groups (id),
  person_id text not null references persons (id),
  -- what they gave for their hours of duty, shown on pupils' cards then
  phone text not null default '',
  takes_sms boolean not null default false,
  added_by text not null references persons (id),
  added_at timestamptz not null,
  primary key (group_id, person_id)
);
create index duty_members_person on duty_members (person_id);

create table duty_shifts (
  id text primary key,
  group_id text not null references duty_groups (id),
  person_id text not null references persons (id),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  -- asks to be relieved: by one person, or by whoever can
  swap_asked_at timestamptz,
  swap_with text references persons (id),
  made_by text not null references persons (id),
  made_at timestamptz not null,
  version integer not null default 1,
  -- the same form sent twice is one shift
  unique (group_id, person_id, from_at)
);
create index duty_shifts_time on duty_shifts (group_id, until_at);

-- holidays: a shift that falls into them is covered by nobody
create table duty_absences (
  group_id text not null references duty_groups (id),
  person_id text not null references persons (id),
  from_on date not null,
  until_on date not null check (until_on >= from_on),
  primary key (group_id, person_id, from_on)
);

create table duty_handovers (
  id text primary key,
  group_id text not null references duty_groups (id),
  words text not null,
  written_by text not null references persons (id),
  written_at timestamptz not null,
  read_by text references persons (id),
  read_at timestamptz,
  send_key text not null,
  unique (group_id, written_by, send_key)
);
create index duty_handovers_group on duty_handovers (group_id, written_at desc);

create table incidents (
  id text primary key,
  -- null: nobody shares duty for this stay, the organisations themselves are told
  group_id text references duty_groups (id),
  org_id text not null references organisations (id),
  partner_org_id text references organisations (id),
  mobility_id text references mobilities (id),
  pupil_id text references persons (id),
  -- the support case it came from
  case_id text unique references support_cases (id) on delete set null,
  drill boolean not null default false,
  raised_by text references persons (id),
  raised_as text not null check (raised_as in ('pupil', 'host_family', 'contact_person', 'coordinator', 'case', 'drill')),
  raised_at timestamptz not null,
  state text not null check (state in ('alarm', 'taken', 'closed')),
  kind text,
  -- the version of the steps that were in force when it was taken
  procedure text not null,
  -- how many times people have been told
  round integer not null default 0,
  next_at timestamptz,
  taken_by text references persons (id),
  taken_at timestamptz,
  happened text not null default '',
  learned text not null default '',
  closed_by text references persons (id),
  closed_at timestamptz,
  version integer not null default 1,
  check (drill or (mobility_id is not null and pupil_id is not null))
);
-- tapped twice it is one alarm
create unique index incidents_one_alarm on incidents (mobility_id, raised_by) where state = 'alarm' and not drill;
create index incidents_due on incidents (next_at) where state = 'alarm';
create index incidents_group on incidents (group_id, raised_at desc);
create index incidents_org on incidents (org_id, raised_at desc);
create index incidents_partner on incidents (partner_org_id, raised_at desc);
create index incidents_raised on incidents (raised_by, raised_at desc);

-- what happened, line by line: it can only grow
create sequence incident_line_numbers;
create table incident_lines (
  id text primary key,
  -- two lines of one moment stay in their order
  number bigint not null default nextval('incident_line_numbers'),
  incident_id text not null references incidents (id) on delete cascade,
  at timestamptz not null,
  kind text not null check (kind in ('raised', 'told', 'nobody', 'taken', 'handed_on', 'kind', 'step', 'note', 'confidential', 'closed')),
  person_id text references persons (id),
  -- the name as it was: whoever reads later may not see the person any more
  who text not null default '',
  step text,
  -- the second person, where two must be there
  second text not null default '',
  words text not null default '',
  send_key text,
  unique (incident_id, send_key)
);
create unique index incident_lines_step on incident_lines (incident_id, step) where kind = 'step';
create index incident_lines_incident on incident_lines (incident_id, at);

create table incident_tellings (
  id text primary key,
  incident_id text not null references incidents (id) on delete cascade,
  round integer not null,
  person_id text not null references persons (id),
  channel text not null check (channel in ('mail', 'sms')),
  at timestamptz not null,
  tries integer not null default 0,
  sent_at timestamptz,
  failed_at timestamptz,
  send_key text not null unique
);
create index incident_tellings_incident on incident_tellings (incident_id, round);

-- sealed with the pupil's key
create table incident_notes (
  id text primary key,
  incident_id text not null references incidents (id) on delete cascade,
  sealed bytea not null,
  written_by text not null references persons (id),
  who text not null,
  written_at timestamptz not null,
  send_key text not null,
  unique (incident_id, written_by, send_key)
);

-- insurance, and what the family wants a helper to know: sealed with the pupil's key
create table emergency_cards (
  mobility_id text primary key references mobilities (id),
  pupil_id text not null references persons (id),
  sealed bytea not null,
  -- who wanted words about health on the card, and when; null: there are none
  agreed_by text references persons (id),
  agreed_at timestamptz,
  changed_by text not null references persons (id),
  changed_at timestamptz not null,
  version integer not null default 1
);

create function incident_lines_stay() returns trigger language plpgsql security definer set search_path = public as $$
begin
  -- lines go with their incident when its time is over, and never alone
  if tg_op = 'DELETE' and not exists (select 1 from incidents i where i.id = old.incident_id) then return old; end if;
  raise exception 'a line of an incident stays as it is' using errcode = '42501';
end $$;
create trigger incident_lines_stay before update or delete on incident_lines for each row execute function incident_lines_stay();

create function app_shares_duty(g text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from duty_members m where m.group_id = g and m.person_id = app_person()) $$;

create function app_reads_duty(g text) returns boolean language sql stable security definer set search_path = public as $$
  select app_shares_duty(g) or exists (select 1 from duty_groups x where x.id = g
    and (x.org_id = any(app_orgs()) or x.partner_org_id = any(app_orgs()))) $$;

-- those on duty and those who lead either organisation; nobody who lives it, whatever else they are
create function app_handles_incident(g text, org text, partner text, m text) returns boolean
  language sql stable security definer set search_path = public as $$
  select (app_shares_duty(g) or app_leads(org) or app_leads(partner)) and (m is null or not app_lives_it(m)) $$;

create function app_reads_incident(i text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from incidents x where x.id = i
    and app_handles_incident(x.group_id, x.org_id, x.partner_org_id, x.mobility_id)) $$;

-- the pupil and the guardians of today
create function app_holds_card(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobilities x where x.id = m and (x.pupil_id = app_person() or app_guards(x.pupil_id))) $$;

select app_protect('duty_groups', 'org_id = any((select app_orgs())::text[]) or partner_org_id = any((select app_orgs())::text[]) or app_shares_duty(id)');
select app_protect(t::regclass, 'app_reads_duty(group_id)') from unnest(array['duty_members', 'duty_shifts', 'duty_absences',
  'duty_handovers']) t;

alter table incidents enable row level security;
create policy incidents_read on incidents for select
  using ((select app_system()) or app_handles_incident(group_id, org_id, partner_org_id, mobility_id));
create policy incidents_add on incidents for insert
  with check ((select app_system()) or app_handles_incident(group_id, org_id, partner_org_id, mobility_id));
create policy incidents_change on incidents for update
  using ((select app_system()) or app_handles_incident(group_id, org_id, partner_org_id, mobility_id));
create policy incidents_end on incidents for delete using ((select app_system()));

select app_protect(t::regclass, 'app_reads_incident(incident_id)') from unnest(array['incident_lines', 'incident_tellings',
  'incident_notes']) t;
select app_protect('emergency_cards', 'app_holds_card(mobility_id)');

grant select, insert, update, delete on duty_groups, duty_members, duty_shifts, duty_absences, duty_handovers, incidents,
  incident_tellings, emergency_cards to sojourn_request;
grant select, insert on incident_lines, incident_notes to sojourn_request;
grant usage on sequence incident_line_numbers to sojourn_request;
grant select on duty_groups, duty_members, duty_shifts, duty_absences, duty_handovers, incidents, incident_lines,
  incident_tellings, incident_notes, emergency_cards to sojourn_reader;
grant execute on function app_shares_duty(text), app_reads_duty(text), app_handles_incident(text, text, text, text),
  app_reads_incident(text), app_holds_card(text) to sojourn_request, sojourn_reader;
