-- What people were called, and their addresses, each time that changed: the log names neither. It goes with the user.
create table identity_user_profile (
  tenant text not null references identity_tenant (tenant),
  user_id text not null references identity_user (id) on delete cascade,
  version int not null,
  name text not null,
  email text not null,
  primary key (user_id, version)
);
insert into identity_user_profile (tenant, user_id, version, name, email) select tenant, id, 1, name, email from identity_user;
select tandem.protect('identity_user_profile');
