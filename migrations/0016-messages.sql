-- Conversations about something, and who reads along. What they are about is told by other modules: here it is a kind and an id.
create table threads (
  id text primary key,
  about_kind text not null check (about_kind in ('mobility', 'partnership', 'project', 'meeting', 'contact')),
  about_id text not null,
  kind text not null default 'talk' check (kind in ('talk', 'announcement')),
  -- what it is about in a few words, as its module last said it
  about_title text not null default '',
  subject text not null,
  -- the relations that were chosen: whoever comes to stand in one reads from then on
  choices text[] not null default '{}',
  -- about somebody under age: no word of it leaves by mail
  confidential boolean not null default true,
  -- takes it over when nobody is left who may read it
  lead_org_id text references organisations (id),
  started_by text references persons (id),
  started_at timestamptz not null,
  -- of the newest message
  last_at timestamptz not null,
  last_message_id text,
  closed_at timestamptz,
  closed_by text references persons (id),
  reminded_at timestamptz,
  -- the same form sent twice is one thread
  start_key text,
  -- when what it is about was over; from then on it is kept for a time only
  ended_on date,
  unique (started_by, start_key)
);
create index threads_about on threads (about_kind, about_id);

-- who reads, as what, from when until when: the row policies below ask this table and nothing else
create table thread_parties (
  thread_id text not null references threads (id) on delete cascade,
  org_id text references organisations (id),
  person_id text references persons (id),
  party_id text not null generated always as (coalesce(org_id, person_id)) stored,
  -- what their part is called, in the words of the module that knows it
  relation text not null,
  part_key text not null,
  part_params jsonb not null default '{}',
  name text not null,
  -- of an organisation those who hold one of these roles
  roles text[] not null default '{}',
  reads_as text not null default 'member' check (reads_as in ('member', 'safeguarding', 'lead')),
  under_age boolean not null default false,
  -- reads what was written from then on
  from_at timestamptz not null,
  until_at timestamptz,
  primary key (thread_id, party_id, relation, reads_as),
  check ((org_id is null) <> (person_id is null))
);
create index thread_parties_party on thread_parties (party_id, thread_id) where until_at is null;

-- how far each reader has read, and what a mail is still to be sent about
create table thread_readers (
  thread_id text not null references threads (id) on delete cascade,
  person_id text not null references persons (id),
  read_until timestamptz,
  mail_first timestamptz,
  mail_last timestamptz,
  primary key (thread_id, person_id)
);
create index thread_readers_mail on thread_readers (person_id) where mail_last is not null;

-- without accents and in small letters, as people search
create function app_folded(words text) returns text language sql immutable strict parallel safe as $$
  select translate(lower(regexp_replace(normalize(words, nfd), '[\u0300-\u036f]', '', 'g')), 'łøđıħŧ', 'lodiht') $$;

create sequence message_numbers;
create table thread_messages (
  id text primary key,
  -- in the order in which they were written, also within one moment
  number bigint not null default nextval('message_numbers'),
  thread_id text not null references threads (id) on delete cascade,
  -- nobody: the product itself says what has happened
  author_id text references persons (id),
  author_name text not null default '',
  author_part text not null default '',
  author_part_params jsonb not null default '{}',
  text text not null default '',
  note_key text,
  note_params jsonb not null default '{}',
  via text not null default 'web' check (via in ('web', 'mail')),
  -- the same form sent twice is one message
  send_key text,
  written_at timestamptz not null,
  unique (thread_id, send_key)
);
create index thread_messages_thread on thread_messages (thread_id, number);
create index thread_messages_words on thread_messages using gin (to_tsvector('simple', app_folded(text)));

create table message_files (
  id text primary key,
  thread_id text not null references threads (id) on delete cascade,
  message_id text not null references thread_messages (id) on delete cascade,
  position integer not null,
  name text not null,
  media_type text not null,
  size integer not null,
  storage_key text not null
);
create index message_files_thread on message_files (thread_id, message_id);

create table message_settings (
  person_id text primary key references persons (id) on delete cascade,
  mail text not null default 'at_once' check (mail in ('at_once', 'daily', 'weekly')),
  -- HH:MM; both empty: no quiet hours
  quiet_from text not null default '',
  quiet_until text not null default '',
  time_zone text not null
);

-- who of an organisation reads along what pupils under age write and are written
create table safeguarding_policies (
  org_id text primary key references organisations (id),
  roles text[] not null,
  person_ids text[] not null default '{}',
  changed_by text references persons (id),
  changed_at timestamptz not null,
  version integer not null default 1
);

-- mails to somebody's reply address that somebody else may have sent: they decide
create table held_messages (
  id text primary key,
  thread_id text not null references threads (id) on delete cascade,
  person_id text not null references persons (id),
  sender text not null,
  subject text not null,
  text text not null,
  reason text not null check (reason in ('sender', 'closed', 'too_long')),
  send_key text not null unique,
  arrived_at timestamptz not null
);
create index held_messages_person on held_messages (person_id, arrived_at);

-- Of organisations those read who hold one of the roles today: somebody who has left reads no more from the next look on.
create function app_reads_since(t text) returns timestamptz language sql stable set search_path = public as $$
  select min(p.from_at) from thread_parties p where p.thread_id = t and p.until_at is null and p.party_id = any(app_parties())
    and (p.person_id is not null or exists (select 1 from memberships m
      where m.org_id = p.org_id and m.person_id = app_person() and m.roles && p.roles
        and (m.until_on is null or m.until_on >= app_today()))) $$;

