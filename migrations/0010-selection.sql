-- A round in which a school chooses, together with its supporting organisation, who goes.
create table selection_rounds (
  id text primary key,
  intake_id text not null references intakes (id),
  school_id text not null references organisations (id),
  support_org_id text references organisations (id),
  state text not null check (state in ('draft', 'published', 'rating', 'calibrating', 'decided', 'closed')),
  places integer not null check (places between 1 and 200),
  reserve_places integer not null check (reserve_places between 0 and 200),
  points_max integer not null check (points_max between 3 and 10),
  is_blind boolean not null,
  tie_rules text[] not null,
  rate_until date not null,
  news_on date not null,
  note text not null default '',
  -- drawn when the ratings are closed, shown from then on: anybody can draw the lots again
  lot_number integer,
  created_by text not null references persons (id),
  created_at timestamptz not null,
  published_at timestamptz,
  rating_at timestamptz,
  calibrating_at timestamptz,
  planned_by text references persons (id),
  deviation_reason text,
  decided_by text references persons (id),
  decided_at timestamptz,
  closed_at timestamptz,
  version integer not null default 1,
  unique (intake_id, school_id),
  check (news_on >= rate_until)
);
create index selection_rounds_school on selection_rounds (school_id);
create index selection_rounds_support on selection_rounds (support_org_id) where support_org_id is not null;

create table selection_criteria (
  round_id text not null references selection_rounds (id),
  key text not null,
  position integer not null,
  weight integer not null check (weight between 1 and 5),
  -- the product's own words, shown in the reader's language; null once the school wrote its own
  shipped text,
  title text not null,
  low text not null,
  middle text not null,
  high text not null,
  primary key (round_id, key)
);

create table selection_raters (
  round_id text not null references selection_rounds (id),
  person_id text not null references persons (id),
  org_id text not null references organisations (id),
  interviews boolean not null default false,
  added_at timestamptz not null,
  primary key (round_id, person_id)
);
create index selection_raters_person on selection_raters (person_id);

create table selection_candidates (
  round_id text not null references selection_rounds (id),
  application_id text not null unique references applications (id) on delete cascade,
  pupil_id text not null references persons (id),
  code text not null,
  -- a longer stay abroad before, as the school knows it; read by one tie-break rule only
  was_abroad boolean,
  added_at timestamptz not null,
  planned text check (planned in ('selected', 'reserve', 'not_selected')),
  rank integer,
  reserve_rank integer,
  gave_up_at timestamptz,
  moved_up_at timestamptz,
  primary key (round_id, application_id),
  unique (round_id, code)
);
create index selection_candidates_pupil on selection_candidates (pupil_id);

create table selection_conflicts (
  round_id text not null references selection_rounds (id),
  application_id text not null references applications (id) on delete cascade,
  person_id text not null references persons (id),
  kind text not null check (kind in ('own_child', 'relative', 'own_class', 'other')),
  declared_at timestamptz not null,
  primary key (round_id, application_id, person_id)
);

create table selection_ratings (
  round_id text not null references selection_rounds (id),
  application_id text not null references applications (id) on delete cascade,
  rater_id text not null references persons (id),
  criterion text not null,
  points integer not null check (points between 1 and 10),
  reason text not null default '',
  version integer not null default 1,
  rated_at timestamptz not null,
  primary key (round_id, application_id, rater_id, criterion)
);
create index selection_ratings_rater on selection_ratings (rater_id, round_id);

-- what was said before a rater thought again
create table selection_revisions (
  round_id text not null references selection_rounds (id),
  application_id text not null references applications (id) on delete cascade,
  rater_id text not null references persons (id),
  criterion text not null,
  number integer not null,
  points integer not null,
  reason text not null,
  remark text not null,
  revised_at timestamptz not null,
  primary key (round_id, application_id, rater_id, criterion, number)
);

create table selection_interviews (
  round_id text not null references selection_rounds (id),
  application_id text not null references applications (id) on delete cascade,
  rater_id text not null references persons (id),
  note text not null,
  noted_at timestamptz not null,
  primary key (round_id, application_id, rater_id)
);

-- what a pupil is told; nothing of anybody else
create table selection_news (
  round_id text not null references selection_rounds (id),
  application_id text not null references applications (id) on delete cascade,
  pupil_id text not null references persons (id),
  result text not null check (result in ('selected', 'reserve', 'not_selected')),
  reserve_rank integer,
  strength text,
  words text not null,
  language text not null,
  -- how the raters saw each criterion: low, middle or high
  seen jsonb not null default '{}',
  written_by text not null references persons (id),
  written_at timestamptz not null,
  told_at timestamptz,
  version integer not null default 1,
  primary key (round_id, application_id)
);
create index selection_news_pupil on selection_news (pupil_id);

