// The server process: roles core, api and worker. Builds the platform and the modules, joins them by the wires, and serves.
import path from 'node:path';
import { createSocketTransport } from '../platform/bus/socket.ts';
import { openBlobs } from '../platform/blob/open.ts';
import { createKeyring } from '../platform/crypto/keyring.ts';
import { loadMasterKeys } from '../platform/crypto/master.ts';
import { createPersonalData } from '../platform/crypto/personal.ts';
import { createTenantKeys } from '../platform/crypto/tenant-keys.ts';
import { createDb } from '../platform/db/pool.ts';
import { AppError } from '../platform/errors/types.ts';
import { createEventLog } from '../platform/eventlog/eventlog.ts';
import { createLeases } from '../platform/eventlog/leases.ts';
import { createIdempotency } from '../platform/http/idempotency.ts';
import { createJobs } from '../platform/jobs/jobs.ts';
import { reportReady } from '../platform/lifecycle/child.ts';
import { createLifecycle } from '../platform/lifecycle/lifecycle.ts';
import { callSpans } from '../platform/telemetry/call-spans.ts';
import { tracedLog } from '../platform/telemetry/traced-log.ts';
import { startTracing } from '../platform/telemetry/start-tracing.ts';
import { createTelemetry } from '../platform/telemetry/telemetry.ts';
import { defineJobs, startJobs } from './jobs.ts';
import { guardStorage } from './storage.ts';
import { createUpkeep } from './upkeep.ts';
import { createWebServer } from './web-server.ts';
import { clock, edgeSocket, failStart, masterKeySource, onTermination, ROOT, settings } from './process.ts';
import { seedDemo } from './demo.ts';
import { makeFirstTenant } from './first-tenant.ts';
import { wireAi } from './wire/ai.ts';
import { wireAnalytics } from './wire/analytics.ts';
import { restoreBots, wireBots } from './wire/bots.ts';
import { wireCustomers } from './wire/customers.ts';
import { wireDirectory } from './wire/directory.ts';
import { wireFlow } from './wire/flow.ts';
import { wireIdentity } from './wire/identity.ts';
import { wireInteractions } from './wire/interactions.ts';
import { wireLanes } from './wire/lanes.ts';
import { wireMatching } from './wire/matching.ts';
import type { Modules, Platform } from './wire/modules.ts';
import { wirePlanning } from './wire/planning.ts';
import { wireMessaging } from './wire/messaging.ts';
import { wirePresence } from './wire/presence.ts';
import { wirePrompts } from './wire/prompts.ts';
import { wireMarks, wireRecordings } from './wire/recording.ts';
import { wireRouting } from './wire/routing.ts';
import { wireTelephony } from './wire/telephony.ts';

/** How long core waits, once told to stop, for the edge to report how its calls ended. */
const EDGE_GONE_MS = 4_000;
const EDGE_WATCH_MS = 5_000;

export async function runServer(): Promise<void> {
  try {
    const platform = await createPlatform();
    const lifecycle = createLifecycle({ log: platform.log });
    onTermination(async () => void (await lifecycle.stop()), { child: true });
    const modules = joinModules(platform);
    addParts(lifecycle, platform, modules);
    await lifecycle.start();
    reportReady();
  } catch (error) {
    failStart(error);
  }
}

async function createPlatform(): Promise<Platform> {
  const { config, log } = settings();
  const url = config.databaseUrl?.reveal();
  if (url === undefined)
    throw new AppError('config.invalid', { problems: 'DATABASE_URL is not set: this process is started by the supervisor (npm start)' });
  const telemetry = createTelemetry();
  const master = await loadMasterKeys(masterKeySource(config));
  const db = createDb({ url, name: 'tandem server', size: 12, log: log.child('database'), metrics: telemetry });
  const keys = createTenantKeys({ db, master, clock });
  const keyring = createKeyring(keys);
  const tracer = await startTracing(config.traces, 'server');
  const spans = callSpans(tracer);
  return {
    config,
    log,
    telemetry,
    db,
    keys,
    keyring,
    tracer,
    callSpans: spans,
    events: tracedLog(createEventLog({ db, url, clock, log: log.child('eventlog'), metrics: telemetry }), tracer, spans, clock.now),
    leases: createLeases({ db, log: log.child('lease') }),
    personal: createPersonalData({ keys, clock }),
    jobs: createJobs({ url, log: log.child('jobs'), metrics: telemetry }),
    idempotency: createIdempotency({ db, keyring, clock }),
    ...(await blobParts(config, keyring, log, telemetry)),
  };
}

