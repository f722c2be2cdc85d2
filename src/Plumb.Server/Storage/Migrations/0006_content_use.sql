-- Which objects have a content: asked whenever a stack goes, and whenever an agent fetches one.
create index deployment_object_checksum on deployment_object (checksum);
