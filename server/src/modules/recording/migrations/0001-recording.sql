-- One row a recording. The key is kept wrapped by the tenant's; the file, under the recording's id, in the blob store.
create table recording (
  tenant text not null,
  id text not null,
  interaction text not null,
  call text not null,
  state text not null check (state in ('recording', 'sealed', 'lost', 'erased')),
  -- Null once erased: without it the file's bytes mean nothing.
  wrapped_key text,
  started_at bigint not null,
  sealed_at bigint,
  duration_ms bigint,
  bytes bigint,
  sha256 text,
  whole boolean,
  primary key (tenant, id)
);
create index recording_by_interaction on recording (tenant, interaction);
select tandem.protect('recording');
