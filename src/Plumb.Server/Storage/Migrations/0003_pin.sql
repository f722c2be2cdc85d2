-- The deployment object that a person rolled a stack back to: what it should be in place of the newest.
alter table stack add column pinned integer;             -- its sequence; null: the newest counts
alter table stack add column pinned_until_change integer not null default 0;
alter table stack add column pinned_by text;
alter table stack add column pinned_at integer;
