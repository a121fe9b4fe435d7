-- SIP messages of legs that are over, for a few days. A row without a leg says that the call's customer was erased: what the edge still
-- holds of it is not stored any more.
create table telephony_sip_trace (
  tenant text not null,
  call text not null,
  leg text not null,
  started_at bigint not null,
  -- Compressed and sealed under the tenant's key; null in the row of an erasure.
  sealed text,
  primary key (tenant, call, leg)
);
create index telephony_sip_trace_age on telephony_sip_trace (tenant, started_at);
select tandem.protect('telephony_sip_trace');
-- The calls of a contact, also of one that is over.
create index telephony_call_interaction on telephony_call (tenant, interaction);
