-- What makes it easier for a pupil to go: wishes and barriers (sealed), measures, who does them, what they cost, whether
-- they helped; and the track of the parents at home. Read by those who act on it and by nobody else.

-- whom families can turn to, one for each school and organisation: named before anybody has asked for anything, so that the
-- naming tells nothing about a pupil
create table inclusion_contacts (
  org_id text not null references organisations (id),
  person_id text not null references persons (id),
  -- families read the name before they may see the person
  name text not null,
  named_by text not null references persons (id),
  named_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, person_id, named_at)
);
create unique index inclusion_contacts_live on inclusion_contacts (org_id) where ended_at is null;
create index inclusion_contacts_person on inclusion_contacts (person_id) where ended_at is null;

create table inclusion_plans (
  id text primary key,
  application_id text not null unique references applications (id),
  pupil_id text not null references persons (id),
  -- a pupil of 18 decides whether the parents go on seeing the plan
  family_stays boolean not null default false,
  created_at timestamptz not null,
  version integer not null default 1
);
create index inclusion_plans_pupil on inclusion_plans (pupil_id);

-- who has answered "What would make it easier for you?", so that nobody is asked twice
create table inclusion_asked (
  pupil_id text not null references persons (id),
  person_id text not null references persons (id),
  answered_at timestamptz not null,
  primary key (pupil_id, person_id)
);

create table inclusion_wishes (
  id text primary key,
  plan_id text not null references inclusion_plans (id),
  application_id text not null references applications (id),
  pupil_id text not null references persons (id),
  written_by text not null references persons (id),
  written_as text not null check (written_as in ('pupil', 'guardian', 'contact')),
  -- kind of barrier, words about it and the wish, sealed with the pupil's key: none of them can be read here
  sealed bytea not null,
  -- the others of the family may read it
  shared boolean not null default false,
  written_at timestamptz not null
);
create index inclusion_wishes_plan on inclusion_wishes (plan_id, written_at);

create table inclusion_measures (
  id text primary key,
  plan_id text not null references inclusion_plans (id),
  application_id text not null references applications (id),
  pupil_id text not null references persons (id),
  -- which wish it answers; those who act see it, doers do not
  wish_id text references inclusion_wishes (id) on delete set null,
  -- neutral words: they stand on home pages, in calendars and lists of costs
  title text not null,
  -- what is done, for who does it; sealed
  sealed bytea not null,
  doer_person_id text references persons (id),
  doer_org_id text references organisations (id),
  doer_name text not null,
  by_on date not null,
  state text not null check (state in ('proposed', 'agreed', 'under_way', 'done', 'dropped')),
  proposed_by text not null references persons (id),
  proposed_at timestamptz not null,
  agreed_by text references persons (id),
  agreed_at timestamptz,
  started_at timestamptz,
  done_at timestamptz,
  ended_at timestamptz,
  version integer not null default 1,
  check ((doer_person_id is null) <> (doer_org_id is null))
);
create index inclusion_measures_plan on inclusion_measures (plan_id);
create index inclusion_measures_person on inclusion_measures (doer_person_id) where doer_person_id is not null;
create index inclusion_measures_org on inclusion_measures (doer_org_id) where doer_org_id is not null;

-- apart from the pupil on purpose: what a coordinator adds up names nobody
create table inclusion_costs (
  measure_id text primary key references inclusion_measures (id) on delete cascade,
  project_id text not null references projects (id),
  intake_id text not null references intakes (id),
  school_id text not null references organisations (id),
  -- tells pupils apart without naming them
  plan_id text not null references inclusion_plans (id),
  title text not null,
  state text not null check (state in ('proposed', 'agreed', 'under_way', 'done', 'dropped')),
  budget_line text not null check (budget_line in ('none', 'inclusion_organisation', 'inclusion_participant', 'individual_support', 'school', 'other')),
  estimate_cents integer not null check (estimate_cents between 0 and 10000000),
  real_cents integer check (real_cents between 0 and 10000000)
);
create index inclusion_costs_project on inclusion_costs (project_id);

