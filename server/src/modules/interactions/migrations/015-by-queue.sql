-- The contacts of one queue, newest first: without it a queue with few of them reads past everybody else's.
create index interaction_queue on interaction (tenant, queue, started_at desc, id desc) where queue is not null;
