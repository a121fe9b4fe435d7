// The role api: HTTP routes of every module, the event stream, the web app.
import fs from 'node:fs';
import path from 'node:path';
import { alertRoutes, analyticsRoutes, floorRoutes, reportRoutes } from '../modules/analytics/index.ts';
import { customerRoutes } from '../modules/customers/index.ts';
import { directoryRoutes, dutyRoutes, reachRoutes } from '../modules/directory/index.ts';
import { flowRoutes, previewRoutes } from '../modules/flow/index.ts';
import { historyRoutes } from '../modules/history/index.ts';
import { identityRoutes } from '../modules/identity/index.ts';
import { conversationRoutes, dispositionRoutes, interactionRoutes, matterRoutes, voicemailRoutes } from '../modules/interactions/index.ts';
import { workerRoutes } from '../modules/bots/index.ts';
import { laneRoutes } from '../modules/lanes/index.ts';
import { matchingRoutes } from '../modules/matching/index.ts';
import { agentBulkRoutes, presenceRoutes } from '../modules/presence/index.ts';
import { planningRoutes } from '../modules/planning/index.ts';
import { createChatDoor, messagingRoutes } from '../modules/messaging/index.ts';
import { promptRoutes } from '../modules/prompts/index.ts';
import { markRoutes, recordingRoutes } from '../modules/recording/index.ts';
import { lineBulkRoutes, lineRoutes, routingRoutes } from '../modules/routing/index.ts';
import { callRoutes, listenRoutes, sipTraceRoutes, testCallRoutes } from '../modules/telephony/index.ts';
import { keyRoutes } from '../platform/crypto/routes.ts';
import { createHttp, type Http } from '../platform/http/http.ts';
import { createRetentionSettings } from '../platform/retention/policy.ts';
import { retentionRoutes } from '../platform/retention/routes.ts';
import { storageRoutes } from '../platform/storage/routes.ts';
import { createUndo } from '../platform/undo/undo.ts';
import { createStream } from '../platform/http/stream.ts';
import type { AnyRoute } from '../platform/http/types.ts';
import { REWRAP_KEYS } from './jobs.ts';
import { tracedRequests } from '../platform/telemetry/traced-requests.ts';
import { clock, newId, ROOT, sipSocket } from './process.ts';
import { createSipRelay } from './sip-relay.ts';
import { systemRoutes } from './system.ts';
import { agentsIn } from './wire/interactions.ts';
import { customersPorts } from './wire/customers.ts';
import { wireHistory } from './wire/history.ts';
import { reachPorts } from './wire/directory.ts';
import type { Modules, Platform } from './wire/modules.ts';
import { presencePorts } from './wire/presence.ts';
import { previewPorts } from './wire/preview.ts';
import { recordingPorts } from './wire/recording.ts';
import { linePorts, routingPorts } from './wire/routing.ts';
import { presenceOfSessions } from './wire/sessions.ts';
import { controlPorts } from './wire/telephony.ts';

