-- Answers of writes that carried an Idempotency-Key, kept for a day, so that a request sent twice acts once.
create table http_idempotency (
  tenant text not null,
  user_id text not null,
  key text not null,
  -- Hash of method, path and body: the same key with another request is refused.
  fingerprint text not null,
  -- Null while the first request runs.
  status int,
  -- The answer's JSON, sealed under the tenant's key: it may hold a secret that is shown once.
  answer text,
  started_at bigint not null,
  primary key (tenant, user_id, key)
);
create index http_idempotency_age on http_idempotency (started_at);
select tandem.protect('http_idempotency');
