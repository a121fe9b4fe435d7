-- What was promised and whether it was kept, by how much an estimate was off (the bin of thousandths of the wait), and what a wait is compared as and how
-- long it was, in tenths of a second. Rows of earlier versions get theirs when the figures are made anew.
alter table kpi_stay add column promised smallint not null default 0;
alter table kpi_stay add column promises_kept smallint not null default 0;
alter table kpi_stay add column error_bin integer;
alter table kpi_stay add column wait_group text;
alter table kpi_stay add column wait_tenths bigint;
