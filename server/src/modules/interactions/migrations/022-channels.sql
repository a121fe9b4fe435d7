-- Contacts of channels without calls.
alter table interaction alter column call drop not null;
alter table interaction add column channel text not null default 'voice';
-- Calls are most of what there is: who looks for those reads the newest of all.
create index interaction_by_channel on interaction (tenant, channel, started_at desc, id desc) where channel <> 'voice';
