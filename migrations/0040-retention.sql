-- What was promised to be deleted is deleted. What belongs to a dossier, a project or an organisation says so by its foreign
-- key and goes with it, whatever table comes later; files follow their rows; nobody but the installation ends anything.

-- the last sign-in, since sessions are gone after a month; when somebody was told that their data will be deleted; when it was
alter table persons add column seen_on date;
alter table persons add column told_end_at timestamptz;
alter table persons add column forgotten_at timestamptz;
update persons p set seen_on = (select max(s.last_seen_at)::date from sessions s where s.person_id = p.id);
-- who made way for a line that counts (an application that ended without a stay) never was anybody
update persons set forgotten_at = created_at where given_name = '' and family_name = '' and email is null;
create index persons_live on persons (id) where forgotten_at is null;

-- costs name no pupil, and are kept longer than what they were spent for
alter table inclusion_costs drop constraint inclusion_costs_measure_id_fkey;
alter table inclusion_costs drop constraint inclusion_costs_plan_id_fkey;
grant delete on inclusion_costs, inclusion_contacts, first_contacts, partnerships, shared_decisions to sojourn_request;

create function app_hangs_on(t regclass, target regclass, columns text[], ending text) returns void language plpgsql as $$
declare
  f record;
begin
  for f in select c.conname, pg_get_constraintdef(c.oid) as def from pg_constraint c
    where c.contype = 'f' and c.conrelid = t and c.confrelid = target and c.confdeltype = 'a'
      and (columns is null or columns = array(select a.attname::text from unnest(c.conkey) with ordinality k(n, i)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by i))
  loop
    execute format('alter table %s drop constraint %I, add constraint %I %s on delete %s', t, f.conname, f.conname, f.def, ending);
  end loop;
end $$;

-- a link that may be empty is emptied, everything else goes with what it belongs to
select app_hangs_on('journeys', 'travel_groups', null, 'set null');
select app_hangs_on('timeline_templates', 'projects', null, 'set null');
select app_hangs_on('form_requests', 'form_requests', null, 'set null');
select app_hangs_on('shared_decisions', 'shared_decisions', null, 'set null');
select app_hangs_on('incidents', 'duty_groups', null, 'set null');
select app_hangs_on('partnerships', 'first_contacts', null, 'set null');
select app_hangs_on('status_proposals', 'assessments', null, 'set null');
select app_hangs_on('resources', 'resources', null, 'set null');
select app_hangs_on('resource_marks', 'resources', array['copy_id'], 'set null');
select app_hangs_on('agreement_versions', 'documents', null, 'set null');
select app_hangs_on('complements', 'documents', null, 'set null');
select app_hangs_on('orientation_participants', 'documents', null, 'set null');
select app_hangs_on('partnership_versions', 'documents', null, 'set null');
do $$
declare
  f record;
begin
  for f in select distinct c.conrelid::regclass as t, c.confrelid::regclass as target from pg_constraint c
    where c.contype = 'f' and c.confdeltype = 'a' and c.confrelid = any(array['projects', 'intakes', 'applications', 'mobilities',
        'selection_rounds', 'inclusion_plans', 'host_offers', 'health_records', 'duty_groups', 'partnerships', 'shared_decisions',
        'resources', 'timeline_templates', 'forms']::regclass[])
      and (c.conrelid, c.confrelid) <> ('intakes'::regclass, 'timeline_templates'::regclass)
  loop
    perform app_hangs_on(f.t, f.target, null, 'cascade');
  end loop;
  -- so that one dossier's end does not read whole tables
  for f in select c.conrelid::regclass as t, a.attname as name from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and cardinality(c.conkey) = 1 and c.confrelid = any(array['applications', 'mobilities']::regclass[])
      and not exists (select 1 from pg_index i where i.indrelid = c.conrelid and i.indpred is null and i.indkey[0] = c.conkey[1])
  loop
    execute format('create index on %s (%I)', f.t, f.name);
  end loop;
end $$;
create index on consents (mobility_id) where mobility_id is not null;
create index on calendar_events (mobility_id) where mobility_id is not null;
create index on host_offers (mentor_id) where mentor_id is not null;

-- An organisation takes with it what is its own. What belongs to a dossier holds it: the dossier goes first.
do $$
declare
  f record;
