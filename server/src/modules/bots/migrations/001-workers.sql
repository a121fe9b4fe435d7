-- Digital workers as they are set up; who was removed stays for the names in history.
create table bot_worker (
  tenant text not null,
  id text not null,
  doc jsonb not null,
  -- Since when he is on or paused.
  since bigint not null,
  removed boolean not null default false,
  primary key (tenant, id)
);
select tandem.protect('bot_worker');

-- What each of them did with which contact.
create table bot_contact (
  tenant text not null,
  work text not null,
  interaction text not null,
  worker text not null,
  queue text not null,
  taken_at bigint not null,
  ended_at bigint,
  -- done | handed-over | left | failed; null while he has it.
  outcome text,
  resolved boolean,
  cost double precision not null default 0,
  primary key (tenant, work)
);
create index bot_contact_open on bot_contact (tenant, interaction) where ended_at is null;
create index bot_contact_day on bot_contact (tenant, worker, taken_at);
select tandem.protect('bot_contact');
