-- Consents as records of their own kind, how lists of pupils were read, photos of an application, and its end.

alter table consents drop constraint consents_kind_check;
alter table consents add constraint consents_kind_check
  check (kind in ('first', 'binding', 'photo', 'data_transfer', 'medical'));
alter table consents drop constraint consents_capacity_check;
alter table consents add constraint consents_capacity_check
  check (capacity in ('guardian', 'pupil_of_age', 'guardian_with_pupil'));
-- a "no" is kept as one that never was in force: whoever reads consents in force reads none of them
alter table consents add column answer text not null default 'yes' check (answer in ('yes', 'no'));
alter table consents add column withdrawn_by text references persons (id);
-- whoever said no or took back has let the school know that it was them
alter table consents add column told_school boolean not null default false;
alter table consents add constraint consents_no_never_counts check (answer = 'yes' or withdrawn_at is not null);
update consents set withdrawn_by = given_by where withdrawn_at is not null;
create index consents_application on consents (application_id, kind) where application_id is not null;

-- the hosting side reads whether there is a consent, once the dossier is shared with it
drop policy consents_seen on consents;
select app_protect('consents', 'pupil_id = (select app_person()) or app_guards(pupil_id) or app_sees_application(application_id) or app_sees_mobility(mobility_id) or app_hosts_application(application_id)');

-- Who no longer holds parental responsibility is no longer a party of the pupil's dossiers. It follows by itself.
create function guardianships_follow() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update mobility_parties p set until_on = new.until_on from mobilities m
    where m.id = p.mobility_id and m.pupil_id = new.pupil_id and p.person_id = new.guardian_id and p.role = 'guardian';
  return null;
end $$;
create trigger guardianships_follow after update of until_on on guardianships for each row
  when (old.until_on is distinct from new.until_on) execute function guardianships_follow();

-- How an organisation's lists of pupils are read, by their headers. No cell below a header is kept.
create table import_mappings (
  org_id text not null references organisations (id),
  -- SHA-256 of the headers, in whatever order they stand
  fingerprint text not null,
  headers text[] not null,
  -- which header tells what; a header that stands twice has its number behind it
  mapping jsonb not null,
  -- order of days and months, order of names
  reading jsonb not null,
  saved_at timestamptz not null,
  saved_by text references persons (id),
  primary key (org_id, fingerprint)
);
select app_protect('import_mappings', 'org_id = any((select app_orgs())::text[])');
grant select, insert, update, delete on import_mappings to sojourn_request;
grant select on import_mappings to sojourn_reader;

create table application_photos (
  id text primary key,
  application_id text not null references applications (id),
  position integer not null,
  caption text not null default '',
  -- what can be seen, for who cannot see it
  alt text not null,
  width integer not null,
  height integer not null,
  size integer not null,
  storage_key text not null,
  added_at timestamptz not null,
  version integer not null default 1
);
create index application_photos_application on application_photos (application_id, position);
select app_protect('application_photos', 'app_sees_application(application_id) or app_hosts_application(application_id)');
grant select, insert, update, delete on application_photos to sojourn_request;
grant select on application_photos to sojourn_reader;

-- When an application ended without a stay, and when what it said was erased.
alter table applications add column closed_at timestamptz;
alter table applications add column forgotten_at timestamptz;
update applications a set closed_at = coalesce(a.decided_at,
    (select max(l.at) from audit_lines l where l.subject_id = a.id and l.command = 'applications.withdraw-application'),
    a.submitted_at, a.created_at)
  where state in ('not_selected', 'withdrawn');
create index applications_closed on applications (closed_at) where closed_at is not null and forgotten_at is null;

-- And who comes to hold it while a stay is prepared or goes on is a party of it from then on.
create function guardianships_join() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into mobility_parties (mobility_id, person_id, role, from_on, state, starts_on)
    select m.id, new.guardian_id, 'guardian', new.from_on, m.state, m.starts_on from mobilities m
    where m.pupil_id = new.pupil_id and m.ends_on >= new.from_on and m.state <> 'withdrawn'
    on conflict do nothing;
  return null;
end $$;
create trigger guardianships_join after insert on guardianships for each row execute function guardianships_join();
