// Call-backs over HTTP: asked for by an agent or a partner's system, seen, taken, cancelled.
import { Type } from 'typebox';
import { Callback, CallbackPage, CallbackQuery, NewCallback } from '@tandem/contract/api/callbacks.ts';
import { addressKey, type Address } from '@tandem/contract/address.ts';
import { IdOf, type AgentId, type CustomerId, type TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../../platform/http/cursor.ts';
import { route, type Route } from '../../../../platform/http/types.ts';
import { callbackReach } from '../../core/callback.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Callbacks, ShownCallback } from './callbacks.ts';
import type { Calls } from './calls.ts';
import { ownPhone } from './dial-routes.ts';

const Place = Type.Object({ before: IdOf('int') }, { additionalProperties: false });

export function callbackRoutes(calls: Calls, callbacks: Callbacks, ports: ControlPorts): Route[] {
  return [
    route({
      method: 'POST',
      path: '/callbacks',
      summary: 'Have a customer called back by an agent of a queue, now or later',
      tag: 'calls',
      action: 'callbacks:write',
      errors: [
        'callback.no-address',
        'callback.not-queued',
        'callback.exists',
        'callback.full',
        'callback.closed',
        'callback.closed-long',
        'call.no-such-target',
        'customer.not-found',
        'queue.not-found',
      ],
      schema: { body: NewCallback, response: Callback, status: 201 },
      async handle({ caller: { tenant, user }, body }) {
        if (!(await ports.directory.hasQueue(tenant, body.queue))) throw new AppError('queue.not-found', { id: body.queue });
        const { customer, to } = await whom(ports, tenant, body);
        const target = await ports.directory.resolve(tenant, to);
        if (target === null || target.kind === 'flow') throw new AppError('call.no-such-target', { target: addressKey(to) });
        const { queue, notBefore = null } = body;
        const wanted = { tenant, customer, to, queue, notBefore, origin: null, replaces: null, priority: 0, skills: [], askedBy: user };
        return (await shown(ports, tenant, [await callbacks.request(wanted)]))[0]!;
      },
    }),
    route({
      method: 'GET',
      path: '/callbacks',
      summary: 'Call-backs, newest first; below tenant scope those of the caller’s queues and those he asked for',
      tag: 'calls',
      action: 'callbacks:read',
      schema: { query: CallbackQuery, response: CallbackPage },
      async handle({ caller, query: { limit = 50, cursor, state } }) {
        const before = cursor === undefined ? null : decodeCursor(cursor, Place).before;
        const reach = callbackReach(caller.scope('callbacks:read'), caller);
        const found = await callbacks.list(caller.tenant, { before, reach, limit: limit + 1, ...(state === undefined ? {} : { state }) });
        const items = await shown(ports, caller.tenant, found.slice(0, limit));
        const last = items.at(-1);
        return { items, nextCursor: last && found.length > limit ? encodeCursor({ before: last.id }) : null };
      },
    }),
    route({
      method: 'POST',
      path: '/callbacks/:id/take',
      summary: 'Call back now, out of turn: the caller’s own phone rings, and when it is answered the customer is called',
      tag: 'calls',
      action: 'callbacks:take',
      errors: [
        'callback.not-found',
        'callback.under-way',
        'call.no-agent',
        'call.no-device',
        'call.agent-busy',
        'call.no-such-target',
        'routing.not-here',
      ],
      schema: { params: Type.Object({ id: IdOf('int') }), response: Callback },
      async handle({ caller, params: { id } }) {
        const { tenant } = caller;
        const reach = callbackReach(caller.scope('callbacks:take'), caller);
        return (
          await shown(ports, tenant, [await callbacks.take(tenant, id, reach, () => ownPhone(calls, ports, tenant, caller.agent))])
        )[0]!;
      },
    }),
    route({
      method: 'DELETE',
      path: '/callbacks/:id',
      summary: 'Cancel a call-back that no agent has yet; one that the caller may see, or asked for',
      tag: 'calls',
      action: 'callbacks:write',
      errors: ['callback.not-found', 'callback.under-way'],
      schema: { params: Type.Object({ id: IdOf('int') }), response: Callback },
      async handle({ caller, params: { id } }) {
        const { tenant } = caller;
        const reach = callbackReach(caller.scope('callbacks:read'), caller);
        return (await shown(ports, tenant, [await callbacks.cancel(tenant, id, reach)]))[0]!;
      },
    }),
  ] as Route[];
}

async function whom(
  ports: ControlPorts,
  tenant: TenantId,
  { customer, address }: { customer?: CustomerId; address?: string },
): Promise<{ customer: CustomerId; to: Address }> {
  const dialled = address === undefined ? null : await ports.directory.parse(tenant, address);
  if (customer === undefined) {
    if (dialled === null) throw new AppError('callback.no-address', {});
    return { customer: (await ports.customers.identify(tenant, dialled)).id, to: dialled };
  }
  const known = await ports.customers.find(tenant, customer);
  if (known === null) throw new AppError('customer.not-found', { id: customer });
  const to = dialled ?? known.address;
  if (to === null) throw new AppError('callback.no-address', {});
  return { customer, to };
}

async function shown(ports: ControlPorts, tenant: TenantId, rows: readonly ShownCallback[]): Promise<Callback[]> {
  const takers = rows.flatMap((row) => row.takenBy ?? []);
  const [names, agents] = await Promise.all([
    ports.customers.names(tenant, [...new Set(rows.map((row) => row.customer))]),
    takers.length === 0 ? new Map<AgentId, string>() : ports.agents.names(tenant, [...new Set(takers)]),
  ]);
  return rows.map((row) =>
    view(row, names.get(row.customer) ?? '', row.takenBy && { id: row.takenBy, name: agents.get(row.takenBy) ?? '' }),
  );
}

function view(row: ShownCallback, name: string, takenBy: Callback['takenBy']): Callback {
  return {
    id: row.interaction,
    origin: row.origin,
    customer: row.customer,
    name,
    queue: row.queue,
    address: row.shownAddress,
    state: row.state === 'new' ? 'waiting' : row.state,
    attempts: row.attempts,
    notBefore: row.notBefore,
    requestedAt: row.requestedAt,
    takenBy,
  };
}