create function app_reads_thread(t text) returns boolean language sql stable security definer set search_path = public as $$
  select app_reads_since(t) is not null $$;

create function app_reads_message(t text, written timestamptz) returns boolean language sql stable security definer set search_path = public as $$
  select written >= app_reads_since(t) $$;

-- the first parties are written by who starts the thread, all in one statement: nobody adds themselves afterwards
create function app_begins_thread(t text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from threads x where x.id = t and x.started_by = app_person())
    and not exists (select 1 from thread_parties p where p.thread_id = t) $$;

-- Everybody who reads a thread, by name and part: for those who read it. Readers of one thread may have nothing else in common.
create function app_thread_readers(t text) returns table (
  person_id text, name text, org_id text, relation text, reads_as text, under_age boolean, since timestamptz
) language sql stable security definer set search_path = public as $$
  select x.id, coalesce(nullif(x.preferred_name, ''), x.given_name) || ' ' || x.family_name, p.org_id, p.relation, p.reads_as,
      p.under_age, p.from_at
    from thread_parties p
    left join memberships m on m.org_id = p.org_id and m.roles && p.roles
      and (m.until_on is null or m.until_on >= app_today())
    join persons x on x.id = coalesce(p.person_id, m.person_id)
    where p.thread_id = t and p.until_at is null and (app_system() or app_reads_thread(t)) $$;

-- Which messages hold all the words, of those the asker reads. Under a policy the index of words could not be used.
create function app_found_messages(words text, at_most integer) returns table (id text)
  language sql stable security definer set search_path = public as $$
  select m.id from thread_messages m
    where to_tsvector('simple', app_folded(m.text)) @@ to_tsquery('simple', words)
      and (app_system() or app_reads_message(m.thread_id, m.written_at))
    order by m.number desc limit at_most $$;

alter table threads enable row level security;
create policy threads_read on threads for select using ((select app_system()) or app_reads_thread(id));
create policy threads_change on threads for update using ((select app_system()) or app_reads_thread(id));
create policy threads_add on threads for insert with check ((select app_system()) or started_by = (select app_person()));
create policy threads_end on threads for delete using ((select app_system()));

-- whoever has read a thread may see that they once did, and nothing else of it
alter table thread_parties enable row level security;
create policy thread_parties_read on thread_parties for select
  using ((select app_system()) or party_id = any((select app_parties())::text[]) or app_reads_thread(thread_id));
create policy thread_parties_add on thread_parties for insert with check ((select app_system()) or app_begins_thread(thread_id));
create policy thread_parties_change on thread_parties for update using ((select app_system()));
create policy thread_parties_end on thread_parties for delete using ((select app_system()));

select app_protect('thread_readers', 'app_reads_thread(thread_id)');

alter table thread_messages enable row level security;
create policy thread_messages_read on thread_messages for select
  using ((select app_system()) or app_reads_message(thread_id, written_at));
create policy thread_messages_add on thread_messages for insert
  with check ((select app_system()) or ((author_id is null or author_id = (select app_person())) and app_reads_thread(thread_id)));
create policy thread_messages_change on thread_messages for update using ((select app_system()));
create policy thread_messages_end on thread_messages for delete using ((select app_system()));

-- a file is read by those who read its message
alter table message_files enable row level security;
create policy message_files_read on message_files for select using ((select app_system())
  or exists (select 1 from thread_messages m where m.id = message_id));
create policy message_files_add on message_files for insert with check ((select app_system())
  or exists (select 1 from thread_messages m where m.id = message_id and m.author_id = (select app_person())));
create policy message_files_end on message_files for delete using ((select app_system()));

select app_protect('message_settings', 'person_id = (select app_person())');
-- who reads along is told to everybody it concerns, so the policy itself is no secret inside the product
alter table safeguarding_policies enable row level security;
create policy safeguarding_policies_read on safeguarding_policies for select
  using ((select app_system()) or (select app_person()) is not null);
create policy safeguarding_policies_add on safeguarding_policies for insert
  with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
create policy safeguarding_policies_change on safeguarding_policies for update
  using ((select app_system()) or org_id = any((select app_orgs())::text[]));
select app_protect('held_messages', 'person_id = (select app_person())');

grant select, insert, update, delete on threads, thread_parties, thread_readers, thread_messages, message_files,
  message_settings, safeguarding_policies, held_messages to sojourn_request;
grant select on threads, thread_parties, thread_readers, thread_messages, message_files, message_settings,
  safeguarding_policies, held_messages to sojourn_reader;
grant usage on sequence message_numbers to sojourn_request;
grant execute on function app_folded(text), app_reads_since(text), app_reads_thread(text), app_reads_message(text, timestamptz),
  app_begins_thread(text), app_thread_readers(text), app_found_messages(text, integer) to sojourn_request, sojourn_reader;

-- whoever signs out, here or elsewhere, hears nothing more: their open streams are told
create function sessions_tell_end() returns trigger language plpgsql security definer set search_path = public as $$
begin
  perform pg_notify('sojourn_live', json_build_object('topic', 'signed-out', 'session', encode(old.token_hash, 'hex'))::text);
  return null;
end $$;
create trigger sessions_tell_end after delete on sessions for each row execute function sessions_tell_end();
