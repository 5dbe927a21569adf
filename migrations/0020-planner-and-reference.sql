-- Reference data that the administrator keeps in the product: who says so, since when, and what stood there before.
-- What the product ships lies in its code; an entry here takes its place, and undoing it brings it back.
create table reference_entries (
  id text primary key,
  kind text not null check (kind in ('public-holidays', 'school-holidays', 'stay-limits', 'online-consent-age')),
  country_code text not null check (country_code ~ '^[A-Z]{2}$'),
  region text not null default '',
  -- the school year of holidays, such as 2026/27; '' for what has none
  school_year text not null default '',
  created_at timestamptz not null,
  -- the number of its newest version
  version integer not null default 1,
  unique (kind, country_code, region, school_year)
);

-- never changed once written
create table reference_versions (
  entry_id text not null references reference_entries (id),
  number integer not null check (number > 0),
  -- null: withdrawn, what the product ships holds again
  content jsonb,
  valid_from date,
  valid_until date,
  source_title text not null default '',
  source_link text not null default '',
  certainty text not null check (certainty in ('official', 'found', 'recalled', 'own')),
  -- the earlier version whose content this one brings back; 0: what the product ships
  brings_back integer,
  changed_by text references persons (id),
  changed_at timestamptz not null,
  primary key (entry_id, number),
  check (valid_until is null or valid_from is null or valid_until >= valid_from)
);

alter table reference_entries enable row level security;
create policy reference_entries_read on reference_entries for select
  using ((select app_system()) or (select app_person()) is not null);
create policy reference_entries_write on reference_entries for all
  using ((select app_system()) or (select app_admin())) with check ((select app_system()) or (select app_admin()));
alter table reference_versions enable row level security;
create policy reference_versions_read on reference_versions for select
  using ((select app_system()) or (select app_person()) is not null);
create policy reference_versions_add on reference_versions for insert
  with check ((select app_system()) or (select app_admin()));
grant select, insert, update on reference_entries to sojourn_request;
grant select, insert on reference_versions to sojourn_request;
grant select on reference_entries, reference_versions to sojourn_reader;

-- An organisation's own timeline, made from one that is shipped. With a project it is that project's.
create table timeline_templates (
  id text primary key,
  org_id text not null references organisations (id),
  project_id text references projects (id),
  base text not null check (base in ('january', 'september', 'short')),
  name text not null,
  -- the steps as they are being changed, until they are put into use
  draft jsonb not null,
  created_at timestamptz not null,
  version integer not null default 1
);
create index timeline_templates_org on timeline_templates (org_id);

-- never changed once written: intakes keep the version they were laid out by
create table timeline_template_versions (
  template_id text not null references timeline_templates (id),
  number integer not null check (number > 0),
  name text not null,
  steps jsonb not null,
  published_by text references persons (id),
  published_at timestamptz not null,
  primary key (template_id, number)
);

alter table intakes drop constraint intakes_template_check;
alter table intakes add constraint intakes_template_check check (template in ('january', 'september', 'short'));
-- with these it follows a timeline of somebody's own, and `template` says what that was made from
alter table intakes add column template_id text references timeline_templates (id);
alter table intakes add column template_number integer;
alter table intakes add constraint intakes_own_template foreign key (template_id, template_number)
  references timeline_template_versions (template_id, number);
alter table intakes add check ((template_id is null) = (template_number is null));

-- the dates an intake had before they were changed: what was done then was in time by those
create table intake_moves (
  intake_id text not null references intakes (id),
  moved_at timestamptz not null,
  moved_by text references persons (id),
  starts_on date not null,
  ends_on date not null,
  primary key (intake_id, moved_at)
);

-- who follows an intake reads the steps it is laid out by, pupils and families too
create function app_sees_timeline(t text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from timeline_templates x where x.id = t
      and (x.org_id = any(app_orgs()) or app_sees_project(x.project_id)
        -- a network's, for organisations that have chosen it
        or exists (select 1 from unnest(app_orgs()) own where x.org_id = any(app_sources(own, 'timelines')))))
    or exists (select 1 from intakes i where i.template_id = t and app_sees_project(i.project_id)) $$;
grant execute on function app_sees_timeline(text) to sojourn_request, sojourn_reader;

alter table timeline_templates enable row level security;
create policy timeline_templates_read on timeline_templates for select using ((select app_system())
  or org_id = any((select app_orgs())::text[]) or app_sees_timeline(id));
create policy timeline_templates_write on timeline_templates for all
  using ((select app_system()) or org_id = any((select app_orgs())::text[]))
  with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
alter table timeline_template_versions enable row level security;
create policy timeline_template_versions_read on timeline_template_versions for select
  using ((select app_system()) or app_sees_timeline(template_id));
create policy timeline_template_versions_add on timeline_template_versions for insert with check ((select app_system())
  or exists (select 1 from timeline_templates t where t.id = template_id and t.org_id = any((select app_orgs())::text[])));
select app_protect('intake_moves', 'app_sees_intake(intake_id)');
grant select, insert, update, delete on timeline_templates to sojourn_request;
grant select, insert on timeline_template_versions, intake_moves to sojourn_request;
grant select on timeline_templates, timeline_template_versions, intake_moves to sojourn_reader;

-- whose holidays count for an organisation, where a country has several calendars
create table organisation_calendars (
  org_id text primary key references organisations (id),
  region text not null
);
alter table organisation_calendars enable row level security;
create policy organisation_calendars_read on organisation_calendars for select
  using ((select app_system()) or (select app_person()) is not null);
create policy organisation_calendars_write on organisation_calendars for all
  using ((select app_system()) or org_id = any((select app_orgs())::text[]))
  with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
grant select, insert, update, delete on organisation_calendars to sojourn_request;
grant select on organisation_calendars to sojourn_reader;
