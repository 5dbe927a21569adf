-- The health vault: one key a person and room, and what is sealed with it. Nothing in these tables but dates, states and ids can be
-- read without the master key, which is not in the database (docs/decisions/0012).

-- The door of the vault: it names the one person whose key it wants, and only that row is there.
create function app_vault() returns text language sql stable as
  $$ select nullif(current_setting('app.vault', true), '') $$;

create table vault_keys (
  person_id text not null references persons (id),
  -- what is sealed in different rooms of the house is destroyed apart
  room text not null,
  -- one after the other: a key that was destroyed is never used again, a new record gets the next
  number integer not null check (number > 0),
  -- the data key, sealed with the master key; gone once it is destroyed
  wrapped bytea,
  -- which master key sealed it
  master_id text not null,
  -- counts how often it was wrapped anew
  key_version integer not null default 1,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (person_id, room, number),
  check (wrapped is null or destroyed_at is null)
);

create table health_records (
  id text primary key,
  pupil_id text not null references persons (id),
  created_at timestamptz not null,
  -- somebody entitled says that all is still true, or signs anew
  confirmed_at timestamptz,
  confirmed_by text references persons (id),
  destroy_asked_at timestamptz,
  destroy_asked_by text references persons (id),
  destroyed_at timestamptz,
  version integer not null default 1
);
create unique index health_records_live on health_records (pupil_id) where destroyed_at is null;

create table health_parts (
  record_id text not null references health_records (id),
  pupil_id text not null references persons (id),
  part text not null check (part in ('guardian', 'physician')),
  state text not null check (state in ('draft', 'signed')),
  -- which version of the questions was answered
  form_version text not null,
  -- answers, and in words what was signed
  sealed bytea not null,
  saved_at timestamptz not null,
  signed_at timestamptz,
  -- something was changed since it was signed
  changed boolean not null default false,
  version integer not null default 1,
  primary key (record_id, part)
);

-- the physician answers by a link, without an account; the link shows nothing that was handed in
create table health_links (
  id text primary key,
  record_id text not null references health_records (id),
  pupil_id text not null references persons (id),
  token_hash bytea not null unique,
  asked_by text not null references persons (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz
);
create index health_links_record on health_links (record_id);

-- who opened the record in an emergency, and each time they looked: it can only grow
create table health_looks (
  id text primary key,
  record_id text not null references health_records (id),
  pupil_id text not null references persons (id),
  mobility_id text not null references mobilities (id),
  person_id text not null references persons (id),
  -- for whom they acted; null for the contact person
  org_id text references organisations (id),
  at timestamptz not null,
  kind text not null check (kind in ('opened', 'looked')),
  -- until when this opening lasts
  until_at timestamptz not null,
  what text[] not null,
  -- why, in their words
  reason bytea
);
create index health_looks_record on health_looks (record_id, at);

create table care_notes (
  id text primary key,
  mobility_id text not null references mobilities (id),
  pupil_id text not null references persons (id),
  number integer not null check (number > 0),
  state text not null check (state in ('proposed', 'sent_back', 'accepted', 'withdrawn', 'replaced')),
  sealed bytea not null,
  -- what the guardian wrote when sending it back
  remark bytea,
  written_by text not null references persons (id),
  org_id text references organisations (id),
  written_at timestamptz not null,
  decided_by text references persons (id),
  decided_at timestamptz,
  ended_by text references persons (id),
  ended_at timestamptz,
  version integer not null default 1,
  unique (mobility_id, number)
);
create unique index care_notes_proposed on care_notes (mobility_id) where state = 'proposed';
create unique index care_notes_accepted on care_notes (mobility_id) where state = 'accepted';

-- the pupil; guardians as long as they are, and not once the pupil is of age
create function app_owns_health(pupil text) returns boolean language sql stable security definer set search_path = public as $$
  select pupil = app_person() or (app_guards(pupil)
    and not exists (select 1 from persons p where p.id = pupil and p.birth_date <= app_today() - interval '18 years')) $$;

-- those who share a dossier of the pupil, but neither the host family nor anybody's former part
create function app_shares_health(pupil text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from mobilities m join mobility_parties x on x.mobility_id = m.id
    where m.pupil_id = pupil and x.party_id = any(app_parties()) and x.role not in ('host_family', 'pupil', 'guardian')
      and (x.until_on is null or x.until_on >= app_today())) $$;

select app_protect('vault_keys', 'person_id = (select app_vault())');
select app_protect(t::regclass, 'app_owns_health(pupil_id) or app_shares_health(pupil_id)')
  from unnest(array['health_records', 'health_parts']) t;
select app_protect('health_links', 'app_owns_health(pupil_id)');
select app_protect('health_looks', 'app_owns_health(pupil_id) or person_id = (select app_person())');
select app_protect('care_notes', 'app_owns_health(pupil_id) or app_shares_health(pupil_id) or (state = ''accepted'' and app_sees_mobility(mobility_id))');

grant select, insert, update on vault_keys, health_records, health_links, care_notes to sojourn_request;
grant select, insert, update, delete on health_parts to sojourn_request;
grant select, insert on health_looks to sojourn_request;
grant select on vault_keys, health_records, health_parts, health_links, health_looks, care_notes to sojourn_reader;
grant execute on function app_vault(), app_owns_health(text), app_shares_health(text) to sojourn_request, sojourn_reader;
