-- Clubs again: dots at the kick-off, reviewers from outside, when it is time to assess again, and what ends by itself.

-- each member lays three dots on themes; one theme may carry several of them
create table club_votes (
  club_id text not null references clubs (id) on delete cascade,
  person_id text not null references persons (id),
  themes text[] not null check (cardinality(themes) <= 3),
  voted_at timestamptz not null,
  primary key (club_id, person_id)
);
select app_protect('club_votes', 'app_in_club(club_id)');
grant select, insert, update, delete on club_votes to sojourn_request;
grant select on club_votes to sojourn_reader;

-- half a year after its last assessment, or after a club of its people has ended: whichever comes later
alter table assessments add column again_on date;

-- somebody from elsewhere who looks at what a team calls documented: by a link, without an account
create table assessment_reviewers (
  id text primary key,
  assessment_id text not null references assessments (id) on delete cascade,
  name text not null,
  organisation text not null default '',
  email text not null,
  language text not null,
  -- of the newest link; none while nothing is to be looked at
  token_hash bytea unique,
  invited_by text not null references persons (id),
  invited_at timestamptz not null,
  expires_at timestamptz,
  unique (assessment_id, email)
);
alter table assessment_answers add column outside_id text references assessment_reviewers (id) on delete set null;
select app_protect('assessment_reviewers', 'app_sees_assessment(assessment_id)');
grant select, insert, update, delete on assessment_reviewers to sojourn_request;
grant select on assessment_reviewers to sojourn_reader;

-- a round is deleted a year after it was closed, with everything that people told for it
alter table club_rounds add column closed_at timestamptz;
update club_rounds set closed_at = now() where state = 'closed';
grant delete on club_rounds, round_entries, round_arrivals to sojourn_request;
