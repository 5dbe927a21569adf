-- Somebody who is concerned never reads a concern, whoever they have become; a circle that everybody has left shows it.

-- since when a reader can read it no more: left, without the role, or concerned by now
alter table concern_readers add column left_at timestamptz;
-- since when nobody is left to read it
alter table concerns add column alone_since timestamptz;
create index concerns_alone on concerns (alone_since) where alone_since is not null;

-- whether a concern is about somebody, or about those they belong to or work for
create function app_concerns(m text, about text[], person text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobility_parties p where p.mobility_id = m
      and ((p.person_id = person and (p.role in ('host_family', 'contact_person') and p.role = any(about)
            or p.role = 'mentor' and 'host_school' = any(about) or p.role = 'contact_teacher' and 'sending_school' = any(about)))
        or ((p.role = 'hosting_support' and 'hosting_org' = any(about)
            or p.role = 'sending_support' and 'sending_org' = any(about)
            or p.role = 'sending_school' and 'sending_school' = any(about)
            or p.role = 'host_school' and 'host_school' = any(about))
          and exists (select 1 from memberships w where w.org_id = p.org_id and w.person_id = person
            and (w.until_on is null or w.until_on >= app_today())))))
    or ('host_family' = any(about) and exists (select 1 from placements x join family_members f on f.family_id = x.family_id
      where x.mobility_id = m and f.person_id = person)) $$;

create or replace function app_concerned(m text, about text[]) returns boolean language sql stable security definer set search_path = public as $$
  select app_concerns(m, about, app_person()) $$;

-- leads the organisation that was asked, today, and is not concerned
create function app_still_reads(c text, person text, org text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from memberships w where w.org_id = org and w.person_id = person
      and w.roles && array['head', 'coordinator'] and (w.until_on is null or w.until_on >= app_today()))
    and not exists (select 1 from concerns x where x.id = c and app_concerns(x.mobility_id, x.about, person)) $$;

create or replace function app_reads_concern(c text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from concern_readers r where r.concern_id = c and r.person_id = app_person()
    and app_still_reads(c, r.person_id, r.org_id)) $$;

grant execute on function app_concerns(text, text[], text), app_still_reads(text, text, text) to sojourn_request, sojourn_reader;
