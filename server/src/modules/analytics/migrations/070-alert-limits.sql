-- From when on the alert feed tells of something; without a row the usual limits hold.
create table kpi_alert_limits (tenant text primary key, doc jsonb not null);
select tandem.protect('kpi_alert_limits');
