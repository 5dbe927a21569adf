-- Files that came with a mail which waits for its person: they go into the conversation with it, or away with it.
create table held_files (
  held_id text not null references held_messages (id) on delete cascade,
  position integer not null,
  name text not null,
  media_type text not null,
  size integer not null,
  storage_key text not null,
  primary key (held_id, position)
);
select app_protect('held_files', 'exists (select 1 from held_messages h where h.id = held_id)');
grant select, insert, update, delete on held_files to sojourn_request;
grant select on held_files to sojourn_reader;

-- names of files that were not taken, and why: said when the mail is let through
alter table held_messages add column refused_files jsonb not null default '[]';

-- A feed that its person has switched off. The row stays, so that no old address opens the next one.
alter table feeds add column ended_at timestamptz;

-- For which organisation somebody reads along. It may name persons instead of roles, and an announcement follows that
-- change without letting in organisations that came later.
alter table thread_parties add column protects_org text references organisations (id);
update thread_parties set protects_org = org_id where reads_as = 'safeguarding' and org_id is not null;
update thread_parties p set protects_org = s.org_id from safeguarding_policies s
  where p.reads_as = 'safeguarding' and p.person_id = any(s.person_ids);
