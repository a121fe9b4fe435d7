-- Roles that tenants make, API keys, and the second factor of a sign-in.
create table identity_role (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  name jsonb not null,
  -- The built-in role that screens treat it as.
  like_role text not null check (like_role in ('agent', 'supervisor', 'administrator')),
  permissions jsonb not null,
  created_at bigint not null
);
create index identity_role_tenant on identity_role (tenant, id);

-- Null: the built-in role in `role`; else `role` repeats the made one's `like_role`.
alter table identity_user add column made_role text references identity_role (id);
create index identity_user_made_role on identity_user (made_role) where made_role is not null;

create table identity_api_key (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  name text not null,
  -- SHA-256 is enough: a key is 256 random bits, which nobody guesses. Its first characters stand beside it to know it by.
  key_hash text not null unique,
  start text not null,
  permissions jsonb not null,
  per_second integer,
  made_by text not null references identity_user (id),
  created_at bigint not null,
  expires_at bigint,
  last_used_at bigint,
  revoked_at bigint
);
create index identity_api_key_tenant on identity_api_key (tenant, id);
create index identity_api_key_maker on identity_api_key (made_by);

create table identity_second_factor (
  user_id text primary key references identity_user (id),
  tenant text not null references identity_tenant (tenant),
  -- Sealed with the tenant's key.
  secret text not null,
  -- The last time step a code was taken of (RFC 6238, section 5.2): no code counts twice.
  last_step bigint not null default 0,
  -- SHA-256 of codes of 80 random bits; a used one is taken out.
  recovery_hashes text[] not null default '{}',
  created_at bigint not null,
  -- Null until a first code was given: nothing is asked for yet.
  confirmed_at bigint
);

alter table identity_tenant add column second_factor_required boolean not null default false;
-- Opened by someone who must first set up his second factor: nothing else is open to it.
alter table identity_session add column must_enrol boolean not null default false;
alter table identity_audit add column key_id text;

select tandem.protect('identity_role');
select tandem.protect('identity_api_key');
select tandem.protect('identity_second_factor');
