// One route on fastify, step by step: guard, check the parts, idempotency, the module's handler, audit, answer.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptedLanguage } from '../errors/language.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../log/log.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { objectOf } from './audit-object.ts';
import { bytesAnswer, isBytes, isLive } from './bytes.ts';
import { sessionCookie } from './credential.ts';
import type { Guard } from './guard.ts';
import { fingerprintOf, readKey, type Idempotency, type Owner } from './idempotency.ts';
import { SessionAnswer, type AnyRoute, type Auditor, type Caller, type RouteRequest, type RouteSchema } from './types.ts';
import { answerChecker, requestValidator } from './validation.ts';

export const API = '/api/v1';

export type MountContext = {
  guard: Guard;
  auditor: Auditor;
  idempotency: Idempotency;
  log: Log;
  telemetry: Telemetry;
  cookie: { secure: (request: FastifyRequest) => boolean; maxAgeMs: number };
  /** An answer that does not fit its schema fails the request (tests) instead of being logged. */
  strictAnswers: boolean;
};

export function mount(app: FastifyInstance, route: AnyRoute, context: MountContext): void {
  const { guard, auditor, idempotency, log, telemetry, cookie } = context;
  const validate = requestValidator(route.schema);
  const differs = answerChecker(route.schema.response);
  const status = route.schema.status ?? (route.schema.response === null ? 204 : 200);
  const writes = route.method !== 'GET';
  const callers = new WeakMap<FastifyRequest, Caller>();

  async function audited(caller: Caller, request: RouteRequest<RouteSchema>, answer: unknown): Promise<void> {
    if ('public' in route || route.audit === undefined) return;
    const details = {
      ...(typeof request.params === 'object' ? { params: request.params } : {}),
      // Names of the fields only: values may be secrets, and the full new value stands in `config.changed`.
      ...(typeof request.body === 'object' && request.body !== null ? { fields: Object.keys(request.body) } : {}),
      ...route.auditDetails?.({ body: request.body }, answer),
    };
    const { tenant, user, ip } = caller;
    const byKey = caller.via === 'api-key' ? { key: caller.session } : {};
    const object = objectOf(request.params, answer);
    await auditor.record({ tenant, user, ...byKey, action: route.audit, object, outcome: 'done', ip, details });
  }

  function send(reply: FastifyReply, request: FastifyRequest, answer: unknown): FastifyReply {
    let body = answer;
    if (answer instanceof SessionAnswer) {
      void reply.header('set-cookie', sessionCookie(answer.token, { secure: cookie.secure(request), maxAgeMs: cookie.maxAgeMs }));
      body = answer.body;
    }
    void reply.header('cache-control', 'no-store');
    if (isLive(body)) return reply.code(200).type(body.contentType).send(body.live);
    if (isBytes(body)) {
      const { status: rangeStatus, headers, body: slice } = bytesAnswer(body, request.headers.range);
      return reply
        .code(rangeStatus)
        .headers(headers)
        .send(Buffer.from(slice.buffer, slice.byteOffset, slice.byteLength));
    }
    const difference = differs(body);
    if (difference !== null) {
      telemetry.observe('http_answer_mismatch_total', 1, { route: `${route.method} ${route.path}` });
      log.error('answer does not fit its schema', { route: `${route.method} ${route.path}`, difference });
      if (context.strictAnswers) throw new Error(`answer of ${route.method} ${route.path} does not fit its schema: ${difference}`);
    }
    void reply.code(status);
    return body === undefined || body === null ? reply.send() : reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
  }

  /** The handler's answer, or null where a kept one was sent again. */
  async function once(
    owner: Owner | null,
    request: FastifyRequest,
    reply: FastifyReply,
    act: () => Promise<unknown>,
  ): Promise<{ answer: unknown } | null> {
    if (owner === null) return { answer: await act() };
    const kept = await idempotency.begin(owner, fingerprintOf(request.method, request.url, request.body));
    if (kept) {
      void reply
        .code(kept.status)
        .header('idempotency-replayed', 'true')
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8');
      await (kept.body === null ? reply.send() : reply.send(kept.body));
      return null;
    }
    let answer: unknown;
    try {
      answer = await act();
    } catch (error) {
      await idempotency.drop(owner);
      throw error;
    }
    const body = answer instanceof SessionAnswer ? (answer.body as unknown) : answer;
    await idempotency.keep(owner, { status, body: body === undefined ? null : JSON.stringify(body) });
    return { answer };
  }

  const open = 'public' in route && route.anyOrigin === true;
  if (open) answerPreflights(app, `${API}${route.path}`);
  app.route({
    method: route.method,
    url: `${API}${route.path}`,
    ...(route.bodyLimit === undefined ? {} : { bodyLimit: route.bodyLimit }),
    onRequest: async (request, reply) => {
      if (open) void reply.header('access-control-allow-origin', '*');
      const caller = await guard.check(route, request, reply);
      if (caller) callers.set(request, caller);
    },
    handler: async (request, reply) => {
      const language = acceptedLanguage(request.headers['accept-language']);
      const parts = validate({ params: request.params, query: request.query, body: request.body }, language);
      const common = { ...parts, headers: request.headers, language, requestId: request.id } as RouteRequest<RouteSchema>;
      if ('public' in route) return send(reply, request, await route.handle({ ...common, ip: request.ip }));
      const caller = callers.get(request);
      if (!caller) throw new AppError('auth.required');
      const key = writes ? readKey(request.headers['idempotency-key']) : null;
      const owner = key === null ? null : { tenant: caller.tenant, user: caller.via === 'api-key' ? caller.session : caller.user, key };
      const given = { ...common, caller };
      const done = await once(owner, request, reply, () => route.handle(given));
      if (done === null) return reply;
      await audited(caller, given, done.answer instanceof SessionAnswer ? done.answer.body : done.answer);
      return send(reply, request, done.answer);
    },
  });
}

/** What browsers ask before a page of another website may send JSON or an Authorization header (Fetch standard, CORS-preflight). Once an address. */
function answerPreflights(app: FastifyInstance, url: string): void {
  if (app.hasRoute({ method: 'OPTIONS', url })) return;
  app.options(url, async (_request, reply) => {
    await reply
      .code(204)
      .header('access-control-allow-origin', '*')
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', '86400')
      .send();
  });
}
