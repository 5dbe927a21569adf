-- Organisations that present themselves, the directory that finds them, and networks that share what they use.

create extension if not exists pg_trgm;

alter table organisations drop constraint organisations_kind_check;
alter table organisations add constraint organisations_kind_check check (kind in ('school', 'supporting', 'network'));
alter table invitations drop constraint invitations_org_kind_check;
alter table invitations add constraint invitations_org_kind_check check (org_kind in ('school', 'supporting', 'network'));

-- Partners: who takes part in the same project, and who works together in writing. Asked once a statement, not once a row.
create function app_partner_orgs() returns text[] language plpgsql stable security definer set search_path = public as $$
declare
  orgs constant text[] := app_orgs();
begin
  return array(
    select x.org_id from project_parties mine join project_parties x on x.project_id = mine.project_id
      where mine.org_id = any(orgs)
    union select p.second_org_id from partnerships p
      where p.first_org_id = any(orgs) and p.state in ('agreeing', 'agreed', 'renewed')
    union select p.first_org_id from partnerships p
      where p.second_org_id = any(orgs) and p.state in ('agreeing', 'agreed', 'renewed'));
end $$;

-- how many pupils some organisations and ours have brought abroad together, and when last: no pupil is named
create function app_shared_stays(orgs text[]) returns table (org_id text, stays integer, last_on date)
  language sql stable security definer set search_path = public as $$
  select x.org_id, count(distinct x.mobility_id)::int, max(x.starts_on) from mobility_parties mine
    join mobility_parties x on x.mobility_id = mine.mobility_id and x.org_id = any(orgs)
  where mine.org_id = any(app_orgs()) and not x.org_id = any(app_orgs())
    and x.state in ('departed', 'settled', 'returned', 'recognised')
  group by x.org_id $$;

-- What an organisation tells about itself, part by part, each for those it is meant for.
create table profile_parts (
  org_id text not null references organisations (id),
  part text not null,
  audience text not null check (audience in ('everybody', 'partners', 'us')),
  content jsonb not null,
  version integer not null default 1,
  changed_by text references persons (id),
  changed_at timestamptz not null,
  primary key (org_id, part)
);
alter table profile_parts enable row level security;
create policy profile_parts_read on profile_parts for select using ((select app_system())
  or org_id = any((select app_orgs())::text[])
  or (audience = 'everybody' and (select app_person()) is not null)
  or (audience = 'partners' and org_id = any((select app_partner_orgs())::text[])));
create policy profile_parts_add on profile_parts for insert
  with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
create policy profile_parts_change on profile_parts for update
  using ((select app_system()) or org_id = any((select app_orgs())::text[]));

-- What the directory searches: of each organisation only what is open to everybody, so that no filter tells what a profile
-- keeps for partners. Filters are read from the index alone, words from another.
create table directory_entries (
  org_id text primary key references organisations (id),
  name text not null,
  -- letters of all scripts as a to z, which is also the order of the list
  sort_name text collate "C" not null,
  kind text not null,
  country_code text not null,
  city text not null,
  sort_place text collate "C" not null,
  -- of name and place, folded, in every usual spelling; and the country's code in capitals
  words text[] not null,
  -- ages, months of arrival and the second semester, a bit each: core/rules/directory.ts says which
  offers integer not null default 0,
  -- months; 0 where it hosts nobody
  longest integer not null default 0,
  -- languages, a bit each
  tongues bigint not null default 0,
  -- of the folding and the bits: entries of an older version are made anew when the product starts
  fold_version integer not null
);
create index directory_entries_words on directory_entries using gin (words);
create index directory_entries_by_name on directory_entries (sort_name, org_id)
  include (kind, country_code, offers, longest, tongues);
create index directory_entries_by_place on directory_entries (sort_place, org_id)
  include (kind, country_code, offers, longest, tongues);
create index directory_entries_country on directory_entries (country_code, sort_name, org_id)
  include (kind, offers, longest, tongues);
create index directory_entries_networks on directory_entries (sort_name) where kind = 'network';
alter table directory_entries enable row level security;
-- open to read as organisations are: a policy with a condition would keep the index of words from being used
create policy directory_entries_read on directory_entries for select using (true);
create policy directory_entries_add on directory_entries for insert
  with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
create policy directory_entries_change on directory_entries for update
  using ((select app_system()) or org_id = any((select app_orgs())::text[]));

-- Every word of a name or a place, once: a word typed wrong is compared with these, not with 50,000 organisations.
create table directory_words (word text collate "C" primary key);
create index directory_words_like on directory_words using gin (word gin_trgm_ops);
alter table directory_words enable row level security;
create policy directory_words_read on directory_words for select using (true);

