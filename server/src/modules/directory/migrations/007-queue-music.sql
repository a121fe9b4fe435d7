-- What is heard by who waits in a queue: the key of a tenant's own music; null: what the product ships.
alter table directory_queue add column music text;
