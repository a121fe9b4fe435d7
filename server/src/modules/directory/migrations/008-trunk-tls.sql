-- Trunks over TLS.
alter table directory_trunk drop constraint directory_trunk_transport_check;
alter table directory_trunk add constraint directory_trunk_transport_check check (transport in ('udp', 'tcp', 'tls'));
