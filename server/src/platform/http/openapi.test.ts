// The description is made of the routes: complete, sound, and a checker that notices when it is not.
import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { PageOf, PageQuery } from '@tandem/contract/api/page.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { docsPage, errorsPage } from './docs-page.ts';
import { openApiProblems } from './openapi-check.ts';
import { openApi, operationId } from './openapi.ts';
import { publicRoute, route } from './types.ts';

const Thing = Type.Object({
  id: IdOf('que'),
  kind: Type.Union([Type.Literal('a'), Type.Literal('b')]),
  at: Type.Union([Type.Integer(), Type.Null()]),
});
const never = () => Promise.reject(new Error('not called'));
const routes = [
  route({
    method: 'GET',
    path: '/things',
    summary: 'List <all>',
    tag: 'things',
    action: 'queues:read',
    schema: { query: Type.Intersect([PageQuery, Type.Object({ kind: Type.String() })]), response: PageOf(Thing) },
    handle: never,
  }),
  route({
    method: 'PATCH',
    path: '/things/:id',
    summary: 'Change',
    tag: 'things',
    action: 'queues:write',
    schema: { params: Type.Object({ id: IdOf('que') }), body: Type.Object({ n: Type.Integer() }), response: Thing },
    errors: ['team.not-found'],
    handle: never,
  }),
  route({
    method: 'GET',
    path: '/things/:id/sound',
    summary: 'Hear',
    tag: 'sounds',
    action: null,
    schema: {
      params: Type.Object({ id: IdOf('que') }),
      response: Type.Unsafe<never>({ type: 'string', format: 'binary' }),
      produces: 'audio/wav',
    },
    handle: never,
  }),
  publicRoute({ method: 'POST', path: '/in', summary: 'In', tag: 'things', public: true, schema: { response: null }, handle: never }),
];
const document = JSON.parse(JSON.stringify(openApi(routes, '1.2.3')));

describe('openApi', () => {
  it('describes every route, the stream beside them, and is sound', () => {
    expect(openApiProblems(document)).toEqual([]);
    expect(Object.keys(document.paths)).toEqual(['/things', '/things/{id}', '/things/{id}/sound', '/in', '/stream']);
    expect(document.info.version).toBe('1.2.3');
  });

  it('says what each needs, takes and answers', () => {
    const list = document.paths['/things'].get;
    expect(list).toMatchObject({ operationId: 'getThings', 'x-tandem-action': 'queues:read', security: [{ bearer: [] }, { cookie: [] }] });
    expect(list.parameters.map((each: any) => [each.name, each.in, each.required])).toEqual([
      ['limit', 'query', false],
      ['cursor', 'query', false],
      ['kind', 'query', true],
    ]);
    expect(Object.keys(list.responses)).toEqual(['200', '400', '401', '403', '429', '500']);
    const change = document.paths['/things/{id}'].patch;
    expect(change.parameters.at(-1)).toEqual({ $ref: '#/components/parameters/IdempotencyKey' });
    expect(change.responses['404'].description).toBe('team.not-found: Team not found');
    expect(change.responses['409'].description).toContain('idempotency.in-progress');
    expect(change.requestBody.content['application/json'].schema.properties.n).toEqual({ type: 'integer' });
    expect(document.paths['/things/{id}/sound'].get.responses['200'].content).toHaveProperty(['audio/wav']);
    expect(document.paths['/in'].post).toMatchObject({ security: [], responses: { '204': { description: 'Done' } } });
  });

  it.each([
    ['GET', '/interactions/:id/events', 'getInteractionsByIdEvents'],
    ['PUT', '/interactions/:id/wrap-up', 'putInteractionsByIdWrapUp'],
  ] as const)('%s %s is %s', (method, path, expected) => {
    expect(operationId({ method, path })).toBe(expected);
  });
});

it('the checker finds what is wrong', () => {
  const broken = structuredClone(document);
  broken.paths['/things'].get.operationId = 'postIn';
  delete broken.paths['/things/{id}'].patch.parameters;
  broken.paths['/things/{id}'].patch.responses['404'] = { description: 'x' };
  broken.paths['/in'].post.responses = {
    '500': { description: 'x', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Gone' } } } },
  };
  broken.paths['/things/{id}/sound'].get.responses['200'].content['audio/wav'].schema = { required: ['a'], type: 'object', properties: {} };
  expect(openApiProblems(broken)).toEqual([
    'PATCH /things/{id}: path has id, parameters describe ',
    'PATCH /things/{id} 404: is no problem+json',
    'GET /things/{id}/sound 200 audio/wav: requires a, which it does not describe',
    'POST /in: never succeeds',
    'POST /in 500: #/components/schemas/Gone leads nowhere',
    '/in: operationId postIn is there twice',
  ]);
});

it('is a page that needs no script and cannot be injected into', () => {
  const page = docsPage(document);
  for (const path of Object.keys(document.paths)) expect(page).toContain(`<code>${path}</code>`);
  expect(page).toContain('List &#60;all&#62;');
  expect(page).not.toMatch(/<script|https?:\/\/(?!json-schema)/);
  expect(errorsPage()).toContain('id="queue.not-found"');
});
