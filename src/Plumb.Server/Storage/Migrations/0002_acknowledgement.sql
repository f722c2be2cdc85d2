-- What a request lets through, and since when the removal of a stack that went from its source is let through.
alter table stack_request add column body text;
alter table stack add column gone_acknowledged_at integer;

-- Removals that an agent held because there were too many at once, and that a person let through.
create table removal_acknowledgement (
  agent_id text not null references agent (id) on delete cascade,
  stack_id text not null references stack (id) on delete cascade,
  asked_by text not null,
  asked_at integer not null,
  primary key (agent_id, stack_id)
);
