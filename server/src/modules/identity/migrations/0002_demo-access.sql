-- How the accounts of the demo tenant can be entered: with the passwords everybody knows, or with random ones. Null: not said yet, or no demo tenant.
alter table identity_tenant add column demo_access text check (demo_access in ('well-known', 'random'));
