-- Who works with whom: the first letter between two organisations, what they agree in writing, who does which task, and what
-- they decide together. Names stand beside ids where something was said or accepted: partners need not see each other's people.

create table first_contacts (
  id text primary key,
  from_org_id text not null references organisations (id),
  to_org_id text not null references organisations (id),
  subject text not null,
  message text not null,
  sent_by text not null references persons (id),
  sent_by_name text not null,
  sent_on date not null,
  sent_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'answered', 'declined', 'partnership')),
  answer text not null default '',
  answered_by text references persons (id),
  answered_by_name text not null default '',
  answered_at timestamptz,
  -- the conversation that grew out of it
  thread_id text,
  version integer not null default 1
);
create unique index first_contacts_open on first_contacts (from_org_id, to_org_id) where state = 'open';
create index first_contacts_to on first_contacts (to_org_id, sent_at desc);
create index first_contacts_from on first_contacts (from_org_id, sent_on);

-- organisations that do not want to be written to by strangers; no row means they do
create table contact_choices (
  org_id text primary key references organisations (id),
  closed boolean not null,
  note text not null default '',
  changed_by text not null references persons (id),
  changed_at timestamptz not null
);

create table partnerships (
  id text primary key,
  kind text not null check (kind in ('support', 'schools')),
  -- the school; of two schools the one that proposed
  first_org_id text not null references organisations (id),
  second_org_id text not null references organisations (id),
  state text not null check (state in ('proposed', 'declined', 'agreeing', 'agreed', 'renewed', 'ended')),
  greeting text not null default '',
  contact_id text references first_contacts (id),
  proposed_by_org_id text not null references organisations (id),
  proposed_by text not null references persons (id),
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  answered_by_name text not null default '',
  answered_at timestamptz,
  agreed_at timestamptz,
  renews_on date,
  ended_by_org_id text references organisations (id),
  ended_by_name text not null default '',
  end_reason text not null default '',
  ended_at timestamptz,
  version integer not null default 1
);
create unique index partnerships_pair on partnerships (least(first_org_id, second_org_id), greatest(first_org_id, second_org_id))
  where state in ('proposed', 'agreeing', 'agreed', 'renewed');
create index partnerships_first on partnerships (first_org_id);
create index partnerships_second on partnerships (second_org_id);
create index partnerships_renewal on partnerships (renews_on) where state in ('agreed', 'renewed');

-- one text of the cooperation agreement: written together, frozen when it is put to both
create table partnership_versions (
  partnership_id text not null references partnerships (id),
  number integer not null check (number > 0),
  state text not null check (state in ('draft', 'open', 'sent_back', 'accepted', 'replaced')),
  words jsonb not null default '{}',
  change_reason text not null default '',
  edited_by text references persons (id),
  edited_by_name text not null default '',
  edited_at timestamptz not null,
  frozen jsonb,
  sha256 text,
  opened_at timestamptz,
  sent_back_by_name text not null default '',
  send_back_reason text not null default '',
  accepted_at timestamptz,
  -- each side keeps a copy of its own, which stays when the partnership ends
  first_document_id text references documents (id),
  second_document_id text references documents (id),
  version integer not null default 1,
  primary key (partnership_id, number)
);

create table partnership_edits (
  partnership_id text not null references partnerships (id),
  number integer not null,
  edit integer not null,
  field text not null,
  before_words text not null,
  after_words text not null,
  by_org_id text not null references organisations (id),
  by_id text not null references persons (id),
  by_name text not null,
  at timestamptz not null,
  primary key (partnership_id, number, edit, field)
);

create table partnership_acceptances (
  partnership_id text not null references partnerships (id),
  number integer not null,
  org_id text not null references organisations (id),
  person_id text not null references persons (id),
  person_name text not null,
  person_role text not null,
  wording text not null,
  language text not null,
  sha256 text not null,
  accepted_at timestamptz not null,
  primary key (partnership_id, number, org_id)
);

-- a task given otherwise than the default table gives it, by both
create table partnership_tasks (
  id text primary key,
  partnership_id text not null references partnerships (id),
  school_id text not null references organisations (id),
  supporting_id text not null references organisations (id),
  task_id text not null,
  shares jsonb not null,
  reason text not null,
  state text not null check (state in ('proposed', 'in_force', 'replaced', 'refused', 'withdrawn', 'ended')),
  proposed_by_org_id text not null references organisations (id),
  proposed_by text not null references persons (id),
  proposed_by_name text not null,
  proposed_at timestamptz not null,
  answered_by_name text not null default '',
  answer text not null default '',
  answered_at timestamptz
);
create unique index partnership_tasks_proposed on partnership_tasks (partnership_id, task_id) where state = 'proposed';
create unique index partnership_tasks_in_force on partnership_tasks (school_id, supporting_id, task_id) where state = 'in_force';

