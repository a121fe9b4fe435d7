-- A removed flow stays for the calls that run on its versions and for the names in history; its key is free again.
alter table flow add column removed_at bigint;
