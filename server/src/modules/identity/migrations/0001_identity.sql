-- Who is there: tenants, their places and people, sessions, and the trail of what was done.
create table identity_tenant (
  tenant text primary key,
  -- Short name that start-up and operators know the tenant by.
  key text not null unique,
  name text not null,
  zone text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  language text not null check (language in ('zh-CN', 'en')),
  created_at bigint not null
);

create table identity_site (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  name text not null,
  zone text not null,
  unique (tenant, name)
);

create table identity_team (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  site text not null references identity_site (id),
  parent text references identity_team (id),
  name text not null,
  unique (site, name)
);

create table identity_user (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  -- Lower case. One address signs in to one tenant.
  email text not null unique check (email = lower(email)),
  name text not null,
  language text not null check (language in ('zh-CN', 'en')),
  role text not null check (role in ('agent', 'supervisor', 'administrator')),
  site text not null references identity_site (id),
  team text references identity_team (id),
  password_hash text not null,
  active boolean not null default true,
  created_at bigint not null
);
create index identity_user_tenant on identity_user (tenant, id);

-- A user in his role of taking work. Never deleted, as history names it.
create table identity_agent (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  user_id text not null unique references identity_user (id),
  active boolean not null default true
);
create index identity_agent_tenant on identity_agent (tenant, id);

create table identity_session (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  user_id text not null references identity_user (id),
  -- SHA-256 of the token: who reads this table cannot sign in with it.
  token_hash text not null unique,
  created_at bigint not null,
  seen_at bigint not null,
  ended_at bigint,
  ip text not null
);
create index identity_session_user on identity_session (user_id, created_at);

create table identity_audit (
  id text primary key,
  tenant text not null references identity_tenant (tenant),
  at bigint not null,
  user_id text,
  action text not null,
  object text,
  outcome text not null check (outcome in ('done', 'denied', 'failed')),
  ip text not null,
  details jsonb not null
);
create index identity_audit_order on identity_audit (tenant, at desc, id desc);

select tandem.protect('identity_tenant');
select tandem.protect('identity_site');
select tandem.protect('identity_team');
select tandem.protect('identity_user');
select tandem.protect('identity_agent');
select tandem.protect('identity_session');
select tandem.protect('identity_audit');

-- The trail is written once: neither role that the program runs as can change or remove an entry.
revoke update, delete, truncate on identity_audit from tandem_app, tandem_system;