begin
  for f in
    with recursive dossier(t) as (
      select 'projects'::regclass::oid union
      select c.conrelid from pg_constraint c join dossier d on c.confrelid = d.t
        where c.contype = 'f' and c.conrelid <> 'timeline_templates'::regclass)
    select c.conrelid::regclass as t, a.attname::text as name, a.attnotnull as must from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.confrelid = 'organisations'::regclass and c.confdeltype = 'a'
        and c.conrelid not in (select t from dossier) and c.conrelid <> 'form_requests'::regclass
  loop
    perform app_hangs_on(f.t, 'organisations', array[f.name],
      -- without an organisation a form, an invitation or a choice would be everybody's
      case when f.must or f.t = any(array['forms', 'invitations', 'shared_choices', 'thread_parties']::regclass[])
          and f.name <> 'protects_org' then 'cascade' else 'set null' end);
  end loop;
end $$;
drop function app_hangs_on(regclass, regclass, text[], text);

-- Files that nothing names any more. They are taken out of the store afterwards, however the row went.
create table removed_files (
  storage_key text primary key,
  removed_at timestamptz not null
);
select app_protect('removed_files', 'false');
grant select, insert, delete on removed_files to sojourn_request;
grant select on removed_files to sojourn_reader;

-- its argument is the column that names the file
create function app_file_gone() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into removed_files (storage_key, removed_at)
    select k, now() from (select to_jsonb(old) ->> tg_argv[0] as k) x where k is not null on conflict do nothing;
  return null;
end $$;

do $$
declare
  f record;
begin
  for f in select c.oid::regclass as t, a.attname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not a.attisdropped and c.relname <> 'removed_files'
      and (a.attname = 'storage_key' or (c.relname = 'resource_versions' and a.attname in ('pdf_key', 'source_key')))
  loop
    execute format('create trigger %I after delete on %s for each row execute function app_file_gone(%L)',
      replace(f.t::text, '.', '_') || '_' || f.name || '_gone', f.t, f.name);
    execute format('create index on %s (%I)', f.t, f.name);
  end loop;
end $$;

-- whether a row names a file still: a mail that was let through hands its files on to a message
create function app_keeps_file(k text) returns boolean language plpgsql stable security definer set search_path = public as $$
declare
  f record;
  found_one boolean;
begin
  for f in select tgrelid::regclass as t, trim(trailing E'\\000' from encode(tgargs, 'escape')) as name from pg_trigger
    where tgfoid = 'app_file_gone'::regproc
  loop
    execute format('select exists (select 1 from %s where %I = $1)', f.t, f.name) into found_one using k;
    if found_one then return true; end if;
  end loop;
  return false;
end $$;

-- Something is open about a dossier that somebody will still have to answer for. That, and not what.
create function app_holds_dossier(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from incidents i where i.mobility_id = m and i.closed_at is null)
    or exists (select 1 from support_cases c where c.mobility_id = m and c.closed_at is null)
    or exists (select 1 from concerns c where c.mobility_id = m and c.answered_at is null and c.closed_at is null) $$;

-- The whole of a dossier, with its application. Says whether there was one; one that is held stays.
create function app_forget_mobility(m text, at timestamptz) returns boolean language plpgsql volatile security definer set search_path = public as $$
declare
  app text;
  pupil text;
begin
  if not app_system() or app_holds_dossier(m) then return false; end if;
  delete from mobilities where id = m returning application_id, pupil_id into app, pupil;
  if not found then return false; end if;
  delete from documents where mobility_id = m;
  delete from consents where mobility_id = m;
  delete from calendar_events where mobility_id = m;
  delete from form_requests where (about_kind, about_id) in (('mobility', m), ('application', app));
  delete from threads where about_kind = 'mobility' and about_id = m;
  delete from applications where id = app;
  if not exists (select 1 from mobilities x where x.pupil_id = pupil)
    and not exists (select 1 from applications x where x.pupil_id = pupil) then
    delete from health_records where pupil_id = pupil;
    delete from inclusion_asked where pupil_id = pupil;
    update vault_keys set wrapped = null, destroyed_at = at where person_id = pupil and destroyed_at is null;
  end if;
  return true;
end $$;

