-- How much longer an agent may make one wrap-up, in all.
alter table directory_queue add column wrap_up_more_ms integer not null default 0;