/** Stopped with the platform: what was not sent yet is sent by the next process. */
async function blobParts(config: Platform['config'], keyring: Platform['keyring'], log: Platform['log'], telemetry: Platform['telemetry']) {
  const { blobs, waiting, stop } = await openBlobs({ config, keyring, clock, log: log.child('blobs') });
  if (waiting) telemetry.gauge('blobs_waiting', waiting);
  return { blobs, stopBlobs: stop };
}

function joinModules(platform: Platform): Modules {
  const modules = {} as Modules;
  modules.identity = wireIdentity(platform, modules);
  modules.directory = wireDirectory(platform, modules);
  modules.customers = wireCustomers(platform, modules);
  modules.interactions = wireInteractions(platform, modules);
  modules.storage = guardStorage(platform, modules);
  modules.recordings = wireRecordings(platform, modules);
  modules.marks = wireMarks(platform, modules);
  modules.presence = wirePresence(platform, modules);
  modules.routing = wireRouting(platform, modules);
  modules.analytics = wireAnalytics(platform, modules);
  modules.ai = wireAi(platform);
  modules.prompts = wirePrompts(platform, modules);
  modules.flow = wireFlow(platform, modules);
  modules.lanes = wireLanes(platform, modules);
  modules.bots = wireBots(platform, modules);
  modules.matching = wireMatching(platform, modules);
  modules.whatIf = wirePlanning(platform, modules);
  modules.messaging = wireMessaging(platform, modules);
  return modules;
}

function addParts(lifecycle: ReturnType<typeof createLifecycle>, platform: Platform, modules: Modules): void {
  const { config, log, events, db } = platform;
  lifecycle.add({ name: 'database', stop: () => db.close() });
  lifecycle.add({ name: 'event log', stop: () => events.stop() });
  lifecycle.add({ name: 'voices', stop: () => modules.ai.stop() });
  lifecycle.add({ name: 'traces', stop: () => platform.tracer.stop() });
  lifecycle.add({ name: 'blobs', stop: () => platform.stopBlobs() });
  let unfollowKeys: () => Promise<void> = async () => undefined;
  lifecycle.add({
    name: 'keys',
    async start() {
      unfollowKeys = await platform.keys.follow();
    },
    stop: () => unfollowKeys(),
  });
  lifecycle.add({ name: 'demo tenant', start: () => seedDemo(platform, modules) });
  lifecycle.add({
    name: 'first tenant',
    start: () => makeFirstTenant({ ...platform, ...modules, folder: config.paths.data, email: config.firstAdmin }),
  });
  lifecycle.add({
    name: 'readers',
    async start() {
      await modules.interactions.project();
      await modules.analytics.project();
      await modules.analytics.hearTalks();
      await modules.matching.project();
    },
  });
  // Calls first: an offer that routing makes again finds its call; the edge last: its reports find everybody.
  lifecycle.add({
    name: 'calls',
    async start() {
      Object.assign(modules, wireTelephony(platform, modules, createSocketTransport({ path: edgeSocket(config), log })));
      await modules.prompts.heard.follow();
      await modules.lanes.follow();
      await modules.calls.restore();
      await restoreBots(modules);
      await takeUpTraces(platform, modules);
      await modules.flow.restore();
    },
    async stop() {
      await modules.flow.stop();
      await modules.prompts.heard.stop();
      await modules.lanes.stop();
    },
  });
  lifecycle.add({
    name: 'routing',
    start: async () => modules.routing.start((await modules.identity.tenants()).map((tenant) => tenant.id)),
    stop: () => modules.routing.stop(),
  });
  let stopChanges: () => Promise<void> = async () => undefined;
  lifecycle.add({
    name: 'edge link',
    async start() {
      stopChanges = await modules.directory.onChange(() => void directoryChanged(modules, platform));
      modules.edge.connect();
    },
    async stop() {
      await modules.callbacks.stop();
      await modules.edge.gone(EDGE_GONE_MS);
      await modules.edge.close();
      await modules.calls.settled();
      await stopChanges();
    },
  });
  // In the background: nobody who calls or signs in waits for it.
  let jobsStarted: Promise<void> = Promise.resolve();
  lifecycle.add({
    name: 'jobs',
    start() {
      defineJobs(platform, modules);
      jobsStarted = startJobs(platform.jobs)
        .then(() => modules.whatIf.takeUp())
        .catch((error: unknown) => log.error('jobs did not start', { error: String(error) }));
    },
    async stop() {
      await jobsStarted;
      await platform.jobs.stop(1_000);
    },
  });
  lifecycle.add({ name: 'storage guard', start: () => modules.storage.start(), stop: () => modules.storage.stop() });
  lifecycle.add({ name: 'surge rules', start: async () => modules.lanes.watch.start(), stop: () => modules.lanes.watch.stop() });
  lifecycle.add({ name: 'chats', start: async () => modules.messaging.watch.start(), stop: () => modules.messaging.watch.stop() });
  lifecycle.add({ name: 'matching', start: async () => modules.matching.watch.start(), stop: () => modules.matching.watch.stop() });
  lifecycle.add({ name: 'alarms', start: async () => modules.analytics.alarms.start(), stop: () => modules.analytics.alarms.stop() });
  lifecycle.add({
    name: 'figures made anew',
    start: async () => modules.analytics.renewal.start(),
    stop: () => modules.analytics.renewal.stop(),
  });
  const upkeep = createUpkeep(platform, modules);
  lifecycle.add({ name: 'upkeep', start: () => upkeep.start(), stop: () => upkeep.stop() });
  let watching: NodeJS.Timeout | undefined;
  lifecycle.add({
    name: 'call metrics',
    start() {
      platform.telemetry.gauge('calls_live', () => modules.calls.live().length);
      platform.telemetry.gauge('edge_connected', () => Number(modules.edge.connected()));
      watching = setInterval(() => void watchEdge(platform, modules), EDGE_WATCH_MS);
    },
    stop: () => clearInterval(watching),
  });
  const web = createWebServer(platform, modules, path.join(ROOT, 'web/dist'));
  lifecycle.add({ name: 'web server', start: () => web.start(), stop: () => web.stop() });
}

