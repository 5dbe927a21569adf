-- Words every later migration uses: who is acting, what today is, and the two tables of the platform itself.
-- Policies read these settings; they are empty unless a command or query has set them, so nothing is visible by default.

create function app_person() returns text language sql stable as
  $$ select nullif(current_setting('app.person', true), '') $$;

create function app_orgs() returns text[] language sql stable as
  $$ select coalesce(string_to_array(nullif(current_setting('app.orgs', true), ''), ','), '{}') $$;

-- the person and the organisations acted for, as one list: what mobility_parties.party_id is compared with
create function app_parties() returns text[] language sql stable as
  $$ select case when app_person() is null then app_orgs() else app_orgs() || app_person() end $$;

-- work of the installation itself: sign-in, jobs, start-up
create function app_system() returns boolean language sql stable as
  $$ select coalesce(current_setting('app.system', true) = 'on', false) $$;

create function app_admin() returns boolean language sql stable as
  $$ select coalesce(current_setting('app.admin', true) = 'on', false) $$;

create function app_today() returns date language sql stable as
  $$ select coalesce(nullif(current_setting('app.today', true), '')::date, current_date) $$;

create table audit_lines (
  id text primary key,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('person', 'system', 'visitor')),
  actor_id text,
  command text not null,
  subject_id text,
  mobility_id text,
  org_id text,
  details jsonb not null default '{}'
);
create index audit_lines_mobility on audit_lines (mobility_id, at) where mobility_id is not null;
create index audit_lines_subject on audit_lines (subject_id, at) where subject_id is not null;
create index audit_lines_actor on audit_lines (actor_id, at desc) where actor_id is not null;

create table mails (
  id text primary key,
  send_key text not null unique,
  to_address text not null,
  to_person_id text,
  language text not null,
  kind text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  attachments jsonb not null default '[]',
  created_at timestamptz not null,
  sent_at timestamptz,
  failed_at timestamptz,
  error text
);
create index mails_created on mails (created_at desc, id);

create table rate_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  expire bigint
);
