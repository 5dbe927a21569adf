-- a short test of an organisation in further languages: words alone, of one version; which choice is right stays with the test
create table orientation_test_translations (
  test_id text not null,
  number integer not null,
  language text not null,
  title text not null,
  -- the words of each question in its place; what is empty is not translated yet
  questions jsonb not null,
  version integer not null default 1,
  written_by_name text not null,
  written_at timestamptz not null,
  primary key (test_id, number, language),
  foreign key (test_id, number) references orientation_test_versions (test_id, number) on delete cascade
);
select app_protect_apart('orientation_test_translations',
  'exists (select 1 from orientation_tests t where t.id = orientation_test_translations.test_id)',
  'exists (select 1 from orientation_tests t where t.id = orientation_test_translations.test_id and t.org_id = any((select app_orgs())::text[]))');
grant select, insert, update, delete on orientation_test_translations to sojourn_request;
grant select on orientation_test_translations to sojourn_reader;

-- when and where an orientation is, for whoever sees the orientation: a guardian or a partner is not in its meeting
create function app_orientation_event(o text) returns table (starts_at timestamptz, ends_at timestamptz, time_zone text, place text, url text,
    organiser_id text)
  language sql stable security definer set search_path = public as $$
  select e.starts_at, e.ends_at, e.time_zone, e.place, e.url, e.organiser_id
  from orientations r join calendar_events e on e.id = r.event_id
  where r.id = o and (app_system() or app_sees_orientation(o)) $$;
grant execute on function app_orientation_event(text) to sojourn_request, sojourn_reader;
