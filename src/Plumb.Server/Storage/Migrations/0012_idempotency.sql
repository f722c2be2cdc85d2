-- Writes that came with an Idempotency-Key, and what they were answered.
create table idempotency (
  id text not null primary key,       -- of this one run of it
  owner text not null,                -- id of the caller's key
  key text not null,                  -- as the caller named it
  route text not null,                -- method, path and query
  body text not null,                 -- SHA-256 of the request's body
  origin text not null,               -- the process that carries it out
  claimed_at integer not null,
  made integer not null,              -- 1: its change is in the store
  answer blob,                        -- sealed with the caller's key; null: it runs, or ended without an answer
  unique (owner, key)
);
create index idempotency_claimed on idempotency (claimed_at);
