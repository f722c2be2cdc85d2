-- Plain columns only, so that PostgreSQL can take the same statements: ids and JSON as text, times as Unix
-- milliseconds, flags as 0 or 1. Numbers that grow are counter rows, so that they commit in their order.

create table counter (
  name text not null primary key,
  value integer not null
);
insert into counter (name, value) values ('sequence', 0), ('facts', 0);

create table setting (
  name text not null primary key,
  value text not null
);

create table publisher (
  id text not null primary key,
  name text not null unique,
  kind text not null,                 -- system, source or publisher
  ordinal integer not null,           -- 0: the first source, whose stacks have no prefix
  spec text,                          -- of a source
  refresh text,                       -- newest refresh status of a source
  complete_at integer,                -- when a source had its newest good refresh; null: never
  deleted_at integer,
  created_at integer not null
);

create table stack (
  id text not null primary key,
  publisher_id text not null references publisher (id),
  name text not null,                 -- unique in its publisher; from a source: the path
  driver text not null,
  compose_file text,
  settings text not null,
  labels text not null,
  annotations text not null,
  selector text,
  refusal text,
  sequence integer,                   -- of the newest deployment object; null before the first good one
  suspended integer not null,
  stopped integer not null,
  gone_at integer,                    -- since when its publisher does not name it any more
  created_at integer not null,
  unique (publisher_id, name)
);

create table content (
  checksum text not null primary key,
  size integer not null,
  body blob not null
);

create table deployment_object (
  sequence integer not null primary key,
  stack_id text not null references stack (id) on delete cascade,
  checksum text not null references content (checksum),
  revision text,
  commit_message text,
  published_by text not null,
  published_at integer not null
);
create index deployment_object_stack on deployment_object (stack_id, sequence);

create table stack_request (
  id text not null primary key,
  stack_id text not null references stack (id) on delete cascade,
  ask text not null,
  asked_by text not null,
  asked_at integer not null,
  unique (stack_id, ask)
);

create table agent (
  id text not null primary key,
  name text not null unique,
  instance text,
  version text,
  drivers text not null,
  interval_ms integer not null,
  labels text not null,
  annotations text not null,
  generation integer not null,
  last_seen integer,
  target_version integer not null,    -- of the newest target state
  target_hash text,                   -- of its body without the version
  target_facts integer not null,      -- counter 'facts' when it was computed
  created_at integer not null
);

create table target (
  agent_id text not null references agent (id) on delete cascade,
  stack_id text not null references stack (id) on delete cascade,
  primary key (agent_id, stack_id)
);

create table subscription (
  agent_id text not null references agent (id) on delete cascade,
  publisher_id text not null references publisher (id) on delete cascade,
  primary key (agent_id, publisher_id)
);

create table breaker_request (
  id text not null primary key,
  agent_id text not null references agent (id) on delete cascade,
  world text not null,
  open integer not null,
  asked_by text not null,
  asked_at integer not null,
  unique (agent_id, world)
);

create table stack_state (
  agent_id text not null references agent (id) on delete cascade,
  stack_id text not null references stack (id) on delete cascade,
  generation integer not null,
  number integer not null,
  gone integer not null,
  report text,
  received_at integer not null,
  primary key (agent_id, stack_id)
);

create table stack_condition (
  stack_id text not null references stack (id) on delete cascade,
  type text not null,
  status text not null,
  since integer not null,
  primary key (stack_id, type)
);

create table world (
  agent_id text not null references agent (id) on delete cascade,
  name text not null,
  generation integer not null,
  number integer not null,
  body text not null,
  primary key (agent_id, name)
);

create table decision (
  id text not null primary key,
  agent_id text not null,
  stack_id text not null,
  started integer not null,
  body text not null
);
create index decision_stack on decision (stack_id, started, id);
create index decision_started on decision (started, id);

create table alert (
  id text not null primary key,
  agent_id text not null,
  key text not null,
  stack_id text,
  state text not null,
  severity text not null,
  summary text not null,
  fired_at integer not null,
  resolved_at integer,
  generation integer not null,
  number integer not null
);
create unique index alert_firing on alert (agent_id, key) where state = 'firing';
create index alert_fired on alert (fired_at, id);

create table access_key (
  id text not null primary key,
  role text not null,
  name text not null,                 -- of an agent's key: the agent
  hash text not null,                 -- SHA-256 of the secret
  created_at integer not null,
  revoked_at integer,
  last_used integer
);

create table audit (
  id text not null primary key,
  at integer not null,
  actor text not null,
  role text not null,
  action text not null,
  object text not null
);
create index audit_at on audit (at, id);
