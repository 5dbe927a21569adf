-- Row-level security: the second lock behind every command and query. A row is visible to the installation itself, or to
-- people the row is about or who work for an organisation that is a party to it. With no actor set, nothing is.

create function app_sees_mobility(m text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobility_parties p
    where p.mobility_id = m and p.party_id = any(app_parties())
      and (p.until_on is null or p.until_on >= app_today())) $$;

create function app_guards(pupil text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from guardianships g
    where g.pupil_id = pupil and g.guardian_id = app_person()
      and (g.until_on is null or g.until_on >= app_today())) $$;

create function app_sees_application(a text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from applications x where x.id = a
    and (x.pupil_id = app_person() or x.sending_school_id = any(app_orgs()) or x.sending_org_id = any(app_orgs())
      or app_guards(x.pupil_id))) $$;

-- the hosting side reads what placing a pupil needs, once the dossier is shared with it
create function app_hosts_application(a text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobilities m where m.application_id = a and app_sees_mobility(m.id)) $$;

create function app_sees_project(p text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from project_parties x where x.project_id = p and x.org_id = any(app_orgs()))
    or exists (select 1 from applications a join intakes i on i.id = a.intake_id
      where i.project_id = p and (a.pupil_id = app_person() or app_guards(a.pupil_id)))
    or exists (select 1 from mobilities m where m.project_id = p and app_sees_mobility(m.id)) $$;

create function app_sees_intake(i text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from intakes x where x.id = i and app_sees_project(x.project_id)) $$;

create function app_sees_family(f text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from host_families h where h.id = f and h.org_id = any(app_orgs()))
    or exists (select 1 from family_members m where m.family_id = f and m.person_id = app_person())
    or exists (select 1 from placements p where p.family_id = f and p.state in ('proposed', 'accepted')
      and app_sees_mobility(p.mobility_id)) $$;

create function app_sees_club(c text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from clubs x where x.id = c and x.facilitator_id = app_person())
    or exists (select 1 from club_members m where m.club_id = c and m.person_id = app_person() and m.state <> 'declined') $$;

create function app_sees_event(e text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from calendar_events x where x.id = e and (x.organiser_id = app_person()
      or (x.mobility_id is not null and app_sees_mobility(x.mobility_id))
      or (x.club_id is not null and app_sees_club(x.club_id))))
    or exists (select 1 from calendar_participants p where p.event_id = e and p.person_id = app_person()) $$;

create function app_sees_assessment(a text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from assessments x where x.id = a and x.org_id = any(app_orgs())) $$;

-- Asked for every row of a list, so it answers at the first reason it finds, the commonest first. As one SQL expression
-- each call opened all fourteen tables (measured, docs/decisions/0003).
create function app_sees_person(p text) returns boolean language plpgsql stable security definer set search_path = public as $$
declare
  me constant text := app_person();
  orgs constant text[] := app_orgs();
  parties constant text[] := app_parties();
  today constant date := app_today();
begin
  if exists (select 1 from applications a where a.pupil_id = p
      and (a.sending_school_id = any(orgs) or a.sending_org_id = any(orgs))) then return true; end if;
  -- their few dossiers first, as a list, or the planner begins with the many of who asks
  if exists (select 1 from mobility_parties mine
      where mine.mobility_id = any(array(select x.mobility_id from mobility_parties x where x.party_id = p))
        and mine.party_id = any(parties) and (mine.until_on is null or mine.until_on >= today)) then return true; end if;
  if exists (select 1 from memberships m where m.person_id = p and m.org_id = any(orgs)) then return true; end if;
  if exists (select 1 from guardianships g where (g.pupil_id = p and g.guardian_id = me)
      or (g.guardian_id = p and g.pupil_id = me)) then return true; end if;
  if exists (select 1 from guardianships g join applications a on a.pupil_id = g.pupil_id
      where g.guardian_id = p and (a.sending_school_id = any(orgs) or a.sending_org_id = any(orgs))) then return true; end if;
  if exists (select 1 from memberships m join project_parties x on x.org_id = m.org_id
      join project_parties mine on mine.project_id = x.project_id
      where m.person_id = p and mine.org_id = any(orgs)) then return true; end if;
  if exists (select 1 from memberships m join mobility_parties x on x.party_id = m.org_id
      join mobility_parties mine on mine.mobility_id = x.mobility_id
      where m.person_id = p and mine.party_id = any(parties)
        and (mine.until_on is null or mine.until_on >= today)) then return true; end if;
  if exists (select 1 from family_members f join host_families h on h.id = f.family_id
      where f.person_id = p and h.org_id = any(orgs)) then return true; end if;
  if exists (select 1 from club_members x where x.person_id = p and app_sees_club(x.club_id)) then return true; end if;
  if exists (select 1 from clubs c where c.facilitator_id = p and app_sees_club(c.id)) then return true; end if;
  return exists (select 1 from calendar_participants x where x.person_id = p and app_sees_event(x.event_id));
end $$;

