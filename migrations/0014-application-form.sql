-- The pupil's application becomes a form like every other: answers by id of the question, given to a version of it.
alter table applications
  -- the version the answers were given to, from the first page that was kept on; before that the newest is asked
  add column version_id text references form_versions (id),
  -- pages whose fields hold something that is no answer yet, as it was typed
  add column typed jsonb not null default '{}',
  -- answers, typed fields and frozen words of the sections about health; the key is in the vault, in a room of this application
  add column sealed bytea,
  -- how many pages are complete, of how many: lists say so without opening what is sealed
  add column pages_done integer not null default 0,
  add column pages_asked integer;

-- Answers stood by page. What was said about food stays in clear here until the installation seals it, which it does when
-- it starts: a migration has no key.
update applications a set
  pages_asked = 6,
  pages_done = (select count(*) from jsonb_object_keys(a.answers)),
  answers = jsonb_strip_nulls(jsonb_build_object(
    'about-me', a.answers #> '{about,aboutMe}',
    'interests', a.answers #> '{about,interests}',
    'must-continue', nullif(a.answers #>> '{about,mustContinue}', ''),
    'why', a.answers #> '{why,why}',
    'mother-tongue', a.answers #> '{languages,motherTongue}',
    'other-languages', a.answers #> '{languages,others}',
    'has-allergies', case when a.answers ? 'food' then
      to_jsonb(jsonb_array_length(a.answers #> '{food,allergies}') > 0 or a.answers #>> '{food,otherAllergy}' <> '') end,
    'allergies', case when a.answers ? 'food' then nullif(
      coalesce((select jsonb_agg(x -> 'kind') from jsonb_array_elements(a.answers #> '{food,allergies}') x), '[]')
        || case when a.answers #>> '{food,otherAllergy}' <> '' then '["other"]'::jsonb else '[]' end, '[]') end,
    'serious-allergies', case when a.answers ? 'food' then
      (select jsonb_agg(x -> 'kind') from jsonb_array_elements(a.answers #> '{food,allergies}') x
        where x ->> 'severity' = 'serious') end,
    'other-allergy', nullif(a.answers #>> '{food,otherAllergy}', ''),
    'diet', a.answers #> '{food,diet}',
    'smokes', a.answers #> '{home,smokes}',
    'accepts-smoking', replace(a.answers #>> '{home,acceptsSmoking}', '_', '-'),
    'accepts-pets', replace(a.answers #>> '{home,acceptsPets}', '_', '-'),
    'accepts-shared-room', replace(a.answers #>> '{home,acceptsSharedRoom}', '_', '-'),
    'accepts-single-adult', replace(a.answers #>> '{home,acceptsSingleAdult}', '_', '-'),
    'letter', a.answers #> '{letter,letter}'))
where a.answers <> '{}';

-- who sees an application reads its questions too, also where they are another organisation's own
create or replace function app_sees_form_version(v text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from form_versions x join forms f on f.id = x.form_id where x.id = v
      and ((f.org_id is null and app_person() is not null) or f.org_id = any(app_orgs())))
    or exists (select 1 from form_requests r where r.version_id = v and app_sees_request(r.id))
    or exists (select 1 from applications a where a.version_id = v and app_sees_application(a.id)) $$;
create index applications_version on applications (version_id) where version_id is not null;

-- nobody is asked about health by a request: applications and health records are sealed where they are kept
alter table form_answers drop column sealed;
