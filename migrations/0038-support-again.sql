-- A concern becomes a case inside its own circle; the plan that a pupil reads and answers; tests that organisations write.

-- a case that came out of a concern is seen by those who were asked to read the concern, and goes with it
alter table support_cases add column concern_id text references concerns (id) on delete cascade;
alter table support_cases alter column hosting_org_id drop not null;
create unique index support_cases_concern on support_cases (concern_id) where concern_id is not null;
-- whoever wrote the concern sees that somebody acts, and nothing else of it
alter table concerns add column acts_since timestamptz;
alter table concerns add column acts_until timestamptz;

create function app_reads_case(m text, level text, without_contact boolean, concern text) returns boolean
  language sql stable security definer set search_path = public as $$
  select case when concern is null then app_reads_case(m, level, without_contact) else app_reads_concern(concern) end $$;
alter policy support_cases_seen on support_cases
  using ((select app_system()) or app_reads_case(mobility_id, level, without_contact, concern_id))
  with check ((select app_system()) or app_reads_case(mobility_id, level, without_contact, concern_id));

create or replace function app_reads_confidential(c text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from support_cases x where x.id = c and x.concern_id is not null and app_reads_concern(x.concern_id))
    or exists (select 1 from support_cases x join mobility_parties p on p.mobility_id = x.mobility_id
      where x.id = c and x.concern_id is null and p.from_on <= app_today() and (p.until_on is null or p.until_on >= app_today())
        and (p.role = 'hosting_support' or (p.role = 'sending_support' and x.level in ('serious', 'emergency')))
        and app_leads(p.org_id) and not app_lives_it(x.mobility_id)) $$;

-- what was agreed to help, in words for the pupil; apart from the step, whose words are for those who handle the case
create table support_plans (
  id text primary key,
  case_id text not null references support_cases (id) on delete cascade,
  step_id text not null unique references support_steps (id) on delete cascade,
  mobility_id text not null references mobilities (id),
  tool text not null check (tool in ('plan_for_success', 'support_agreement')),
  aims text not null,
  help text not null,
  review_on date,
  with_guardians boolean not null,
  with_family boolean not null,
  shared_by text not null references persons (id),
  shared_by_name text not null,
  shared_at timestamptz not null,
  ended_at timestamptz,
  version integer not null default 1
);
create index support_plans_case on support_plans (case_id);
create index support_plans_mobility on support_plans (mobility_id);

create table support_plan_answers (
  plan_id text not null references support_plans (id) on delete cascade,
  -- of the plan: who agreed to another one is asked again
  plan_version integer not null,
  person_id text not null references persons (id),
  name text not null,
  part text not null check (part in ('pupil', 'guardian', 'host_family')),
  answer text not null check (answer in ('agree', 'change')),
  words text not null default '',
  answered_at timestamptz not null,
  primary key (plan_id, plan_version, person_id)
);

-- lives it today, and the plan is meant for them
create function app_meant_by_plan(m text, guardians boolean, family boolean) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobility_parties p where p.mobility_id = m and p.person_id = app_person()
    and p.from_on <= app_today() and (p.until_on is null or p.until_on >= app_today())
    and (p.role = 'pupil' or (p.role = 'guardian' and guardians) or (p.role = 'host_family' and family))) $$;
create function app_reads_plan(p text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from support_plans x join support_cases c on c.id = x.case_id where x.id = p
    and (app_reads_case(c.mobility_id, c.level, c.without_contact, c.concern_id)
      or app_meant_by_plan(x.mobility_id, x.with_guardians, x.with_family))) $$;

select app_protect_apart('support_plans', 'exists (select 1 from support_cases c where c.id = support_plans.case_id)
    or app_meant_by_plan(mobility_id, with_guardians, with_family)',
  'exists (select 1 from support_cases c where c.id = support_plans.case_id)');
-- each answers for themselves; what the others said is read by those who handle the case
select app_protect_apart('support_plan_answers',
  'person_id = (select app_person()) or exists (select 1 from support_plans x join support_cases c on c.id = x.case_id
    where x.id = support_plan_answers.plan_id)',
  'person_id = (select app_person()) and app_reads_plan(plan_id)');

grant select, insert, update, delete on support_plans, support_plan_answers to sojourn_request;
grant select on support_plans, support_plan_answers to sojourn_reader;
grant execute on function app_reads_case(text, text, boolean, text), app_meant_by_plan(text, boolean, boolean), app_reads_plan(text)
  to sojourn_request, sojourn_reader;

-- short tests of understanding that an organisation writes: the words of each version stay
create table orientation_tests (
  id text primary key,
  org_id text not null references organisations (id),
  title text not null,
  -- the test it was begun from: one of the product's, or another of the organisation's
  based_on text not null default '',
  version integer not null default 1,
  retired_at timestamptz,
  created_at timestamptz not null
);
create index orientation_tests_org on orientation_tests (org_id);
create table orientation_test_versions (
  test_id text not null references orientation_tests (id) on delete cascade,
  number integer not null,
  language text not null,
  title text not null,
  questions jsonb not null,
  written_by_name text not null,
  written_at timestamptz not null,
  primary key (test_id, number)
);
-- of which version somebody's best result is; a new one begins anew
alter table orientation_tries add column test_version integer not null default 0;

create function app_takes_test(t text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from orientations o where o.test = t and app_sees_orientation(o.id)) $$;
select app_protect_apart('orientation_tests', 'org_id = any((select app_orgs())::text[]) or app_takes_test(id)',
  'org_id = any((select app_orgs())::text[])');
select app_protect_apart('orientation_test_versions',
  'exists (select 1 from orientation_tests t where t.id = orientation_test_versions.test_id)',
  'exists (select 1 from orientation_tests t where t.id = orientation_test_versions.test_id and t.org_id = any((select app_orgs())::text[]))');
grant select, insert, update on orientation_tests to sojourn_request;
grant select, insert on orientation_test_versions to sojourn_request;
grant select on orientation_tests, orientation_test_versions to sojourn_reader;
grant execute on function app_takes_test(text) to sojourn_request, sojourn_reader;
-- what privacy.ts promises: orientations go after five years
grant delete on orientations, orientation_tries to sojourn_request;