-- who does a measure sees no costs, and still the sums know that it is done
create function inclusion_costs_follow() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update inclusion_costs set state = new.state, title = new.title where measure_id = new.id;
  return null;
end $$;
create trigger inclusion_costs_follow after update of state, title on inclusion_measures for each row
  when (old.state is distinct from new.state or old.title is distinct from new.title)
  execute function inclusion_costs_follow();

create table inclusion_opinions (
  measure_id text not null references inclusion_measures (id) on delete cascade,
  application_id text not null references applications (id),
  person_id text not null references persons (id),
  said_as text not null check (said_as in ('pupil', 'guardian')),
  says text not null check (says in ('yes', 'no')),
  said_at timestamptz not null,
  primary key (measure_id, person_id)
);

create table inclusion_effects (
  measure_id text not null references inclusion_measures (id) on delete cascade,
  application_id text not null references applications (id),
  person_id text not null references persons (id),
  answered_as text not null check (answered_as in ('pupil', 'guardian', 'doer')),
  points integer not null check (points between 1 and 5),
  sealed bytea,
  answered_at timestamptz not null,
  primary key (measure_id, person_id)
);

create table inclusion_steps (
  id text primary key,
  measure_id text not null references inclusion_measures (id) on delete cascade,
  application_id text not null references applications (id),
  pupil_id text not null references persons (id),
  -- neutral words
  title text not null,
  who text not null check (who in ('pupil', 'guardian', 'doer', 'contact')),
  anchor text not null check (anchor in ('departure', 'arrival', 'return')),
  -- days after the anchor; before it when negative
  days integer not null check (days between -365 and 365),
  done_on date,
  done_by text references persons (id)
);
create index inclusion_steps_measure on inclusion_steps (measure_id);

-- the parents at home: calls, meetings and materials
create table family_talks (
  id text primary key,
  application_id text not null references applications (id),
  pupil_id text not null references persons (id),
  -- null: for all who are guardians
  guardian_id text references persons (id),
  kind text not null check (kind in ('call', 'meeting', 'material', 'call_back')),
  language text not null,
  part_of_day text not null check (part_of_day in ('morning', 'afternoon', 'evening', 'any')),
  phone text not null default '',
  person_id text not null references persons (id),
  person_name text not null,
  by_on date not null,
  asked_at timestamptz not null,
  done_on date,
  done_by text references persons (id)
);
create index family_talks_application on family_talks (application_id);
create index family_talks_person on family_talks (person_id) where done_on is null;
-- a second press does not ask for a second call
create unique index family_talks_open on family_talks (application_id, guardian_id) where kind = 'call_back' and done_on is null;

-- whether somebody rates this application in a round that is not decided
create function app_rates(who text, application text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from selection_candidates c
    join selection_rounds r on r.id = c.round_id join selection_raters x on x.round_id = r.id
    where c.application_id = application and x.person_id = who and r.state not in ('decided', 'closed')) $$;

-- the pupil; guardians as long as they are, and once the pupil is of age only when asked in
create function app_owns_plan(pupil text) returns boolean language sql stable security definer set search_path = public as $$
  select pupil = app_person() or (app_guards(pupil) and (
    not exists (select 1 from persons p where p.id = pupil and p.birth_date <= app_today() - interval '18 years')
    or exists (select 1 from inclusion_plans x where x.pupil_id = pupil and x.family_stays))) $$;

-- the named contact of the sending school or of its supporting organisation, unless they rate the pupil
create function app_cares_for(application text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from applications a join inclusion_contacts c on c.org_id in (a.sending_school_id, a.sending_org_id)
    where a.id = application and c.ended_at is null and c.person_id = app_person() and c.org_id = any(app_orgs()))
    and not app_rates(app_person(), application) $$;

create function app_reads_measure(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from inclusion_measures x where x.id = m
    and (app_owns_plan(x.pupil_id) or app_cares_for(x.application_id))) $$;

