-- Whether phones answer a queue's calls by themselves.
alter table directory_queue add column auto_answer boolean not null default false;
-- A phone that rings along with the one that is its agent's now.
alter table directory_device add column rings_too boolean not null default false;
