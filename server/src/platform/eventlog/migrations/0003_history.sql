-- The history of what administrators set up is read from the log itself: by object, by time, and one change by its id.
create index event_log_config_stream on event_log (tenant, stream, version) where type = 'config.changed';
create index event_log_config_at on event_log (tenant, at, version, id) where type = 'config.changed';
create index event_log_config_id on event_log (tenant, id) where type = 'config.changed';
