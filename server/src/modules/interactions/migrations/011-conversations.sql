-- Conversations: the thread of one customer on one channel. Its id is the id of its first contact with another prefix, so that a thread that
-- is worked out again from the contacts is the same one.
create table conversation (
  tenant text not null,
  id text primary key,
  customer text not null,
  channel text not null,
  started_at bigint not null,
  -- Beginning or end of its last contact: what the days without contact are counted from.
  last_at bigint not null
);
create index conversation_customer on conversation (tenant, customer, channel, last_at desc);
create index conversation_newest on conversation (tenant, last_at desc, id desc);
select tandem.protect('conversation');

create table conversation_rule (
  tenant text primary key,
  days integer not null
);
select tandem.protect('conversation_rule');

alter table interaction add column conversation text;
create index interaction_conversation on interaction (conversation, started_at desc, id desc) where conversation is not null;

-- Of a call-back: the contact in which it was asked for.
alter table interaction add column origin text;
create index interaction_origin on interaction (origin) where origin is not null;

-- Contacts of earlier versions, by the rule of 30 days.
with contact as (
  select id, tenant, customer, doc ->> 'channel' as channel, started_at,
    lag(started_at) over w as before
  from interaction where doc ->> 'direction' <> 'internal'
  window w as (partition by tenant, customer, doc ->> 'channel' order by started_at, id)
), counted as (
  select *, count(*) filter (where before is null or started_at - before > 2592000000)
    over (partition by tenant, customer, channel order by started_at, id) as n
  from contact
), named as (
  select *, first_value('cnv_' || substr(id, 5)) over (partition by tenant, customer, channel, n order by started_at, id) as conversation
  from counted
), made as (
  insert into conversation (tenant, id, customer, channel, started_at, last_at)
  select tenant, conversation, customer, channel, min(started_at), max(started_at)
  from named group by tenant, conversation, customer, channel
)
update interaction i set conversation = n.conversation from named n where i.id = n.id;
