-- What people say of stacks and agents beside what content and configuration declare: neither wipes the other out, whichever comes first.
alter table stack add column own_selector text;      -- null: that of the content's own file counts
alter table stack add column policies text;          -- JSON; null: none
create table stack_label (
  stack_id text not null references stack (id) on delete cascade,
  label text not null,
  primary key (stack_id, label)
);
create table stack_annotation (
  stack_id text not null references stack (id) on delete cascade,
  key text not null,
  value text not null,
  primary key (stack_id, key)
);
create table agent_label (
  agent_id text not null references agent (id) on delete cascade,
  label text not null,
  primary key (agent_id, label)
);
create table agent_annotation (
  agent_id text not null references agent (id) on delete cascade,
  key text not null,
  value text not null,
  primary key (agent_id, key)
);

-- Deletion markers. They outlive their stack: an agent that comes late is still told.
create table deletion (
  stack_id text not null primary key,
  name text not null,                 -- as people name it
  scope text not null,
  path text not null,
  sequence integer not null,
  keep_running integer not null,
  deleted_by text not null,
  deleted_at integer not null,
  archived_at integer                 -- since when every agent that had it has confirmed
);
create table deletion_agent (
  stack_id text not null references deletion (stack_id) on delete cascade,
  agent_id text not null references agent (id) on delete cascade,
  confirmed_at integer,               -- null: it is waited for
  primary key (stack_id, agent_id)
);
create index deletion_agent_agent on deletion_agent (agent_id);
