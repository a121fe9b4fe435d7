-- Whose number, or record, it was before that caller was joined to the customer: what goes back to him where the choice was wrong.
alter table customer_identity add column joined_from text;
create index customer_identity_joined on customer_identity (joined_from) where joined_from is not null;
alter table lookup_row add column joined_from text;