create table shared_decisions (
  id text primary key,
  about_kind text not null,
  about_id text not null,
  about_label text not null,
  topic text not null check (topic in ('host', 'agreement', 'money', 'reports', 'other')),
  question text not null,
  background text not null default '',
  options jsonb not null,
  asked_by_org_id text not null references organisations (id),
  asked_by text not null references persons (id),
  asked_by_name text not null,
  asked_at timestamptz not null,
  deciding_org_id text not null references organisations (id),
  due_on date not null,
  state text not null check (state in ('open', 'decided', 'withdrawn')),
  chosen integer,
  outcome text not null default '',
  reason text not null default '',
  decided_by text references persons (id),
  decided_by_name text not null default '',
  decided_at timestamptz,
  -- the decision that this one takes back
  replaces_id text references shared_decisions (id),
  version integer not null default 1
);
create index shared_decisions_about on shared_decisions (about_kind, about_id);
create index shared_decisions_deciding on shared_decisions (deciding_org_id) where state = 'open';

create table shared_decision_parties (
  decision_id text not null references shared_decisions (id),
  org_id text not null references organisations (id),
  primary key (decision_id, org_id)
);
create index shared_decision_parties_org on shared_decision_parties (org_id);

-- what a partner thinks: one opinion an organisation, which it may change until it is decided
create table shared_decision_opinions (
  decision_id text not null references shared_decisions (id),
  org_id text not null references organisations (id),
  favours integer,
  words text not null default '',
  by_id text not null references persons (id),
  by_name text not null,
  at timestamptz not null,
  primary key (decision_id, org_id)
);

create function app_sees_partnership(p text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from partnerships x where x.id = p and (x.first_org_id = any(app_orgs()) or x.second_org_id = any(app_orgs()))) $$;

-- who shares a project with both knows who of them does what: the planner of the project says so
create function app_shares_project_with(one text, other text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from project_parties mine
    join project_parties a on a.project_id = mine.project_id and a.org_id = one
    join project_parties b on b.project_id = mine.project_id and b.org_id = other
    where mine.org_id = any(app_orgs())) $$;

-- a decision about a dossier is closed to who has left the dossier
create function app_sees_decision(d text) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from shared_decisions x where x.id = d and (x.about_kind <> 'mobility' or app_sees_mobility(x.about_id))
    and (x.asked_by_org_id = any(app_orgs())
      or exists (select 1 from shared_decision_parties p where p.decision_id = x.id and p.org_id = any(app_orgs())))) $$;

-- who leads the organisation of a partner, by name and role: no address, no number
create function app_partner_leaders(org text) returns table (person_id text, given_name text, family_name text, preferred_name text, roles text[])
  language sql stable security definer set search_path = public as $$
  select p.id, p.given_name, p.family_name, p.preferred_name, m.roles from memberships m join persons p on p.id = m.person_id
  where m.org_id = org and (m.until_on is null or m.until_on >= app_today()) and m.roles && array['head', 'coordinator']
    and exists (select 1 from partnerships x where (x.first_org_id = org and x.second_org_id = any(app_orgs()))
      or (x.second_org_id = org and x.first_org_id = any(app_orgs())))
  order by p.family_name, p.given_name $$;

select app_protect('first_contacts', 'from_org_id = any((select app_orgs())::text[]) or to_org_id = any((select app_orgs())::text[])');
alter table contact_choices enable row level security;
create policy contact_choices_read on contact_choices for select using ((select app_system()) or (select app_person()) is not null);
create policy contact_choices_add on contact_choices for insert with check ((select app_system()) or org_id = any((select app_orgs())::text[]));
create policy contact_choices_change on contact_choices for update using ((select app_system()) or org_id = any((select app_orgs())::text[]));
select app_protect('partnerships', 'first_org_id = any((select app_orgs())::text[]) or second_org_id = any((select app_orgs())::text[])');
select app_protect(t::regclass, 'app_sees_partnership(partnership_id)')
  from unnest(array['partnership_versions', 'partnership_edits', 'partnership_acceptances']) t;
alter table partnership_tasks enable row level security;
create policy partnership_tasks_read on partnership_tasks for select using ((select app_system()) or app_sees_partnership(partnership_id)
  or (state = 'in_force' and app_shares_project_with(school_id, supporting_id)));
create policy partnership_tasks_add on partnership_tasks for insert with check ((select app_system()) or app_sees_partnership(partnership_id));
create policy partnership_tasks_change on partnership_tasks for update using ((select app_system()) or app_sees_partnership(partnership_id));
select app_protect('shared_decisions', '(about_kind <> ''mobility'' or app_sees_mobility(about_id))
  and (asked_by_org_id = any((select app_orgs())::text[]) or app_sees_decision(id))');
select app_protect(t::regclass, 'app_sees_decision(decision_id)')
  from unnest(array['shared_decision_parties', 'shared_decision_opinions']) t;

grant select, insert, update on first_contacts, contact_choices, partnerships, partnership_versions, partnership_tasks, shared_decisions,
  shared_decision_opinions to sojourn_request;
grant select, insert on partnership_edits, partnership_acceptances, shared_decision_parties to sojourn_request;
grant select on first_contacts, contact_choices, partnerships, partnership_versions, partnership_edits, partnership_acceptances,
  partnership_tasks, shared_decisions, shared_decision_parties, shared_decision_opinions to sojourn_reader;
grant execute on function app_sees_partnership(text), app_shares_project_with(text, text), app_sees_decision(text),
  app_partner_leaders(text) to sojourn_request, sojourn_reader;
