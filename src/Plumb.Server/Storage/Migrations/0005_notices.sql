-- Outgoing notices. What happened waits a row a channel, written with the change itself, until it is made part of a notice.
create table notice_waiting (
  number integer not null primary key,
  channel text not null,
  since integer not null,
  event text not null
);
create index notice_waiting_channel on notice_waiting (channel, number);
insert into counter (name, value) values ('notice', 0);

create table notice (
  id text not null primary key,           -- the webhook-id
  number integer not null unique,         -- of the same counter: the order in which they were made
  channel text not null,
  state text not null,                    -- waiting, sent or givenUp
  body text not null,
  created_at integer not null,
  attempts integer not null,
  next_at integer,                        -- null unless it waits
  give_up_at integer not null,
  last_at integer,
  answer text
);
create index notice_due on notice (channel, next_at) where state = 'waiting';

-- What a channel was told of each thing, and until when its notices are paid for.
create table notice_told (
  channel text not null,
  key text not null,
  severity text,                          -- of what fires as far as was told; null: nothing
  at text not null,                       -- JSON: times at which it was told lately
  primary key (channel, key)
);
create table notice_channel (
  name text not null primary key,
  paid integer not null
);
