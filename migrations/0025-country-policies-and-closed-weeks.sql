-- What an organisation or a network holds about stays in a country, with its source. Every change is a new row; an empty
-- content is one taken back.
create table country_policies (
  org_id text not null references organisations (id),
  country_code text not null,
  number integer not null check (number > 0),
  content jsonb,
  note text not null default '',
  source_title text not null default '',
  source_link text not null default '',
  certainty text not null check (certainty in ('official', 'found', 'recalled', 'own')),
  changed_by text references persons (id),
  changed_at timestamptz not null,
  primary key (org_id, country_code, number)
);
alter table country_policies enable row level security;
-- nobody's secret: what partners and pupils plan by rests on it
create policy country_policies_read on country_policies for select
  using ((select app_system()) or (select app_person()) is not null);
create policy country_policies_add on country_policies for insert
  with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
grant select, insert on country_policies to sojourn_request;
grant select on country_policies to sojourn_reader;

-- Closed weeks that organisations told for everybody or for partners, to whoever follows a project of theirs, pupils and
-- families too: one plan for all.
create function app_closed_weeks(orgs text[]) returns table (org_id text, content jsonb)
language sql stable security definer set search_path = public as $$
  select p.org_id, p.content from profile_parts p
  where p.part = 'holidays' and p.org_id = any(orgs) and p.audience <> 'us'
    and (app_system()
      or (p.audience = 'everybody' and app_person() is not null)
      or (p.audience = 'partners' and (p.org_id = any(app_orgs()) or p.org_id = any(app_partner_orgs())
        or exists (select 1 from project_parties x where x.org_id = p.org_id and app_sees_project(x.project_id))))) $$;
grant execute on function app_closed_weeks(text[]) to sojourn_request, sojourn_reader;

-- who follows a project of two partners, pupils and families too, reads who does what between them
create function app_follows_both(one text, other text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from project_parties a
    join project_parties b on b.project_id = a.project_id and b.org_id = other
    where a.org_id = one and app_sees_project(a.project_id)) $$;
grant execute on function app_follows_both(text, text) to sojourn_request, sojourn_reader;
drop policy partnership_tasks_read on partnership_tasks;
create policy partnership_tasks_read on partnership_tasks for select using ((select app_system()) or app_sees_partnership(partnership_id)
  or (state = 'in_force' and app_follows_both(school_id, supporting_id)));
drop function app_shares_project_with(text, text);
