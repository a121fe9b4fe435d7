-- Customers to be called back: a contact that has no call until an agent takes its work, and one call a try.
create table telephony_callback (
  tenant text not null,
  interaction text not null,
  customer text not null,
  -- The contact in which he asked for it, and the waiting work whose place it took.
  origin text,
  replaces text,
  queue text not null,
  -- Whom to call, under the customer's own key: gone when he is erased.
  address text not null,
  priority integer not null default 0,
  skills jsonb not null default '[]',
  -- Work that waits for this try, and the call that the try will be or is.
  work text not null,
  call text not null,
  not_before bigint,
  attempts integer not null default 0,
  -- new: its work is yet to be queued; waiting; reached; given-up; cancelled.
  state text not null,
  requested_at bigint not null,
  primary key (tenant, interaction)
);
create unique index telephony_callback_replaces on telephony_callback (tenant, replaces) where replaces is not null;
create index telephony_callback_open on telephony_callback (tenant, requested_at) where state in ('new', 'waiting');
create index telephony_callback_customer on telephony_callback (tenant, customer);
select tandem.protect('telephony_callback');
