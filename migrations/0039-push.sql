-- Alarms on a device through the push service of its browser; and whoever leaves an organisation shares its duty no more.

create table push_devices (
  id text primary key,
  person_id text not null references persons (id) on delete cascade,
  -- goes with it: whoever signs out of a device, or ends its session from elsewhere, is no longer alarmed there
  session_id text not null references sessions (id) on delete cascade,
  -- where the push service takes messages for this browser, and the browser's keys to which they are sealed
  endpoint text not null unique,
  p256dh text not null,
  auth text not null,
  -- the public key of this installation under which the browser asked: with another one nothing arrives
  server_key text not null,
  added_at timestamptz not null
);
create index push_devices_person on push_devices (person_id);
create index push_devices_session on push_devices (session_id);

select app_protect('push_devices', 'person_id = (select app_person())');
grant select, insert, update, delete on push_devices to sojourn_request;
grant select on push_devices to sojourn_reader;

alter table incident_tellings
  add column device_id text references push_devices (id) on delete set null,
  drop constraint incident_tellings_channel_check,
  add constraint incident_tellings_channel_check check (channel in ('mail', 'sms', 'push'));
create index incident_tellings_device on incident_tellings (device_id) where device_id is not null;

-- those of the group who still work for one of its organisations
create or replace function app_shares_duty(g text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from duty_members m join duty_groups x on x.id = m.group_id
    join memberships s on s.person_id = m.person_id and s.org_id in (x.org_id, x.partner_org_id)
      and (s.until_on is null or s.until_on >= app_today())
    where m.group_id = g and m.person_id = app_person()) $$;

-- What somebody handles, asked once a statement and not once a row: lists stay fast however many incidents there are.
create function app_duty_groups() returns text[] language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(m.group_id), '{}') from duty_members m where m.person_id = app_person() and app_shares_duty(m.group_id) $$;

create function app_led_orgs() returns text[] language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(m.org_id), '{}') from memberships m where m.person_id = app_person() and app_leads(m.org_id) $$;

create function app_lived_stays() returns text[] language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(id), '{}') from (
    select p.mobility_id as id from mobility_parties p
      where p.person_id = app_person() and p.role in ('pupil', 'guardian', 'host_family')
    union
    select x.mobility_id from placements x join family_members f on f.family_id = x.family_id
      where x.state in ('accepted', 'ended') and f.person_id = app_person()) s $$;

drop policy incidents_read on incidents;
create policy incidents_read on incidents for select using ((select app_system())
  or ((group_id = any((select app_duty_groups())::text[]) or org_id = any((select app_led_orgs())::text[])
      or partner_org_id = any((select app_led_orgs())::text[]))
    and (mobility_id is null or not mobility_id = any((select app_lived_stays())::text[]))));
create index incidents_open on incidents (raised_at desc, id desc) where state <> 'closed';
create index incidents_time on incidents (raised_at desc, id desc);

grant execute on function app_duty_groups(), app_led_orgs(), app_lived_stays() to sojourn_request, sojourn_reader;
