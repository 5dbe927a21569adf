-- Rounds in which clubs come together: people register, a facilitator has groups proposed, members are asked.

create table club_rounds (
  id text primary key,
  name text not null,
  about text not null default '',
  facilitator_id text not null references persons (id),
  -- criteria on offer; none means every criterion
  themes text[] not null default '{}',
  -- languages in which clubs may meet; none means any
  languages text[] not null default '{}',
  -- everybody in a group must have chosen its theme
  own_theme boolean not null default true,
  -- the clock by which meetings are held, the Monday of the week of the first, and how far apart they are
  time_zone text not null,
  kick_off_week date not null check (extract(isodow from kick_off_week) = 1),
  weeks_between integer not null check (weeks_between between 3 and 10),
  register_until date not null,
  state text not null check (state in ('open', 'asking', 'closed')),
  -- what the last grouping found: how many, what is proven, who is elsewhere than before
  outcome jsonb,
  working_since timestamptz,
  created_at timestamptz not null,
  version integer not null default 1
);
create index club_rounds_facilitator on club_rounds (facilitator_id);

create table round_entries (
  round_id text not null references club_rounds (id) on delete cascade,
  person_id text not null references persons (id),
  org_id text not null references organisations (id),
  role text not null check (role in ('sending_school', 'host_school', 'supporting_organisation')),
  experience text not null check (experience in ('new', 'some', 'experienced')),
  time_zone text not null,
  -- [{code, level}]
  languages jsonb not null,
  -- half-hours of the week by the own clock, Monday 00:00 is 0
  free jsonb not null,
  -- [{theme, intent}], best first
  wants jsonb not null,
  held boolean not null default false,
  wait_reason text,
  wait_others integer,
  registered_at timestamptz not null,
  withdrawn_at timestamptz,
  version integer not null default 1,
  primary key (round_id, person_id)
);
create index round_entries_person on round_entries (person_id);

create table round_groups (
  id text primary key,
  round_id text not null references club_rounds (id) on delete cascade,
  number integer not null check (number > 0),
  theme text not null,
  language text not null,
  -- half-hour of the week by the round's clock
  start_half integer not null check (start_half between 0 and 335),
  other_starts jsonb not null default '[]',
  locked boolean not null default false,
  state text not null check (state in ('proposed', 'asking', 'founded', 'given_up')),
  club_id text references clubs (id) on delete set null,
  unique (round_id, number)
);

create table round_places (
  group_id text not null references round_groups (id) on delete cascade,
  person_id text not null references persons (id),
  locked boolean not null default false,
  state text not null check (state in ('proposed', 'asked', 'accepted', 'declined', 'left')),
  asked_at timestamptz,
  answered_at timestamptz,
  primary key (group_id, person_id)
);
create index round_places_person on round_places (person_id);

-- somebody who came by the link of a round and has to show that the address is theirs
create table round_arrivals (
  id text primary key,
  round_id text not null references club_rounds (id) on delete cascade,
  token_hash bytea not null unique,
  email text not null,
  given_name text not null,
  family_name text not null,
  language text not null,
  org_name text not null,
  org_kind text not null check (org_kind in ('school', 'supporting')),
  country_code text not null,
  city text not null,
  arrived_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index round_arrivals_round on round_arrivals (round_id, arrived_at);

create function app_leads_round(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from club_rounds x where x.id = r and x.facilitator_id = app_person()) $$;
create function app_in_round(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from round_entries x where x.round_id = r and x.person_id = app_person()) $$;
-- members see their group from the moment they are asked
create function app_in_round_group(g text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from round_places p where p.group_id = g and p.person_id = app_person() and p.state in ('asked', 'accepted')) $$;

select app_protect_apart('club_rounds',
  'facilitator_id = (select app_person()) or ((select app_person()) is not null and state = ''open'') or app_in_round(id)',
  'facilitator_id = (select app_person())');
select app_protect('round_entries', 'person_id = (select app_person()) or app_leads_round(round_id)');
select app_protect_apart('round_groups', 'app_leads_round(round_id) or app_in_round_group(id)', 'app_leads_round(round_id)');
select app_protect_apart('round_places',
  'person_id = (select app_person()) and state <> ''proposed''
    or exists (select 1 from round_groups g where g.id = group_id and app_leads_round(g.round_id))',
  'exists (select 1 from round_groups g where g.id = group_id and app_leads_round(g.round_id))');
-- only the installation itself handles links
select app_protect('round_arrivals', 'false');

grant select, insert, update on club_rounds, round_entries, round_arrivals to sojourn_request;
grant select, insert, update, delete on round_groups, round_places to sojourn_request;
grant select on club_rounds, round_entries, round_groups, round_places, round_arrivals to sojourn_reader;
grant execute on function app_leads_round(text), app_in_round(text), app_in_round_group(text) to sojourn_request, sojourn_reader;
