-- A self-assessment is filled by several people over weeks: who answered what, who knows which criterion, who has looked at
-- what is called audited. Answers remember the wording they were given to, for when the questionnaire changes meanwhile.

alter table assessments
  add column carried_from text,
  add column carried_by text references persons (id),
  add column carried_at timestamptz,
  add column reminded_at timestamptz;
create index assessments_submitted on assessments (submitted_at) where state = 'submitted';

alter table assessment_answers
  add column note text not null default '',
  add column answered_by text references persons (id),
  -- reworded when the questionnaire changed, so that somebody looks again
  add column look_again boolean not null default false,
  add column reviewer_id text references persons (id),
  -- 'named': under the rule before this one a reviewer was named and nobody had to confirm
  add column review text check (review in ('asked', 'confirmed', 'declined', 'named')),
  add column review_words text not null default '',
  add column reviewed_at timestamptz;
update assessment_answers set review = 'named' where status = 'documented_audited' and reviewer <> '';
create index assessment_answers_review on assessment_answers (reviewer_id) where review = 'asked';

-- every answer that was saved, by whom and when; the words of it stay in the answer alone
create table assessment_contributions (
  assessment_id text not null references assessments (id) on delete cascade,
  item_id text not null,
  number integer not null check (number > 0),
  person_id text not null references persons (id),
  status text not null,
  at timestamptz not null,
  primary key (assessment_id, item_id, number)
);

create table assessment_shares (
  assessment_id text not null references assessments (id) on delete cascade,
  criterion_id text not null,
  person_id text not null references persons (id),
  shared_by text not null references persons (id),
  shared_at timestamptz not null,
  primary key (assessment_id, criterion_id)
);
create index assessment_shares_person on assessment_shares (person_id);

create table assessment_wishes (
  assessment_id text not null references assessments (id) on delete cascade,
  criterion_id text not null,
  wished text not null check (wished in ('in_progress', 'implemented', 'documented_audited')),
  primary key (assessment_id, criterion_id)
);

-- the report on quality standards, in the organisation's own words
create table assessment_texts (
  assessment_id text not null references assessments (id) on delete cascade,
  standard_id text not null,
  words text not null,
  edited_by text not null references persons (id),
  edited_at timestamptz not null,
  primary key (assessment_id, standard_id)
);

-- a closed plan says how far a point has come: the organisation takes it into an assessment, or leaves it
create table status_proposals (
  id text primary key,
  org_id text not null references organisations (id),
  item_id text not null,
  status text not null check (status in ('not_started', 'in_progress', 'implemented', 'documented_audited')),
  source text not null,
  plan_label text not null,
  proposed_by text not null references persons (id),
  proposed_at timestamptz not null,
  state text not null check (state in ('open', 'taken', 'left')),
  answered_by text references persons (id),
  answered_at timestamptz,
  assessment_id text references assessments (id),
  unique (org_id, source)
);
create index status_proposals_open on status_proposals (org_id) where state = 'open';

-- the third intent is to offer
alter table assessment_priorities drop constraint assessment_priorities_intent_check;
update assessment_priorities set intent = 'offer' where intent = 'deepen';
alter table assessment_priorities add constraint assessment_priorities_intent_check check (intent in ('start', 'improve', 'offer'));

-- who lets itself be counted among others; no row means no
create table benchmark_consents (
  org_id text primary key references organisations (id),
  given boolean not null,
  changed_by text not null references persons (id),
  changed_at timestamptz not null,
  version integer not null default 1
);
-- a publication stands until at least five organisations have changed: which ones were counted is read by nobody
create table benchmark_publications (
  id text primary key,
  computed_at timestamptz not null,
  state text not null check (state in ('shown', 'taken_down', 'replaced'))
);
create unique index benchmark_publications_shown on benchmark_publications (state) where state = 'shown';
create table benchmark_counted (
  publication_id text not null references benchmark_publications (id) on delete cascade,
  org_id text not null references organisations (id),
  assessment_id text not null references assessments (id) on delete cascade,
  primary key (publication_id, org_id)
);
create table benchmark_figures (
  publication_id text not null references benchmark_publications (id) on delete cascade,
  cut text not null,
  criterion_id text not null,
  organisations integer not null check (organisations >= 5),
  counts jsonb not null,
  primary key (publication_id, cut, criterion_id)
);

select app_protect(t::regclass, 'app_sees_assessment(assessment_id)')
  from unnest(array['assessment_contributions', 'assessment_shares', 'assessment_wishes', 'assessment_texts']) t;
select app_protect(t::regclass, 'org_id = any((select app_orgs())::text[])')
  from unnest(array['status_proposals', 'benchmark_consents']) t;
select app_protect('benchmark_publications', 'false');
select app_protect('benchmark_counted', 'false');
alter table benchmark_figures enable row level security;
create policy benchmark_figures_write on benchmark_figures using ((select app_system())) with check ((select app_system()));
-- figures of groups: for everybody who works for an organisation, as long as they are published
create function app_shows_benchmark(p text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from benchmark_publications x where x.id = p and x.state = 'shown') $$;
create policy benchmark_figures_read on benchmark_figures for select
  using (cardinality((select app_orgs())::text[]) > 0 and app_shows_benchmark(publication_id));

-- an organisation that takes its consent back is counted nowhere from this moment on; true when figures were taken down with it
create function app_take_down_benchmark(org text) returns boolean language sql volatile security definer set search_path = public as $$
  with down as (update benchmark_publications p set state = 'taken_down' where p.state = 'shown' and org = any(app_orgs())
    and exists (select 1 from benchmark_counted c where c.publication_id = p.id and c.org_id = org) returning p.id)
  select exists (select 1 from down) $$;

grant select, insert, update, delete on assessment_shares, assessment_wishes, assessment_texts to sojourn_request;
grant select, insert on assessment_contributions to sojourn_request;
grant select, insert, update on status_proposals, benchmark_consents, benchmark_publications to sojourn_request;
grant select, insert, delete on benchmark_counted, benchmark_figures to sojourn_request;
grant select on assessment_contributions, assessment_shares, assessment_wishes, assessment_texts, status_proposals, benchmark_consents,
  benchmark_publications, benchmark_counted, benchmark_figures to sojourn_reader;
grant execute on function app_shows_benchmark(text), app_take_down_benchmark(text) to sojourn_request, sojourn_reader;
