-- Origins of the pages that may hold the tenant's desk in a frame.
alter table identity_tenant add column embed_origins jsonb not null default '[]';
