-- Several customers may have one number: a household, a company's switchboard.
alter table customer_identity drop constraint customer_identity_tenant_channel_address_key;
alter table customer_identity add unique (tenant, channel, address, customer);

-- Who an unknown caller turned out to be. The row stays for its key, which is destroyed with that customer's.
alter table customer add column merged_into text references customer (id);
create index customer_merged on customer (merged_into) where merged_into is not null;
