-- Matters hold contacts of any channel together over days. Title and reference are personal data in clear, like a customer's profile: the rows
-- go when he is erased.
create table matter (
  tenant text not null,
  id text primary key,
  customer text not null,
  title text not null,
  kind text not null check (kind in ('order', 'complaint', 'ticket', 'other')),
  state text not null check (state in ('open', 'closed')),
  reference text,
  opened_at bigint not null,
  changed_at bigint not null,
  closed_at bigint
);
create index matter_newest on matter (tenant, opened_at desc, id desc);
create index matter_customer on matter (tenant, customer, opened_at desc, id desc);
-- For retention: closed ones that still hold a text.
create index matter_personal on matter (tenant, closed_at) where state = 'closed' and title <> '';
select tandem.protect('matter');

create table matter_interaction (
  tenant text not null,
  matter text not null references matter (id) on delete cascade,
  interaction text not null references interaction (id) on delete cascade,
  linked_at bigint not null,
  primary key (matter, interaction)
);
create index matter_interaction_interaction on matter_interaction (interaction);
select tandem.protect('matter_interaction');
