-- What a request lets through, and since when the removal of a stack that went from its source is let through.
alter table stack_request add column body text;
alter table stack add column gone_acknowledged_at integer;
