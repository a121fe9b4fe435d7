// Everything a server process holds: the platform's parts, and the modules, which the wires fill in one by one.
import type { Config } from '../../platform/config/config.ts';
import type { Blobs } from '../../platform/blob/types.ts';
import type { KeyRing, PersonalData } from '../../platform/crypto/types.ts';
import type { TenantKeys } from '../../platform/crypto/tenant-keys.ts';
import type { Db } from '../../platform/db/types.ts';
import type { Idempotency } from '../../platform/http/idempotency.ts';
import type { EventLog, Leases } from '../../platform/eventlog/types.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/log/log.ts';
import type { CallSpans } from '../../platform/telemetry/call-spans.ts';
import type { Tracer } from '../../platform/telemetry/tracing.ts';
import type { StorageGuard } from '../../platform/storage/guard.ts';
import type { Telemetry } from '../../platform/telemetry/telemetry.ts';
import type { Ai } from '../../modules/ai/index.ts';
import type { Analytics } from '../../modules/analytics/index.ts';
import type { Customers } from '../../modules/customers/index.ts';
import type { Directory } from '../../modules/directory/index.ts';
import type { Flow } from '../../modules/flow/index.ts';
import type { Identity } from '../../modules/identity/index.ts';
import type { Interactions } from '../../modules/interactions/index.ts';
import type { Lanes } from '../../modules/lanes/index.ts';
import type { MatchingModule } from '../../modules/matching/index.ts';
import type { Messaging } from '../../modules/messaging/index.ts';
import type { Prompts } from '../../modules/prompts/index.ts';
import type { Presence } from '../../modules/presence/index.ts';
import type { Marks, Recordings } from '../../modules/recording/index.ts';
import type { Routing } from '../../modules/routing/index.ts';
import type { Callbacks, Calls, Listening, SipTraces, TestCalls } from '../../modules/telephony/index.ts';
import type { EdgeLink } from './edge-link.ts';

export type Platform = {
  config: Config;
  log: Log;
  telemetry: Telemetry;
  tracer: Tracer;
  callSpans: CallSpans;
  db: Db;
  events: EventLog;
  leases: Leases;
  keys: TenantKeys;
  keyring: KeyRing;
  personal: PersonalData;
  blobs: Blobs;
  /** Leaves what waits for an object store to the next process. */
  stopBlobs(): Promise<void>;
  idempotency: Idempotency;
  jobs: Jobs;
};

/** Ports read this object when they are called, so modules may be made in any order and need each other both ways. */
export type Modules = {
  identity: Identity;
  directory: Directory;
  customers: Customers;
  interactions: Interactions;
  recordings: Recordings;
  marks: Marks;
  presence: Presence;
  routing: Routing;
  ai: Ai;
  prompts: Prompts;
  lanes: Lanes;
  matching: MatchingModule;
  messaging: Messaging;
  flow: Flow;
  analytics: Analytics;
  calls: Calls;
  callbacks: Callbacks;
  listening: Listening;
  testCalls: TestCalls;
  sipTraces: SipTraces;
  edge: EdgeLink;
  storage: StorageGuard;
};
