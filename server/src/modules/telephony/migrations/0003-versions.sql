-- How many steps of the call are in its row: a step whose commit got lost on its way back to us is then not written twice.
alter table telephony_call add column version bigint not null default 0;