create function directory_words_follow() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into directory_words (word) select distinct w from unnest(new.words) w where w = lower(w) on conflict do nothing;
  return null;
end $$;
create trigger directory_words_follow after insert or update of words on directory_entries for each row
  execute function directory_words_follow();

-- Networks: who belongs, who asks to, who is invited.
create table network_members (
  network_id text not null references organisations (id),
  org_id text not null references organisations (id),
  state text not null check (state in ('asked', 'invited', 'member')),
  since timestamptz not null,
  begun_by text references persons (id),
  primary key (network_id, org_id)
);
create index network_members_org on network_members (org_id);
alter table network_members enable row level security;
create policy network_members_read on network_members for select using ((select app_system())
  or (state = 'member' and (select app_person()) is not null)
  or org_id = any((select app_orgs())::text[]) or network_id = any((select app_orgs())::text[]));
create policy network_members_add on network_members for insert with check ((select app_system())
  or org_id = any((select app_orgs())::text[]) or network_id = any((select app_orgs())::text[]));
create policy network_members_change on network_members for update using ((select app_system())
  or org_id = any((select app_orgs())::text[]) or network_id = any((select app_orgs())::text[]));
create policy network_members_end on network_members for delete using ((select app_system())
  or org_id = any((select app_orgs())::text[]) or network_id = any((select app_orgs())::text[]));

-- Whose version an organisation uses of what is shared. No row: its own where it has one, else the product's.
create table shared_choices (
  org_id text not null references organisations (id),
  kind text not null check (kind in ('forms', 'timelines', 'policies', 'resources')),
  source text not null check (source in ('own', 'network', 'product')),
  network_id text references organisations (id),
  version integer not null default 1,
  chosen_by text references persons (id),
  chosen_at timestamptz not null,
  primary key (org_id, kind),
  check (source <> 'network' or network_id is not null)
);
alter table shared_choices enable row level security;
-- nobody's secret, and pupils act by it: the form they ask a teacher with depends on it
create policy shared_choices_read on shared_choices for select using ((select app_system()) or (select app_person()) is not null);
create policy shared_choices_add on shared_choices for insert
  with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
create policy shared_choices_change on shared_choices for update
  using ((select app_system()) or org_id = any((select app_orgs())::text[]));

-- The organisations whose version is taken, the first that has one: empty text stands for the product. A network that the
-- organisation has left gives nothing any more.
create function app_sources(org text, shared_kind text) returns text[] language sql stable security definer set search_path = public as $$
  select coalesce((select case c.source
      when 'product' then array['']
      when 'network' then case when exists (select 1 from network_members m
          where m.network_id = c.network_id and m.org_id = org and m.state = 'member')
        then array[c.network_id, org, ''] else array[org, ''] end
      else array[org, ''] end
    from shared_choices c where c.org_id = org and c.kind = shared_kind), array[org, '']) $$;

-- networks that the organisations acted for belong to
create function app_networks() returns text[] language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(distinct m.network_id), '{}') from network_members m
  where m.org_id = any(app_orgs()) and m.state = 'member' $$;

create or replace function app_newest_form(form_key text, org text) returns table (
  id text, key text, number integer, org_id text, definition jsonb
) language sql stable security definer set search_path = public as $$
  select v.id, f.key, v.number, f.org_id, v.definition
  from unnest(app_sources(org, 'forms')) with ordinality s (source, place)
    join forms f on f.key = form_key and coalesce(f.org_id, '') = s.source
    join form_versions v on v.form_id = f.id
  order by s.place, v.number desc limit 1 $$;

-- members read what their network has published, to choose
create or replace function app_sees_form_version(v text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from form_versions x join forms f on f.id = x.form_id where x.id = v
      and ((f.org_id is null and app_person() is not null) or f.org_id = any(app_orgs()) or f.org_id = any(app_networks())))
    or exists (select 1 from form_requests r where r.version_id = v and app_sees_request(r.id))
    or exists (select 1 from applications a where a.version_id = v and app_sees_application(a.id)) $$;
drop policy forms_read on forms;
create policy forms_read on forms for select using ((select app_system())
  or (org_id is null and (select app_person()) is not null) or org_id = any((select app_orgs())::text[])
  or org_id = any((select app_networks())::text[]));

grant select, insert, update on profile_parts, directory_entries, shared_choices to sojourn_request;
grant select on directory_words to sojourn_request;
grant select, insert, update, delete on network_members to sojourn_request;
grant select on profile_parts, directory_entries, directory_words, network_members, shared_choices to sojourn_reader;
grant execute on function app_partner_orgs(), app_shared_stays(text[]), app_sources(text, text), app_networks()
  to sojourn_request, sojourn_reader;
