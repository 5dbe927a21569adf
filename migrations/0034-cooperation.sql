-- A conversation closes with somebody's part in what it is about, in the same moment, and not only when its parties are next
-- compared: in lists, excerpts, counts and searches as on its own page. The row policies and the readers ask these.

-- Whether a party still stands where it stood when it came to read. Kinds that nobody leaves by themselves are not asked.
create function app_stands(kind text, about text, p thread_parties) returns boolean
  language plpgsql stable security definer set search_path = public as $$
declare
  today constant date := app_today();
begin
  -- it fell to them because nobody else was left
  if p.reads_as = 'lead' then return true; end if;
  if p.reads_as = 'safeguarding' then
    if p.person_id is not null and p.protects_org is not null and not exists (
        select 1 from safeguarding_policies s where s.org_id = p.protects_org and p.person_id = any(s.person_ids))
      then return false; end if;
    -- nobody who takes part is under age any more
    if kind in ('mobility', 'project') and not exists (
        select 1 from thread_parties y join persons q on q.id = y.person_id
          where y.thread_id = p.thread_id and y.until_at is null and y.under_age
            and (q.birth_date is null or q.birth_date > today - interval '18 years'))
      then return false; end if;
    if kind <> 'mobility' then return true; end if;
    return exists (select 1 from mobility_parties m
      where m.mobility_id = about and m.party_id = coalesce(p.protects_org, p.org_id)
        and m.role in ('sending_school', 'sending_support', 'hosting_support')
        and (m.until_on is null or m.until_on >= today));
  end if;
  if kind = 'mobility' then
    return exists (select 1 from mobility_parties m
        where m.mobility_id = about and m.party_id = p.party_id and m.role = p.relation
          and (m.until_on is null or m.until_on >= today))
      or (p.relation = 'contact_teacher'
        and exists (select 1 from mobilities m where m.id = about and m.contact_teacher_id = p.person_id));
  end if;
  if kind = 'project' and p.person_id is not null then
    if p.relation like 'applicants:%' then
      return exists (select 1 from applications a
        where a.intake_id = about and a.state <> 'withdrawn' and a.forgotten_at is null
          and (a.pupil_id = p.person_id or exists (select 1 from guardianships g
            where g.pupil_id = a.pupil_id and g.guardian_id = p.person_id and (g.until_on is null or g.until_on >= today))));
    end if;
    return exists (select 1 from mobility_parties x join mobilities m on m.id = x.mobility_id
      where x.party_id = p.person_id and m.intake_id = about and m.state <> 'withdrawn'
        and x.role = split_part(p.relation, ':', 2) and (x.until_on is null or x.until_on >= today));
  end if;
  if kind = 'club' then
    return exists (select 1 from clubs c where c.id = about and c.facilitator_id = p.person_id)
      or exists (select 1 from club_members m where m.club_id = about and m.person_id = p.person_id and m.state = 'accepted');
  end if;
  if kind = 'buddies' then
    return exists (select 1 from buddy_pairs b where b.id = about and b.state in ('suggested', 'accepted'));
  end if;
  return true;
end $$;

-- Of an organisation those read who hold one of these roles: where it has named who reads along meanwhile, those.
create function app_reading_roles(p thread_parties) returns text[]
  language sql stable set search_path = public as $$
  select case when p.reads_as <> 'safeguarding' then p.roles else coalesce((
    select case when cardinality(s.person_ids) > 0 then '{}' when cardinality(s.roles) > 0 then s.roles else p.roles end
    from safeguarding_policies s where s.org_id = p.org_id), p.roles) end $$;

create or replace function app_reads_since(t text) returns timestamptz language sql stable set search_path = public as $$
  select min(p.from_at) from thread_parties p join threads x on x.id = p.thread_id
    where p.thread_id = t and p.until_at is null and p.party_id = any(app_parties())
      and (p.person_id is not null or exists (select 1 from memberships m
        where m.org_id = p.org_id and m.person_id = app_person() and m.roles && app_reading_roles(p)
          and (m.until_on is null or m.until_on >= app_today())))
      and app_stands(x.about_kind, x.about_id, p) $$;

create or replace function app_thread_readers(t text) returns table (
  person_id text, name text, org_id text, relation text, reads_as text, under_age boolean, since timestamptz
) language sql stable security definer set search_path = public as $$
  select x.id, coalesce(nullif(x.preferred_name, ''), x.given_name) || ' ' || x.family_name, p.org_id, p.relation, p.reads_as,
      p.under_age, p.from_at
    from thread_parties p
    join threads on threads.id = p.thread_id
    left join memberships m on m.org_id = p.org_id and m.roles && app_reading_roles(p)
      and (m.until_on is null or m.until_on >= app_today())
    join persons x on x.id = coalesce(p.person_id, m.person_id)
    where p.thread_id = t and p.until_at is null and app_stands(threads.about_kind, threads.about_id, p)
      and (app_system() or app_reads_thread(t)) $$;

grant execute on function app_stands(text, text, thread_parties), app_reading_roles(thread_parties)
  to sojourn_request, sojourn_reader;

-- quiet hours go by the clock that a person set for their calendar (app_zones_of): this second one was written and never read
alter table message_settings drop column time_zone;

-- by which version of the meeting a calendar program proposed another time (COUNTER): declining it answers with the same.
-- Empty: proposed on the page.
alter table event_proposals add column counter_sequence integer;