create function app_does_measure(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from inclusion_measures x where x.id = m and x.state in ('agreed', 'under_way', 'done')
    and (x.doer_person_id = app_person() or x.doer_org_id = any(app_orgs()))
    and not app_rates(app_person(), x.application_id)) $$;

create function app_rates_measure(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from inclusion_measures x where x.id = m and app_rates(app_person(), x.application_id)) $$;

-- "participant with fewer opportunities": that, and never why; for who sends the pupil and for the family
create function app_fewer_opportunities(application text) returns boolean language sql stable security definer set search_path = public as $$
  select app_sees_application(application) and not app_rates(app_person(), application) and exists (select 1 from inclusion_measures x
    where x.application_id = application and x.state in ('agreed', 'under_way', 'done')) $$;

create function app_coordinates(project text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from projects p where p.id = project and p.coordinator_id = any(app_orgs())) $$;

-- somebody who applies from a school, or whose child does, reads whom they can turn to
create function app_applies_from(org text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from applications a where (a.sending_school_id = org or a.sending_org_id = org)
    and (a.pupil_id = app_person() or app_guards(a.pupil_id))) $$;

-- a school and the organisation that supports its pupils know each other's contacts
create function app_sends_with(org text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from applications a
    where (a.sending_school_id = org and a.sending_org_id = any(app_orgs()))
      or (a.sending_org_id = org and a.sending_school_id = any(app_orgs()))) $$;

select app_protect('inclusion_contacts', 'org_id = any((select app_orgs())::text[]) or app_applies_from(org_id) or app_sends_with(org_id)');
select app_protect('inclusion_plans', 'app_owns_plan(pupil_id) or app_cares_for(application_id)');
select app_protect('inclusion_asked', 'person_id = (select app_person()) and (pupil_id = (select app_person()) or app_guards(pupil_id))');
select app_protect('inclusion_wishes', 'app_cares_for(application_id) or (app_owns_plan(pupil_id) and (written_by = (select app_person()) or shared or (written_as = ''contact'' and pupil_id = (select app_person()))))');
select app_protect('inclusion_measures', 'app_owns_plan(pupil_id) or app_cares_for(application_id) or (state in (''agreed'', ''under_way'', ''done'') and (doer_person_id = (select app_person()) or doer_org_id = any((select app_orgs())::text[])) and not app_rates(app_person(), application_id))');
select app_protect('inclusion_costs', 'app_reads_measure(measure_id) or ((school_id = any((select app_orgs())::text[]) or app_coordinates(project_id)) and not app_rates_measure(measure_id))');
select app_protect('inclusion_opinions', 'app_cares_for(application_id) or (person_id = (select app_person()) and app_reads_measure(measure_id))');
select app_protect('inclusion_effects', 'app_cares_for(application_id) or (person_id = (select app_person()) and (app_reads_measure(measure_id) or app_does_measure(measure_id)))');
select app_protect('inclusion_steps', 'app_owns_plan(pupil_id) or app_cares_for(application_id) or (who = ''doer'' and app_does_measure(measure_id))');
select app_protect('family_talks', 'person_id = (select app_person()) or (app_guards(pupil_id) and (guardian_id is null or guardian_id = (select app_person()))) or app_cares_for(application_id)');

grant select, insert, update on inclusion_contacts, inclusion_costs to sojourn_request;
-- deleted when the application is forgotten
grant select, insert, update, delete on inclusion_plans, inclusion_measures, family_talks to sojourn_request;
grant select, insert, update, delete on inclusion_wishes, inclusion_steps, inclusion_asked, inclusion_opinions, inclusion_effects to sojourn_request;
grant select on inclusion_contacts, inclusion_plans, inclusion_asked, inclusion_wishes, inclusion_measures, inclusion_costs, inclusion_opinions,
  inclusion_effects, inclusion_steps, family_talks to sojourn_reader;
grant execute on function app_rates(text, text), app_owns_plan(text), app_cares_for(text), app_reads_measure(text), app_does_measure(text), app_rates_measure(text),
  app_fewer_opportunities(text), app_coordinates(text), app_applies_from(text), app_sends_with(text) to sojourn_request, sojourn_reader;
