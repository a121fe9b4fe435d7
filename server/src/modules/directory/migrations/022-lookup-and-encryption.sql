-- Whether audio is encrypted with keys in SDP (RFC 4568), and how a trunk is found (RFC 3263).
alter table directory_device
  add column encryption text not null default 'offered' check (encryption in ('off', 'offered', 'required'));
alter table directory_trunk
  add column encryption text not null default 'offered' check (encryption in ('off', 'offered', 'required')),
  add column lookup text not null default 'host' check (lookup in ('host', 'srv', 'naptr'));
