-- whoever signs in is asked for once: also whether they are a pupil who applied, or stand for one
drop function app_session(bytea, timestamptz);
create function app_session(hash bytea, at timestamptz) returns table (
  session_id text, person_id text, language text, is_admin boolean, last_seen_at timestamptz,
  given_name text, family_name text, org_ids text[], org_roles jsonb, applies boolean
) language sql stable security definer set search_path = public as $$
  select s.id, p.id, p.language, p.is_admin, s.last_seen_at, coalesce(p.preferred_name, p.given_name), p.family_name,
    coalesce(array_agg(m.org_id order by m.org_id) filter (where m.org_id is not null), '{}'),
    coalesce(jsonb_object_agg(m.org_id, m.roles) filter (where m.org_id is not null), '{}'),
    exists (select 1 from applications a where a.pupil_id = p.id)
      or exists (select 1 from guardianships g where g.guardian_id = p.id)
  from sessions s join persons p on p.id = s.person_id
    left join memberships m on m.person_id = p.id and (m.until_on is null or m.until_on >= app_today())
  where s.token_hash = hash and s.expires_at > at
  group by s.id, p.id $$;
grant execute on function app_session(bytea, timestamptz) to sojourn_request, sojourn_reader;