-- What is left of a project once its dossiers are gone; false while one is kept.
create function app_forget_project(p text) returns boolean language plpgsql volatile security definer set search_path = public as $$
begin
  if not app_system() or exists (select 1 from mobilities m where m.project_id = p) then return false; end if;
  delete from form_requests r using applications a, intakes i
    where r.about_kind = 'application' and r.about_id = a.id and a.intake_id = i.id and i.project_id = p;
  delete from calendar_events where project_id = p or intake_id in (select id from intakes where project_id = p);
  delete from threads where about_kind = 'project' and about_id in (select id from intakes where project_id = p union select p);
  delete from invitations where project_id = p;
  delete from projects where id = p;
  return found;
end $$;

-- False while something that others keep names the organisation: it is tried again another night.
create function app_forget_organisation(o text) returns boolean language plpgsql volatile security definer set search_path = public as $$
begin
  if not app_system() then return false; end if;
  delete from organisations where id = o;
  if not found then return false; end if;
  delete from documents where org_id = o and mobility_id is null;
  return true;
exception when foreign_key_violation then
  return false;
end $$;

-- Whether somebody belongs to anything here: an organisation, a dossier, a club, or a pupil who does.
create function app_belongs(p text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from persons x where x.id = p and x.is_admin)
    or exists (select 1 from memberships m where m.person_id = p and (m.until_on is null or m.until_on >= app_today()))
    or exists (select 1 from mobility_parties m where m.person_id = p)
    or exists (select 1 from mobilities m where m.pupil_id = p)
    or exists (select 1 from applications a where a.pupil_id = p)
    or exists (select 1 from guardianships g where g.guardian_id = p and (
      exists (select 1 from mobilities m where m.pupil_id = g.pupil_id) or exists (select 1 from applications a where a.pupil_id = g.pupil_id)))
    or exists (select 1 from family_members f where f.person_id = p)
    or exists (select 1 from host_offers h where h.mentor_id = p)
    or exists (select 1 from orientation_participants o where o.person_id = p)
    or exists (select 1 from duty_members d where d.person_id = p)
    or exists (select 1 from clubs c where c.facilitator_id = p)
    or exists (select 1 from club_members c where c.person_id = p)
    or exists (select 1 from club_rounds r where r.facilitator_id = p)
    or exists (select 1 from round_entries r where r.person_id = p) $$;

-- The row stays without a name, so that what others decided keeps its hand. What hangs on the account (its foreign key says
-- so), parental responsibility, places in organisations and every key of the vault end with it.
create function app_forget_person(p text, at timestamptz) returns boolean language plpgsql volatile security definer set search_path = public as $$
declare
  f record;
begin
  if not app_system() or app_belongs(p) then return false; end if;
  update persons set given_name = '—', family_name = '', preferred_name = null, email = null, phone = null, birth_date = null,
    gender = null, country_code = null, address = '{}', language = 'en', seen_on = null, told_end_at = null, forgotten_at = at,
    version = version + 1
  where id = p and forgotten_at is null;
  if not found then return false; end if;
  for f in select c.conrelid::regclass as t, a.attname as name from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'persons'::regclass and c.confdeltype = 'c'
  loop
    execute format('delete from %s where %I = $1', f.t, f.name) using p;
  end loop;
  delete from guardianships where p in (pupil_id, guardian_id);
  delete from memberships where person_id = p;
  update vault_keys set wrapped = null, destroyed_at = at where person_id = p and destroyed_at is null;
  return true;
end $$;

-- Lines that say who did what are written and never changed; what is older than ten years goes.
create function app_forget_audit(before date) returns boolean language plpgsql volatile security definer set search_path = public as $$
begin
  if not app_system() or before > app_today() - interval '10 years' then return false; end if;
  delete from audit_lines where id in (select id from audit_lines where at < before order by at limit 1000);
  return found;
end $$;
create index audit_lines_at on audit_lines (at);

revoke delete on persons, organisations, projects, intakes, applications, mobilities from sojourn_request;
grant execute on function app_keeps_file(text), app_holds_dossier(text), app_forget_mobility(text, timestamptz),
  app_forget_project(text), app_forget_organisation(text), app_belongs(text), app_forget_person(text, timestamptz),
  app_forget_audit(date) to sojourn_request, sojourn_reader;
