-- What each commit changed, for the other control planes over the same database. Numbered in the order of commits; kept for a while.
create table change (
  number integer not null primary key,
  origin text not null,               -- the process that committed it
  at integer not null,
  body text not null
);
insert into counter (name, value) values ('change', 0);
