-- Chats of web pages: the sites, their visitors with the story of each, and the messages.
create table chat_site (
  tenant text not null,
  id text not null,
  -- Its public name: the only thing a page says of itself.
  key text not null unique,
  doc jsonb not null,
  primary key (tenant, id)
);
select tandem.protect('chat_site');

-- One browser on one site. What it wrote and read is one story over all its contacts.
create table chat_visitor (
  tenant text not null,
  id text primary key,
  site text not null,
  -- SHA-256 of the secret that the page keeps.
  token_hash text not null unique,
  language text,
  -- Messages of the story so far, and those the customer sees: notes are not among them.
  seq int not null default 0,
  lines int not null default 0,
  -- How far he read, by lines, and how far an agent did, by seq.
  read_line int not null default 0,
  seen_seq int not null default 0,
  -- The contact that is open, and its place with routing; null between contacts.
  interaction text,
  conversation text,
  work text,
  -- It waits in the line, or is with somebody. False for the moment between the first message and that.
  queued boolean not null default false,
  -- Who is ending it; null while nobody does.
  ending text,
  last_at bigint not null,
  last_kind text
);
create index chat_visitor_open on chat_visitor (last_at) where interaction is not null;
create index chat_visitor_contact on chat_visitor (interaction) where interaction is not null;
select tandem.protect('chat_visitor');

create table message (
  tenant text not null,
  id text primary key,
  visitor text not null references chat_visitor (id) on delete cascade,
  interaction text not null,
  conversation text not null,
  seq int not null,
  -- Its place among those the customer sees; null of a note.
  line int,
  kind text not null,
  agent text,
  -- The sender's own name for it, by which it is kept once.
  client_id text,
  -- Under the customer's key.
  text text not null,
  at bigint not null,
  unique (visitor, seq)
);
create unique index message_once on message (visitor, (kind = 'in'), client_id) where client_id is not null;
create index message_contact on message (interaction, seq);
select tandem.protect('message');
