-- Removals that agents hold MassRemoval of stacks that this store does not know, such as after it was put back from a backup.
create table stray_removal (
  agent_id text not null references agent (id) on delete cascade,
  stack_id text not null,
  name text not null,                 -- as people named it
  generation integer not null,
  number integer not null,
  since integer not null,
  asked_by text,                      -- who let it go; null: nobody yet
  asked_at integer,
  primary key (agent_id, stack_id)
);
