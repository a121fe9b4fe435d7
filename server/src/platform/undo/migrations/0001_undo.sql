-- What was done to many at once, as it was before and after: kept for the minute in which it can be taken back.
create table undo_act (
  tenant text not null,
  id text not null,
  -- Which area did it: only that one can take it back.
  area text not null,
  user_id text not null,
  items jsonb not null,
  until bigint not null,
  taken boolean not null default false,
  primary key (tenant, id)
);
create index undo_act_until on undo_act (tenant, until);
select tandem.protect('undo_act');
