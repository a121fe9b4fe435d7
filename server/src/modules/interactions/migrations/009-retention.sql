-- For retention: closed interactions that still hold a number.
create index interaction_personal on interaction (tenant, started_at) where remote <> '' and state = 'closed';
