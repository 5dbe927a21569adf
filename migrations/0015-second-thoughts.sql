-- A greeting in the pupil's own voice, consents taken back, rounds that are stopped, reviews handed to a colleague,
-- answers sent back for correction, and files as answers.

create table application_greetings (
  application_id text primary key references applications (id),
  media_type text not null check (media_type in ('audio/mp4', 'audio/mpeg', 'audio/ogg', 'audio/webm', 'audio/wav')),
  -- what is said in it, for who cannot hear it
  words text not null,
  size integer not null,
  storage_key text not null,
  added_at timestamptz not null
);
select app_protect('application_greetings', 'app_sees_application(application_id) or app_hosts_application(application_id)');
grant select, insert, update, delete on application_greetings to sojourn_request;
grant select on application_greetings to sojourn_reader;

-- why a binding consent was taken back, where somebody wanted to say: read by them and by the sending school
create table consent_reasons (
  consent_id text primary key references consents (id) on delete cascade,
  reason text not null,
  written_by text not null references persons (id),
  school_id text not null references organisations (id)
);
select app_protect('consent_reasons', 'written_by = (select app_person()) or school_id = any((select app_orgs())::text[])');
grant select, insert, update, delete on consent_reasons to sojourn_request;
grant select on consent_reasons to sojourn_reader;

alter table selection_rounds drop constraint selection_rounds_state_check;
alter table selection_rounds add constraint selection_rounds_state_check
  check (state in ('draft', 'published', 'rating', 'calibrating', 'decided', 'closed', 'cancelled'));
alter table selection_rounds add column cancelled_at timestamptz;
alter table selection_rounds add column cancelled_by text references persons (id);
-- in words that pupils read
alter table selection_rounds add column cancel_reason text;
alter table selection_rounds add column ratings_erased_at timestamptz;
-- another round may follow one that was stopped, with the same pupils
alter table selection_rounds drop constraint selection_rounds_intake_id_school_id_key;
create unique index selection_rounds_once on selection_rounds (intake_id, school_id) where state <> 'cancelled';
alter table selection_candidates add column released_at timestamptz;
alter table selection_candidates drop constraint selection_candidates_application_id_key;
create unique index selection_candidates_once on selection_candidates (application_id) where released_at is null;

-- what had not been compared when a round was stopped stays each rater's own
create or replace function app_compares_round(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from selection_rounds x where x.id = r
    and (x.state in ('calibrating', 'decided', 'closed') or (x.state = 'cancelled' and x.calibrating_at is not null))
    and (x.school_id = any(app_orgs()) or x.support_org_id = any(app_orgs()))) $$;

alter table selection_reviews add column handed_to text references persons (id);
alter table selection_reviews add column handed_by text references persons (id);
alter table selection_reviews add column handed_at timestamptz;

-- answers sent back for correction: a new request that begins with the old answers
alter table form_requests add column follows_id text references form_requests (id);
alter table form_requests add column follow_word text not null default '';
create unique index form_requests_follows on form_requests (follows_id) where follows_id is not null and state <> 'recalled';

-- who sends it back may not be who reads it
create function app_copy_answers(old_request text, new_request text, at timestamptz) returns boolean
  language sql volatile security definer set search_path = public as $$
  with copied as (
    insert into form_answers (request_id, answers, saved_at)
    select n.id, a.answers, at from form_answers a
      join form_requests o on o.id = a.request_id
      join form_requests n on n.id = new_request and n.follows_id = o.id
    where o.id = old_request and o.state = 'submitted' and n.state = 'asked'
      and (app_system() or (app_sees_request(o.id) and app_sees_request(n.id)))
    returning 1)
  select exists (select 1 from copied) $$;

create table form_files (
  id text primary key,
  request_id text not null references form_requests (id) on delete cascade,
  -- where it is an answer: the page's field
  field text not null,
  name text not null,
  media_type text not null,
  size integer not null,
  storage_key text not null,
  added_at timestamptz not null
);
create index form_files_request on form_files (request_id);
select app_protect('form_files', 'app_reads_answers(request_id)');
grant select, insert, delete on form_files to sojourn_request;
grant select on form_files to sojourn_reader;

-- who asks somebody else has not seen the files of the first either
create function app_drop_files(r text) returns table (storage_key text)
  language sql volatile security definer set search_path = public as $$
  delete from form_files f using form_requests x
    where x.id = f.request_id and x.id = r and x.state <> 'submitted' and (app_system() or app_sees_request(r))
    returning f.storage_key $$;

grant execute on function app_copy_answers(text, text, timestamptz), app_drop_files(text)
  to sojourn_request, sojourn_reader;
