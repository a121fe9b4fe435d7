-- Emergency lanes: how they are set up, the state they are in, and the contacts that came through them.
create table lane (
  tenant text not null,
  id text not null,
  doc jsonb not null,
  state jsonb not null,
  primary key (tenant, id)
);
select tandem.protect('lane');

create table lane_contact (
  tenant text not null,
  lane text not null,
  interaction text not null,
  -- Counts the openings of the lane: a contact may come through it again another time.
  opening int not null,
  at bigint not null,
  -- The priority that it was given while it waited; null where it came into the line with it.
  raised_to int,
  -- What its priority has of the lane.
  raised_by int not null,
  -- Its priority was taken back, or is not to be.
  settled boolean not null,
  primary key (tenant, lane, interaction, opening)
);
create index lane_contact_raised on lane_contact (tenant, lane) where not settled;
select tandem.protect('lane_contact');