export function createWebServer(platform: Platform, modules: Modules, webRoot: string): { start(): Promise<void>; stop(): Promise<void> } {
  let http: Http | null = null;
  return {
    async start() {
      const { config, log, telemetry, db, events } = platform;
      const authenticator = presenceOfSessions(modules, log);
      const server = await createHttp({
        config,
        log: log.child('http'),
        telemetry,
        authenticator,
        auditor: modules.identity.auditor,
        idempotency: platform.idempotency,
        clock,
        answered: tracedRequests(platform.tracer, (interaction) => platform.callSpans.callOf(interaction)),
        readiness: async () => ({ database: await db.healthy(), edge: modules.edge.connected(), disk: modules.storage.level() }),
        embedders: (tenant) => modules.identity.embeddings.originsOf(tenant),
        webRoot: fs.existsSync(path.join(webRoot, 'index.html')) ? webRoot : null,
        version: version(),
      });
      http = server;
      server.register(allRoutes(platform, modules));
      server.register(systemRoutes(platform, modules, { version: version(), certificate: () => server.certificate() }));
      const stream = await createStream({
        log: events,
        authenticator,
        guard: server.guard,
        visible: (caller, event) => modules.interactions.visible(caller, event),
        clock,
        logger: log.child('stream'),
        telemetry,
      });
      server.upgrades.on('/api/v1/stream', stream.upgrade);
      const chat = createChatDoor(modules.messaging, ({ tenant, agent }, { interaction, text }) =>
        stream.tell(tenant, agent, { type: 'message.typing', stream: interaction, data: { interaction, text } }),
      );
      const sip = createSipRelay({ path: sipSocket(config), log: log.child('sip-relay') });
      server.upgrades.on('/sip', sip.upgrade);
      server.upgrades.under('/api/v1/chat/', '/socket', (upgrade, key) => void chat.upgrade(upgrade, key));
      await chat.start();
      server.onDrain(() => chat.close());
      server.onDrain(() => stream.close());
      server.onDrain(async () => modules.listening.close());
      server.onDrain(async () => sip.close());
      await server.listen();
    },
    stop: async () => http?.close(),
  };
}

export function allRoutes(platform: Platform, modules: Modules): AnyRoute[] {
  const { db, events } = platform;
  const control = controlPorts(modules);
  const undo = createUndo({ db, clock, newId });
  const routes = [
    ...identityRoutes(modules.identity),
    ...directoryRoutes(modules.directory, agentsIn(modules)),
    ...dutyRoutes(modules.directory, agentsIn(modules), undo),
    ...reachRoutes(modules.directory, reachPorts(modules)),
    ...customerRoutes(modules.customers, customersPorts(platform, modules)),
    ...interactionRoutes(modules.interactions),
    ...voicemailRoutes(modules.interactions),
    ...conversationRoutes(modules.interactions),
    ...dispositionRoutes(modules.interactions),
    ...matterRoutes(modules.interactions),
    ...recordingRoutes(modules.recordings, recordingPorts(modules)),
    ...markRoutes(modules.marks, modules.recordings, recordingPorts(modules)),
    ...presenceRoutes({ presence: modules.presence, ports: presencePorts(modules) }),
    ...agentBulkRoutes(modules.presence, presencePorts(modules), undo),
    ...routingRoutes({ routing: modules.routing, db, log: events, ports: routingPorts(modules) }),
    ...lineRoutes({ routing: modules.routing, ports: linePorts(modules) }),
    ...lineBulkRoutes({ routing: modules.routing, ports: linePorts(modules), undo }),
    ...promptRoutes(modules.prompts),
    ...laneRoutes(modules.lanes),
    ...workerRoutes(modules.bots),
    ...matchingRoutes(modules.matching),
    ...planningRoutes(modules.whatIf),
    ...messagingRoutes(modules.messaging),
    ...flowRoutes(modules.flow),
    ...previewRoutes({ db, ports: previewPorts(modules) }),
    ...analyticsRoutes(modules.analytics),
    ...floorRoutes(modules.analytics),
    ...alertRoutes(modules.analytics),
    ...reportRoutes(modules.analytics.reports),
    ...storageRoutes(modules.storage),
    ...retentionRoutes(createRetentionSettings({ db, log: events })),
    ...keyRoutes({ db, keys: platform.keys, rewrap: (tenant) => platform.jobs.send(REWRAP_KEYS, tenant, null) }),
    ...testCallRoutes(modules.testCalls),
    ...listenRoutes(modules.calls, modules.listening, control),
    ...sipTraceRoutes(modules.sipTraces, control),
    ...callRoutes(modules.calls, modules.callbacks, control, { id: newId, now: clock.now }, { monitorTone: platform.config.monitorTone }),
  ] as AnyRoute[];
  return [...routes, ...historyRoutes(wireHistory(platform, modules, routes), routes)];
}

function version(): string {
  return (JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;
}
