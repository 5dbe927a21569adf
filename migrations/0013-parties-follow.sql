-- A dossier's state and first day stand beside each of its parties, so that lists are read from one index. They follow by
-- themselves: nobody can forget them, and the policies are not asked once more for every party (a third of what a command
-- cost in the database, docs/decisions/0003).
create function mobility_parties_follow() returns trigger language plpgsql security definer set search_path = public as $$
begin
  update mobility_parties set state = new.state, starts_on = new.starts_on where mobility_id = new.id;
  return null;
end $$;
create trigger mobility_parties_follow after update of state, starts_on on mobilities for each row
  when (old.state is distinct from new.state or old.starts_on is distinct from new.starts_on)
  execute function mobility_parties_follow();

-- the same answer as before; the language keeps its plan between calls
create or replace function app_sees_mobility(m text) returns boolean language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select 1 from mobility_parties p
    where p.mobility_id = m and p.party_id = any(app_parties())
      and (p.until_on is null or p.until_on >= app_today()));
end $$;
