// The HTTP server: fastify with our guard, errors, probes, web app and WebSocket doors around the modules' routes.
import type { IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { invariant } from '../../kernel/assert.ts';
import type { Clock } from '../../kernel/time.ts';
import { ConfigError, type Config } from '../config/config.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../log/log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { AnsweredRequest } from '../telemetry/traced-requests.ts';
import { openCertificate, type CertificateView } from './certificate.ts';
import { createGuard, type Guard } from './guard.ts';
import { addSecurityHeaders } from './headers.ts';
import type { Idempotency } from './idempotency.ts';
import { API, mount, type MountContext } from './mount.ts';
import { openApi } from './openapi.ts';
import { clientIp, requestedHost, trustedProxies } from './origin.ts';
import { addProbes, type Readiness } from './probes.ts';
import { addPacking } from './packing.ts';
import { answerProblems, routeOf } from './problems.ts';
import type { AnyRoute, Auditor, Authenticator } from './types.ts';
import { createUpgrades, type Upgrades } from './upgrades.ts';
import { serveWebApp, type Embedders } from './web-app.ts';

const BODY_LIMIT = 1_048_576;
/** After so long a drain, connections that still wait for an answer are cut. */
const DRAIN_MS = 5_000;
const ADDRESS_PER_SECOND = 20;
const TLS = { minVersion: 'TLSv1.2' } as const;

export type HttpConfig = Pick<Config, 'host' | 'httpPort' | 'tls' | 'trustedProxies' | 'metricsToken' | 'rates' | 'session'>;

export type HttpOptions = {
  config: HttpConfig;
  log: Log;
  telemetry: Telemetry;
  authenticator: Authenticator;
  auditor: Auditor;
  idempotency: Idempotency;
  clock: Clock;
  readiness: Readiness;
  /** Folder of the built web app; null: API only. */
  webRoot: string | null;
  /** Nobody where left out. */
  embedders?: Embedders;
  version: string;
  strictAnswers?: boolean;
  /** How often the certificate's files are looked at. */
  certificateMs?: number;
  /** Hears of each request of the API when it was answered, for traces. */
  answered?: (request: AnsweredRequest) => void;
};

export type Http = {
  /** Mounts routes under /api/v1. Before `listen` only. */
  register(routes: readonly AnyRoute[]): void;
  /** Doors for WebSockets, e.g. `upgrades.on('/sip', relay)`. */
  readonly upgrades: Upgrades;
  readonly guard: Guard;
  /** Runs before the server stops accepting, e.g. to close streams with a code that says resume. */
  onDrain(drain: () => Promise<void> | void): void;
  readonly routes: readonly AnyRoute[];
  openApi(): Record<string, unknown>;
  /** What HTTPS shows; null on plain HTTP. */
  certificate(): CertificateView | null;
  /** Resolves to the base URL, with the real port where 0 was asked for. */
  listen(): Promise<string>;
  close(): Promise<void>;
};

/** JSON only, as a browser form must not pass for it. No body at all is no fault of JSON: whether one is needed is the route's to say. */
function readJsonOnly(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
}

function measure(app: FastifyInstance, telemetry: Telemetry, log: Log): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    telemetry.observe('http_requests_total', 1, { method: request.method, route, status: String(reply.statusCode) });
    telemetry.observe('http_request_ms', reply.elapsedTime, { method: request.method, route });
    log.debug('request', {
      request: request.id,
      route: routeOf(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      pii: { ip: request.ip },
    });
    done();
  });
}

function watchAnswers(app: FastifyInstance, answered: (request: AnsweredRequest) => void, clock: Clock): void {
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url;
    if (route?.startsWith(`${API}/`) && !route.endsWith('*')) {
      const { id } = (request.params ?? {}) as { id?: string };
      const traceparent = request.headers['traceparent'];
      const endAt = clock.now();
      answered({
        method: request.method,
        route,
        status: reply.statusCode,
        object: id ?? null,
        traceparent: typeof traceparent === 'string' ? traceparent : undefined,
        startAt: endAt - Math.round(reply.elapsedTime),
        endAt,
      });
    }
    done();
  });
}

export async function createHttp(options: HttpOptions): Promise<Http> {
  const { config, log, telemetry, auditor, idempotency } = options;
  const trusted = trustedProxies(config.trustedProxies);
  const { tls } = config;
  const certificate =
    tls && (await openCertificate({ tls, log, metrics: telemetry, now: options.clock.now, everyMs: options.certificateMs }));
  const app = fastify({
    ...(certificate ? { https: { ...certificate.pair, ...TLS } } : {}),
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: trusted,
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => /^[\w.-]{8,64}$/.exec(String(request.headers['x-request-id'] ?? ''))?.[0] ?? randomUUID(),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  } as object) as unknown as FastifyInstance;

  const guard = createGuard({ ...options, rates: { ...config.rates, addressPerSecond: ADDRESS_PER_SECOND } });
  const upgrades = createUpgrades(app.server, (request) => ({ ip: clientIp(request, trusted), host: requestedHost(request, trusted) }));
  const routes: AnyRoute[] = [];
  const drains: (() => Promise<void> | void)[] = [];
  let draining = false;
  let listening = false;
  let closing: Promise<void> | null = null;

  const context: MountContext = {
    guard,
    auditor,
    idempotency,
    log,
    telemetry,
    cookie: { secure: (request: FastifyRequest) => request.protocol === 'https', maxAgeMs: config.session.absoluteMs },
    strictAnswers: options.strictAnswers ?? false,
  };

  readJsonOnly(app);
  await addSecurityHeaders(app, { tls: config.tls !== null });
  await addPacking(app);
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Also of requests that came before the drain: a kept-alive connection would hold the server open.
    if (draining) void reply.header('connection', 'close');
    done(null, payload);
  });
  measure(app, telemetry, log);
  if (options.answered) watchAnswers(app, options.answered, options.clock);
  answerProblems(app, { log, bodyLimit: BODY_LIMIT });
  addProbes(app, { ...options, metricsToken: config.metricsToken, draining: () => draining, routes: () => routes });
  app.all(`${API}/*`, (request) => {
    throw new AppError('request.not-found', { method: request.method, path: request.url.split('?')[0] });
  });
  await serveWebApp(app, options.webRoot, options.embedders ?? (() => Promise.resolve([])));

  async function close(): Promise<void> {
    draining = true;
    unfollow?.();
    upgrades.stop();
    for (const drain of drains) await drain();
    const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
    try {
      await app.close();
    } finally {
      clearTimeout(cut);
    }
  }

  const unfollow = certificate?.follow((pair) => (app.server as unknown as HttpsServer).setSecureContext({ ...pair, ...TLS }));

  return {
    upgrades,
    guard,
    routes,
    register(more) {
      invariant(!listening, 'routes are registered before the server listens');
      for (const each of more) {
        mount(app, each, context);
        routes.push(each);
      }
    },
    onDrain: (drain) => void drains.push(drain),
    openApi: () => openApi(routes, options.version),
    certificate: () => certificate?.view() ?? null,
    async listen() {
      listening = true;
      try {
        await app.listen({ host: config.host, port: config.httpPort });
      } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
        throw new ConfigError([
          `TANDEM_HOST and TANDEM_HTTP_PORT say ${config.host}:${config.httpPort}, which cannot be listened on (${code})`,
        ]);
      }
      const { port, address, family } = app.server.address() as AddressInfo;
      return `${config.tls ? 'https' : 'http'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
    },
    close: () => (closing ??= close()),
  };
}
