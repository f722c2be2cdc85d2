-- What the files of a set declared and made, so that what is taken out of them can be told from what others made.
create table apply_item (
  owner text not null,                -- '' for admins together; the publisher whose key it was
  set_name text not null,
  kind text not null,
  name text not null,                 -- as people name it
  object_id text not null,            -- of a target: the agent's and the stack's
  made integer not null,              -- 1: it was not there before an apply of this set
  declared integer not null,          -- 1: by the newest apply
  primary key (owner, set_name, object_id)
);
create index apply_item_object on apply_item (object_id);
