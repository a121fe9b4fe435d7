// What machines ask without signing in: is it alive, is it ready, what are its figures, what does its API look like.
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback } from '../config/config.ts';
import type { Secret } from '../config/secret.ts';
import { AppError } from '../errors/types.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { docsPage, errorsPage } from './docs-page.ts';
import { openApi } from './openapi.ts';
import type { AnyRoute } from './types.ts';

/** What must be there to serve, by name, e.g. `{database: true, edge: false}`; a word is told and stops nobody: `{disk: 'low'}`. */
export type Readiness = () => Promise<Readonly<Record<string, boolean | string>>>;

export type ProbeOptions = {
  telemetry: Telemetry;
  readiness: Readiness;
  draining: () => boolean;
  metricsToken: Secret | null;
  version: string;
  routes: () => readonly AnyRoute[];
};

/** Loopback without a proxy in between, or the token. */
function mayReadMetrics(request: FastifyRequest, token: Secret | null): boolean {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (given !== undefined && token !== null) {
    const [a, b] = [Buffer.from(given), Buffer.from(token.reveal())];
    return a.length === b.length && timingSafeEqual(a, b);
  }
  const address = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return isLoopback(address) && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
}

export function addProbes(app: FastifyInstance, options: ProbeOptions): void {
  const { telemetry, readiness, draining, metricsToken, version, routes } = options;
  app.get('/healthz', (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const checks = await readiness();
    const ready = !draining() && Object.values(checks).every((check) => check !== false);
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : draining() ? 'draining' : 'not ready', checks });
  });
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken)) throw new AppError('auth.required');
    const { contentType, body } = await telemetry.text();
    return reply.type(contentType).send(body);
  });
  app.get('/openapi.json', (_request, reply) => reply.header('cache-control', 'no-cache').send(openApi(routes(), version)));
  app.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(docsPage(openApi(routes(), version))));
  app.get('/docs/errors', (_request, reply) => reply.type('text/html; charset=utf-8').send(errorsPage()));
}
