// Every metric, once: kind, help and labels. Names end in their unit (Prometheus: seconds are base, ours are milliseconds and say so).

export type MetricKind = 'counter' | 'gauge' | 'histogram';
export type MetricEntry = { kind: MetricKind; help: string; labels: readonly string[]; buckets?: readonly number[] };

const FAST_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

export const METRICS = {
  http_requests_total: { kind: 'counter', help: 'Answered API requests', labels: ['method', 'route', 'status'] },
  http_request_ms: { kind: 'histogram', help: 'Time from request to answer', labels: ['method', 'route'], buckets: FAST_MS },
  http_rate_limited_total: { kind: 'counter', help: 'Requests refused by a rate limit', labels: ['limit'] },
  http_answer_mismatch_total: { kind: 'counter', help: 'Answers that did not fit their own schema', labels: ['route'] },
  sign_ins_total: { kind: 'counter', help: 'Attempts to sign in', labels: ['outcome'] },
  stream_clients: { kind: 'gauge', help: 'Open event streams', labels: [] },
  stream_frames_total: { kind: 'counter', help: 'Events sent on event streams', labels: [] },
  stream_closed_total: { kind: 'counter', help: 'Event streams closed by the server', labels: ['reason'] },
  db_transaction_ms: { kind: 'histogram', help: 'Time of a database transaction', labels: ['kind'], buckets: FAST_MS },
  db_retries_total: { kind: 'counter', help: 'Transactions run again after a conflict', labels: [] },
  event_appended_total: { kind: 'counter', help: 'Events appended to the log', labels: [] },
  event_sequenced_total: { kind: 'counter', help: 'Events that were given their place in the log', labels: [] },
  event_sequence_ms: { kind: 'histogram', help: 'Time of one sequencing round', labels: [], buckets: FAST_MS },
  event_reader_batch_ms: { kind: 'histogram', help: 'Time of one batch of a reader of the log', labels: ['reader'], buckets: FAST_MS },
  event_reader_events_total: { kind: 'counter', help: 'Events handled by a reader of the log', labels: ['reader'] },
  event_reader_lag_ms: { kind: 'gauge', help: 'Age of the newest event a reader has handled', labels: ['reader'] },
  event_reader_lag_events: { kind: 'gauge', help: 'Events a reader is behind the head', labels: ['reader'] },
  event_reader_failures_total: { kind: 'counter', help: 'Batches a reader could not handle and tries again', labels: ['reader'] },
  event_reader_stopped: { kind: 'gauge', help: '1 where a reader has given up on an event', labels: ['reader'] },
  job_ms: { kind: 'histogram', help: 'Time of a background job', labels: ['job'], buckets: [...FAST_MS, 10_000, 60_000] },
  job_failures_total: { kind: 'counter', help: 'Background jobs that failed', labels: ['job'] },
  blobs_waiting: { kind: 'gauge', help: 'Recordings and files on this disk that the object store does not have yet', labels: [] },
  storage_free_bytes: { kind: 'gauge', help: 'Room left on the disk', labels: ['place'] },
  storage_level: { kind: 'gauge', help: '0 enough room, 1 getting full, 2 nearly full: no new recordings', labels: ['place'] },
  tls_certificate_days_left: { kind: 'gauge', help: 'Days until the certificate that HTTPS shows ends', labels: [] },
  calls_live: { kind: 'gauge', help: 'Calls under control', labels: [] },
  edge_connected: { kind: 'gauge', help: '1 while the edge process is connected', labels: [] },
  edge_legs: { kind: 'gauge', help: 'Call legs up at the edge', labels: [] },
  edge_media_threads_lost: {
    kind: 'gauge',
    help: 'Media threads that ended with their calls since the edge started: died by themselves, or were ended because they hung',
    labels: ['how'],
  },
  leg_mos: {
    kind: 'histogram',
    help: 'How legs sounded (E-model), what we heard and what the far end heard',
    labels: ['direction'],
    buckets: [2, 2.5, 3, 3.5, 3.8, 4, 4.2, 4.3, 4.4],
  },
  leg_loss_percent: {
    kind: 'histogram',
    help: 'Packets of a leg lost or too late',
    labels: ['direction'],
    buckets: [0, 0.1, 0.5, 1, 2, 5, 10, 20],
  },
  edge_websockets: { kind: 'gauge', help: 'SIP connections over WebSocket', labels: [] },
  edge_registrations: { kind: 'gauge', help: 'Devices registered', labels: [] },
  edge_calls_turned_away: { kind: 'gauge', help: 'New calls refused with 503 since the edge started, as core was late', labels: [] },
  edge_overloaded: { kind: 'gauge', help: '1 while new calls from trunks are refused, as core is late', labels: [] },
  edge_digests_refused: { kind: 'gauge', help: 'Wrong passwords and unknown users since the edge started', labels: [] },
  edge_digests_turned_away: { kind: 'gauge', help: 'Proofs not looked at because of guessing, since the edge started', labels: [] },
  trunk_usable: { kind: 'gauge', help: '1 where a trunk is healthy and, where it must be, registered', labels: ['trunk'] },
  edge_sip_transactions: { kind: 'gauge', help: 'SIP transactions open at the edge', labels: [] },
  speech_ms: { kind: 'histogram', help: 'Time to speak one text', labels: ['provider'], buckets: FAST_MS },
  speech_total: { kind: 'counter', help: 'Texts spoken, taken from what is kept, or failed', labels: ['provider', 'outcome'] },
  speech_kept_bytes: { kind: 'gauge', help: 'Made speech kept in memory', labels: [] },
  routing_decision_ms: { kind: 'histogram', help: 'Time of one routing decision', labels: [], buckets: [0.1, 0.2, 0.5, ...FAST_MS] },
  routing_turn_ms: { kind: 'histogram', help: 'Time of one turn of a routing mailbox with its append', labels: [], buckets: FAST_MS },
  routing_invariant_total: { kind: 'counter', help: 'Broken invariants that stopped a routing mailbox', labels: [] },
} as const satisfies Record<string, MetricEntry>;

export type MetricName = keyof typeof METRICS;
