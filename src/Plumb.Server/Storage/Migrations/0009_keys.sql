-- Keys that end, are rotated, and say who made them; and which key it was that changed something.
alter table access_key add column created_by text;
alter table access_key add column expires_at integer;    -- null: never
alter table access_key add column replaced_by text;      -- the key that it was rotated to
alter table audit add column key_id text;                -- null: done without one