-- one policy a table: the sentence that decides reading and writing alike
create function app_protect(t regclass, seen text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('create policy %I on %s using ((select app_system()) or (%s)) with check ((select app_system()) or (%s))',
    replace(t::text, '.', '_') || '_seen', t, seen, seen);
end $$;

select app_protect('persons', 'id = (select app_person()) or app_sees_person(id)');
-- somebody who imports pupils or adds a guardian writes a person nobody is connected with yet
create policy persons_add on persons for insert with check ((select app_person()) is not null);
select app_protect('guardianships', 'guardian_id = (select app_person()) or pupil_id = (select app_person()) or app_sees_person(pupil_id)');
select app_protect('login_codes', 'false');
select app_protect('sessions', 'person_id = (select app_person())');
select app_protect('feeds', 'person_id = (select app_person())');
select app_protect('memberships', 'person_id = (select app_person()) or org_id = any((select app_orgs())::text[]) or app_sees_person(person_id) or (select app_admin())');
select app_protect('invitations', 'org_id = any((select app_orgs())::text[]) or app_sees_project(project_id) or (select app_admin())');
select app_protect('documents', 'org_id = any((select app_orgs())::text[]) or app_sees_mobility(mobility_id)');
select app_protect('calendar_events', 'organiser_id = (select app_person()) or app_sees_event(id)');
select app_protect('calendar_participants', 'person_id = (select app_person()) or app_sees_event(event_id)');
select app_protect('projects', 'coordinator_id = any((select app_orgs())::text[]) or app_sees_project(id)');
select app_protect('project_parties', 'org_id = any((select app_orgs())::text[]) or app_sees_project(project_id)');
select app_protect('intakes', 'app_sees_project(project_id)');
select app_protect('step_marks', 'app_sees_intake(intake_id)');
select app_protect('applications', 'pupil_id = (select app_person()) or sending_school_id = any((select app_orgs())::text[]) or sending_org_id = any((select app_orgs())::text[]) or app_guards(pupil_id) or app_hosts_application(id)');
select app_protect('consents', 'pupil_id = (select app_person()) or app_guards(pupil_id) or app_sees_application(application_id) or app_sees_mobility(mobility_id)');
select app_protect('host_offers', 'host_school_id = any((select app_orgs())::text[]) or hosting_org_id = any((select app_orgs())::text[]) or app_sees_intake(intake_id)');
select app_protect('host_families', 'org_id = any((select app_orgs())::text[]) or app_sees_family(id)');
select app_protect('family_members', 'person_id = (select app_person()) or app_sees_family(family_id)');
select app_protect('mobilities', 'sending_school_id = any((select app_orgs())::text[]) or exists (select 1 from mobility_parties p where p.mobility_id = mobilities.id and p.party_id = any((select app_parties())::text[]) and (p.until_on is null or p.until_on >= (select app_today())))');
select app_protect('mobility_parties', 'party_id = any((select app_parties())::text[]) or app_sees_mobility(mobility_id)');
select app_protect(t::regclass, 'app_sees_mobility(mobility_id)') from unnest(array['placements', 'placement_answers',
  'agreement_versions', 'agreement_rows', 'agreement_signatures', 'complements', 'recognition_decisions', 'journeys',
  'check_ins', 'evaluations']) t;
select app_protect('assessments', 'org_id = any((select app_orgs())::text[])');
select app_protect('assessment_answers', 'app_sees_assessment(assessment_id)');
select app_protect('assessment_priorities', 'app_sees_assessment(assessment_id)');
select app_protect('clubs', 'facilitator_id = (select app_person()) or app_sees_club(id)');
select app_protect('club_members', 'person_id = (select app_person()) or app_sees_club(club_id)');
select app_protect('mails', 'false');

-- organisations are public inside the product: partners must be able to find each other
alter table organisations enable row level security;
create policy organisations_read on organisations for select using (true);
create policy organisations_add on organisations for insert with check ((select app_system()) or (select app_admin()));
create policy organisations_change on organisations for update
  using ((select app_system()) or (select app_admin()) or id = any((select app_orgs())::text[]));

-- audit lines and mails are written by anybody who acts, and read by few
alter table audit_lines enable row level security;
create policy audit_lines_add on audit_lines for insert with check (true);
create policy audit_lines_read on audit_lines for select using (
  (select app_system()) or actor_id = (select app_person()) or org_id = any((select app_orgs())::text[]) or app_sees_mobility(mobility_id));
create policy mails_add on mails for insert with check (true);

-- a session is looked up before anybody is known, so this one function may look
create function app_session(hash bytea, at timestamptz) returns table (
  session_id text, person_id text, language text, is_admin boolean, last_seen_at timestamptz,
  given_name text, family_name text, org_ids text[], org_roles jsonb
) language sql stable security definer set search_path = public as $$
  select s.id, p.id, p.language, p.is_admin, s.last_seen_at, coalesce(p.preferred_name, p.given_name), p.family_name,
    coalesce(array_agg(m.org_id order by m.org_id) filter (where m.org_id is not null), '{}'),
    coalesce(jsonb_object_agg(m.org_id, m.roles) filter (where m.org_id is not null), '{}')
  from sessions s join persons p on p.id = s.person_id
    left join memberships m on m.person_id = p.id and (m.until_on is null or m.until_on >= app_today())
  where s.token_hash = hash and s.expires_at > at
  group by s.id, p.id $$;

grant usage on schema public to sojourn_request, sojourn_reader;
grant select, insert, update, delete on all tables in schema public to sojourn_request;
grant select on all tables in schema public to sojourn_reader;
grant execute on all functions in schema public to sojourn_request, sojourn_reader;
revoke update, delete on audit_lines from sojourn_request;
revoke all on rate_limits from sojourn_request, sojourn_reader;
revoke all on schema_migrations from sojourn_request, sojourn_reader;
