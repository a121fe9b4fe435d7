-- Marks that people put into recordings: a time and a few words. Personal data in clear, like a matter's title: they go with the recording.
create table recording_mark (
  tenant text not null,
  id text not null,
  recording text not null,
  at_ms integer not null check (at_ms >= 0),
  text text not null,
  by_user text not null,
  made_at bigint not null,
  changed_at bigint,
  primary key (tenant, id),
  foreign key (tenant, recording) references recording (tenant, id) on delete cascade
);
create index recording_mark_by_recording on recording_mark (tenant, recording, at_ms);
select tandem.protect('recording_mark');
