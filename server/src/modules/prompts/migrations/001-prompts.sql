-- A tenant's own prompts and music; the sound itself lies sealed in the blob store.
create table prompt (
  tenant text not null,
  id text primary key,
  key text not null,
  kind text not null check (kind in ('speech', 'music')),
  name jsonb not null,
  -- The version that is heard, by slot.
  current jsonb not null default '{}',
  unique (tenant, key)
);
select tandem.protect('prompt');

create table prompt_version (
  tenant text not null,
  prompt text not null references prompt (id) on delete cascade,
  -- A language, or 'all' of music.
  slot text not null,
  version integer not null,
  blob text not null,
  -- SHA-256 (hex) of the WAV: the name by which the edge keeps it.
  clip text not null,
  duration_ms integer not null,
  source text not null check (source in ('upload', 'microphone', 'text')),
  text text,
  made_at bigint not null,
  primary key (prompt, slot, version)
);
select tandem.protect('prompt_version');