/** Calls of an earlier process: what began before us ends in the same spans. */
async function takeUpTraces({ tracer, callSpans: spans, db, events }: Platform, modules: Modules): Promise<void> {
  if (!tracer.on) return;
  for (const { tenant, interaction } of modules.calls.live())
    spans.takeUp(interaction, await db.tenant(tenant, (tx) => events.readStream(tx, interaction), { read: true }));
}

async function watchEdge({ telemetry, log }: Platform, modules: Modules): Promise<void> {
  try {
    const { legs = 0, clients = 0, servers = 0, webSockets = 0, bindings = 0, ...guesses } = await modules.edge.stats();
    telemetry.observe('edge_websockets', webSockets);
    telemetry.observe('edge_registrations', bindings);
    telemetry.observe('edge_media_threads_lost', guesses['mediaThreadsDied'] ?? 0, { how: 'died' });
    telemetry.observe('edge_media_threads_lost', guesses['mediaThreadsHung'] ?? 0, { how: 'hung' });
    telemetry.observe('edge_calls_turned_away', guesses['callsTurnedAway'] ?? 0);
    telemetry.observe('edge_overloaded', guesses['admissionClosed'] ?? 0);
    telemetry.observe('edge_digests_refused', guesses['digestsRefused'] ?? 0);
    telemetry.observe('edge_digests_turned_away', guesses['digestsTurnedAway'] ?? 0);
    for (const { trunk, healthy, registered } of modules.edge.trunks())
      telemetry.observe('trunk_usable', Number(healthy && registered !== false), { trunk });
    telemetry.observe('edge_legs', legs);
    telemetry.observe('edge_sip_transactions', clients + servers);
  } catch (error) {
    log.debug('the edge told no figures', { error: String(error) });
  }
}

/** Routing and the edge work with copies of the configuration. */
async function directoryChanged(modules: Modules, { log }: Platform): Promise<void> {
  try {
    await modules.edge.pushDirectory();
    for (const tenant of await modules.identity.tenants()) await modules.routing.configChanged(tenant.id);
  } catch (error) {
    log.warn('a change of the directory did not reach everybody', { error: String(error) });
  }
}
