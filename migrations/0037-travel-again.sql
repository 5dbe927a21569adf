-- Travelling again: who was reminded of a trip, and by how much a part of a journey is late.

-- one reminder a day for each seat, by the installation or by somebody's click
create table trip_reminders (
  trip_id text not null references trips (id) on delete cascade,
  seat text not null,
  on_day date not null,
  -- after some days of silence, on the eve of the trip, or by hand
  kind text not null check (kind in ('again', 'eve', 'hand')),
  sent_by text references persons (id),
  sent_at timestamptz not null,
  primary key (trip_id, seat, on_day)
);

alter table journey_legs
  -- the times stay those of the timetable; what is expected now is later by so much
  add column leaves_late integer not null default 0 check (leaves_late >= 0),
  add column arrives_late integer not null default 0 check (arrives_late >= 0);

alter table journey_changes
  -- the part that is late and its arrival before and now, where a delay was told about one
  add column leg integer,
  add column leg_before timestamptz,
  add column leg_now timestamptz;

select app_protect('trip_reminders', 'exists (select 1 from trips x where x.id = trip_reminders.trip_id)');
grant select, insert, update, delete on trip_reminders to sojourn_request;
grant select on trip_reminders to sojourn_reader;

-- since when a way is planned: it completes a step of the pupil's plan
alter table journeys add column planned_at timestamptz not null default now();
