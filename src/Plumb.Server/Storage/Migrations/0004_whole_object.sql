-- What a stack is beside its content belongs to the deployment object: a pinned one is the old one whole.
alter table deployment_object add column compose_file text;
alter table deployment_object add column settings text;  -- null: published before this was kept; then the stack's own count
update deployment_object set
  compose_file = (select s.compose_file from stack s where s.sequence = deployment_object.sequence),
  settings = (select s.settings from stack s where s.sequence = deployment_object.sequence);
