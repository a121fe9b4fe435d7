// The API's own description: an OpenAPI 3.1 document made from the mounted routes and nothing else, so that it cannot differ from them.
import { Problem } from '@tandem/contract/api/page.ts';
import type { TSchema } from 'typebox';
import { ERRORS, type ErrorCode } from '../errors/catalogue.ts';
import { STREAM_OPERATION } from './openapi-stream.ts';
import type { AnyRoute } from './types.ts';

type Json = Record<string, unknown>;
type ObjectShape = { properties?: Record<string, Json>; required?: string[]; allOf?: ObjectShape[] };

const WRITES = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

function fields(schema: TSchema | undefined): { name: string; schema: Json; required: boolean }[] {
  const shape = (schema ?? {}) as ObjectShape;
  const parts = [shape, ...(shape.allOf ?? [])];
  return parts.flatMap((part) =>
    Object.entries(part.properties ?? {}).map(([name, each]) => ({ name, schema: each, required: part.required?.includes(name) ?? false })),
  );
}

/** `GET /interactions/:id/events` -> `getInteractionsByIdEvents` */
export function operationId(route: Pick<AnyRoute, 'method' | 'path'>): string {
  const words = route.path
    .split('/')
    .filter(Boolean)
    .map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part));
  return [route.method.toLowerCase(), ...words].join('-').replace(/-+(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

function commonErrors(route: AnyRoute): ErrorCode[] {
  const codes: ErrorCode[] = ['rate.exceeded', 'internal'];
  if (route.schema.params || route.schema.query || route.schema.body) codes.push('request.invalid');
  if (fields(route.schema.query).some(({ name }) => name === 'cursor')) codes.push('cursor.invalid');
  if (route.schema.body) codes.push('request.malformed', 'request.too-large', 'request.media-type');
  if (!('public' in route)) {
    codes.push('auth.required');
    if (route.person) codes.push('access.person-only');
    if (!route.whileEnrolling) codes.push('auth.enrolment-required');
    if (route.action !== null) codes.push('access.denied', 'access.out-of-scope');
    if (WRITES.has(route.method)) codes.push('access.csrf', 'idempotency.key-invalid', 'idempotency.key-reused', 'idempotency.in-progress');
  }
  return codes;
}

function problems(route: AnyRoute): Json {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...commonErrors(route), ...(route.errors ?? [])])) {
    const { status } = ERRORS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `${code}: ${ERRORS[code].title.en}`).join('. '),
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

function operation(route: AnyRoute): Json {
  const { schema } = route;
  const status = schema.status ?? (schema.response === null ? 204 : 200);
  const parameters = [
    ...fields(schema.params).map(({ name, schema: each }) => ({ name, in: 'path', required: true, schema: each })),
    ...fields(schema.query).map(({ name, schema: each, required }) => ({ name, in: 'query', required, schema: each })),
    ...(WRITES.has(route.method) && !('public' in route) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
  const permission =
    'public' in route ? 'No sign-in.' : route.action === null ? 'Any signed-in user.' : `Needs the permission \`${route.action}\`.`;
  return {
    operationId: operationId(route),
    summary: route.summary,
    description: permission,
    tags: [route.tag],
    security: 'public' in route ? [] : [{ bearer: [] }, { cookie: [] }],
    ...('public' in route ? {} : { 'x-tandem-action': route.action }),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(schema.body ? { requestBody: { required: true, content: { 'application/json': { schema: schema.body } } } } : {}),
    responses: {
      [String(status)]:
        schema.response === null
          ? { description: 'Done' }
          : { description: 'The answer', content: { [schema.produces ?? 'application/json']: { schema: schema.response } } },
      ...problems(route),
    },
  };
}

export function openApi(routes: readonly AnyRoute[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  paths['/stream'] = { get: STREAM_OPERATION };
  const tags = [...new Set([...routes.map((route) => route.tag), 'stream'])].toSorted();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tandem API',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'Times are UTC epoch milliseconds. Lists are `{items, nextCursor}`. Errors are RFC 9457 problems.',
    },
    servers: [{ url: '/api/v1' }],
    tags: tags.map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem },
      parameters: {
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description: 'The same key with the same request is done once and answered alike for 24 hours.',
          schema: { type: 'string', minLength: 1, maxLength: 128 },
        },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'The token of POST /sessions.' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'tandem_session',
          description: 'Set by POST /sessions. Writes then need the header `X-Tandem-Csrf: 1`.',
        },
      },
    },
  };
}