create table selection_reviews (
  id text primary key,
  round_id text not null references selection_rounds (id),
  application_id text not null unique references applications (id) on delete cascade,
  pupil_id text not null references persons (id),
  asked_by text not null references persons (id),
  words text not null,
  asked_at timestamptz not null,
  answer text check (answer in ('upheld', 'looked_again', 'changed')),
  answer_words text,
  answered_by text references persons (id),
  answered_at timestamptz
);
create index selection_reviews_round on selection_reviews (round_id);

create function app_runs_round(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from selection_rounds x where x.id = r
    and (x.school_id = any(app_orgs()) or x.support_org_id = any(app_orgs()))) $$;

-- somebody whose own or child's application the round is about
create function app_applies_at(i text, s text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from applications a where a.intake_id = i and a.sending_school_id = s
    and (a.pupil_id = app_person() or app_guards(a.pupil_id))) $$;

create function app_reads_round(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from selection_rounds x where x.id = r
    and (x.school_id = any(app_orgs()) or x.support_org_id = any(app_orgs())
      or (x.state <> 'draft' and app_applies_at(x.intake_id, x.school_id)))) $$;

-- what raters wrote is their own until all have rated
create function app_compares_round(r text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from selection_rounds x where x.id = r
    and x.state in ('calibrating', 'decided', 'closed')
    and (x.school_id = any(app_orgs()) or x.support_org_id = any(app_orgs()))) $$;

-- who reads and who writes differ here: families read what they may not change, raters compare what stays another's
create function app_protect_apart(t regclass, seen text, written text) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('create policy %I on %s for select using ((select app_system()) or (%s))', t::text || '_seen', t, seen);
  execute format('create policy %I on %s using ((select app_system()) or (%s)) with check ((select app_system()) or (%s))',
    t::text || '_written', t, written, written);
end $$;

select app_protect_apart('selection_rounds',
  'school_id = any((select app_orgs())::text[]) or support_org_id = any((select app_orgs())::text[]) or (state <> ''draft'' and app_applies_at(intake_id, school_id))',
  'school_id = any((select app_orgs())::text[]) or support_org_id = any((select app_orgs())::text[])');
select app_protect_apart(t::regclass, 'app_reads_round(round_id)', 'app_runs_round(round_id)')
  from unnest(array['selection_criteria', 'selection_raters']) t;
select app_protect('selection_candidates', 'app_runs_round(round_id)');
select app_protect('selection_conflicts', 'app_runs_round(round_id)');
select app_protect_apart('selection_news',
  'app_runs_round(round_id) or (told_at is not null and (pupil_id = (select app_person()) or app_guards(pupil_id)))',
  'app_runs_round(round_id)');
select app_protect('selection_reviews', 'app_runs_round(round_id) or pupil_id = (select app_person()) or app_guards(pupil_id)');
-- read by their rater, and by the round's readers once all have rated; written by their rater alone
select app_protect_apart(t::regclass,
  '(rater_id = (select app_person()) and app_runs_round(round_id)) or app_compares_round(round_id)',
  'rater_id = (select app_person()) and app_runs_round(round_id)')
  from unnest(array['selection_ratings', 'selection_revisions', 'selection_interviews']) t;

grant select, insert, update, delete on selection_rounds, selection_criteria, selection_raters, selection_candidates, selection_conflicts,
  selection_ratings, selection_revisions, selection_interviews, selection_news, selection_reviews to sojourn_request;
grant select on selection_rounds, selection_criteria, selection_raters, selection_candidates, selection_conflicts,
  selection_ratings, selection_revisions, selection_interviews, selection_news, selection_reviews to sojourn_reader;
grant execute on all functions in schema public to sojourn_request, sojourn_reader;

-- whether a rater has rated a pupil completely: progress may be seen while the ratings may not
create function app_has_rated(r text, a text, who text) returns boolean language sql stable security definer set search_path = public as $$
  select app_runs_round(r) and not exists (select 1 from selection_criteria c where c.round_id = r
    and not exists (select 1 from selection_ratings x where x.round_id = r and x.application_id = a and x.rater_id = who
      and x.criterion = c.key and x.reason <> '')) $$;
grant execute on function app_has_rated(text, text, text) to sojourn_request, sojourn_reader;
