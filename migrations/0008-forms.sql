-- Questionnaires. A form of the product has no organisation; an organisation's own is an adaptation of one of those.
create table forms (
  id text primary key,
  key text not null,
  org_id text references organisations (id),
  created_at timestamptz not null,
  unique nulls not distinct (key, org_id)
);

-- never changed once written: answers and what was submitted point here
create table form_versions (
  id text primary key,
  form_id text not null references forms (id),
  number integer not null check (number > 0),
  -- the version of the product's form that was adapted
  base_id text references form_versions (id),
  fingerprint text not null,
  definition jsonb not null,
  changes jsonb not null default '[]',
  published_by text references persons (id),
  published_at timestamptz not null,
  unique (form_id, number)
);

-- what an organisation is changing, until it is published
create table form_drafts (
  form_id text primary key references forms (id),
  base_id text not null references form_versions (id),
  changes jsonb not null default '[]',
  changed_by text references persons (id),
  changed_at timestamptz not null,
  version integer not null default 1
);

-- one section of one version, asked of one person. Who may read what is answered stands in the row.
create table form_requests (
  id text primary key,
  version_id text not null references form_versions (id),
  section_id text not null,
  about_kind text not null,
  about_id text not null,
  subject_id text references persons (id),
  asked_by text references persons (id),
  asking_org_id text not null references organisations (id),
  addressee_id text references persons (id),
  addressee_name text not null,
  addressee_email text not null,
  -- a word of the module that asks, such as class-teacher
  capacity text not null,
  -- asked as holder of parental responsibility: ends when that does, and when the pupil is of age
  as_guardian boolean not null default false,
  language text not null,
  reader_orgs text[] not null default '{}',
  reader_persons text[] not null default '{}',
  state text not null default 'asked' check (state in ('asked', 'opened', 'draft', 'submitted', 'declined', 'recalled')),
  -- counts the links that were given out: an older one leads nowhere
  link_number integer not null default 1,
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  asked_at timestamptz not null,
  opened_at timestamptz,
  submitted_at timestamptz,
  ended_at timestamptz,
  decline_reason text check (decline_reason in ('not-mine', 'relative', 'other')),
  decline_note text not null default '',
  reminded_at timestamptz,
  reminded integer not null default 0,
  mail_keys text[] not null default '{}',
  version integer not null default 1
);
create index form_requests_about on form_requests (about_kind, about_id);
create index form_requests_addressee on form_requests (addressee_id) where addressee_id is not null;
create index form_requests_subject on form_requests (subject_id) where subject_id is not null;

-- the answers stand apart: while they are written, only who writes them reads them
create table form_answers (
  request_id text primary key references form_requests (id) on delete cascade,
  answers jsonb not null default '{}',
  -- pages whose fields hold something that is no answer yet, as it was typed
  typed jsonb not null default '{}',
  -- in words, as it was read when it was handed in
  frozen jsonb,
  -- instead of the three above where the section's sensitivity asks for it; the key is not kept here
  sealed bytea,
  saved_at timestamptz not null,
  version integer not null default 1
);

create function app_sees_request(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from form_requests x where x.id = r and (x.addressee_id = app_person() or x.asked_by = app_person()
    or x.subject_id = app_person() or x.asking_org_id = any(app_orgs()) or x.reader_orgs && app_orgs()
    or app_person() = any(x.reader_persons))) $$;

create function app_reads_answers(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from form_requests x where x.id = r and (x.addressee_id = app_person()
    or (x.state = 'submitted' and (x.reader_orgs && app_orgs() or app_person() = any(x.reader_persons))))) $$;

create function app_sees_form_version(v text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from form_versions x join forms f on f.id = x.form_id where x.id = v
      and ((f.org_id is null and app_person() is not null) or f.org_id = any(app_orgs())))
    or exists (select 1 from form_requests r where r.version_id = v and app_sees_request(r.id)) $$;

-- who asked and asks somebody else takes away what the first had begun, without having seen it
create function app_drop_answers(r text) returns boolean language sql volatile security definer set search_path = public as $$
  with gone as (
    delete from form_answers a using form_requests x
    where x.id = a.request_id and x.id = r and x.state <> 'submitted' and (app_system() or app_sees_request(r))
    returning 1)
  select exists (select 1 from gone) $$;

-- which version is asked for: a pupil who asks is no member of the organisation whose form it is
create function app_newest_form(form_key text, org text) returns table (
  id text, key text, number integer, org_id text, definition jsonb
) language sql stable security definer set search_path = public as $$
  select v.id, f.key, v.number, f.org_id, v.definition from forms f join form_versions v on v.form_id = f.id
  where f.key = form_key and (f.org_id is null or f.org_id = org)
  order by f.org_id nulls last, v.number desc limit 1 $$;

-- the product's forms are read by everybody who is signed in, and written by the installation alone
alter table forms enable row level security;
create policy forms_read on forms for select using ((select app_system())
  or (org_id is null and (select app_person()) is not null) or org_id = any((select app_orgs())::text[]));
create policy forms_add on forms for insert with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
alter table form_versions enable row level security;
create policy form_versions_read on form_versions for select using ((select app_system()) or app_sees_form_version(id));
create policy form_versions_add on form_versions for insert with check ((select app_system())
  or exists (select 1 from forms f where f.id = form_id and f.org_id = any((select app_orgs())::text[])));
select app_protect('form_drafts', 'exists (select 1 from forms f where f.id = form_id and f.org_id = any((select app_orgs())::text[]))');
select app_protect('form_requests', 'addressee_id = (select app_person()) or asked_by = (select app_person())
  or subject_id = (select app_person()) or asking_org_id = any((select app_orgs())::text[])
  or reader_orgs && (select app_orgs())::text[] or (select app_person()) = any(reader_persons)');
select app_protect('form_answers', 'app_reads_answers(request_id)');

grant select, insert on forms, form_versions to sojourn_request;
grant select, insert, update, delete on form_drafts, form_requests, form_answers to sojourn_request;
grant select on forms, form_versions, form_drafts, form_requests, form_answers to sojourn_reader;

-- whether mails did not arrive, for those who had them sent: the mails themselves nobody reads
create function app_failed_mails(keys text[]) returns table (send_key text, failed_at timestamptz)
  language sql stable security definer set search_path = public as $$
  select m.send_key, m.failed_at from mails m where m.send_key = any(keys) and m.failed_at is not null $$;
grant execute on function app_sees_request(text), app_reads_answers(text), app_sees_form_version(text),
  app_newest_form(text, text), app_drop_answers(text), app_failed_mails(text[])
  to sojourn_request, sojourn_reader;
