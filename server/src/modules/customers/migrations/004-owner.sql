-- The agent who looks after a customer: asked first, where the queue wants whoever knows him.
alter table customer add column owner text;
