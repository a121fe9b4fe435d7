// Customers over HTTP: search, profile, timeline, erasure. Scope `own` reaches the customers the agent had contact with.
import { Type } from 'typebox';
import { PageQuery } from '@tandem/contract/api/page.ts';
import {
  Customer,
  CustomerErased,
  CustomerNumbers,
  CustomerPage,
  CustomerPatch,
  CustomerQuery,
  CustomerRecords,
} from '@tandem/contract/api/customers.ts';
import { InteractionPage } from '@tandem/contract/api/interactions.ts';
import { IdOf, type CustomerId } from '@tandem/contract/ids.ts';
import type { Action } from '@tandem/contract/permissions.ts';
import { acceptedLanguage } from '../../../platform/errors/language.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { actorOf, route, type Caller, type Route } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { CustomersPorts } from '../ports.ts';
import type { Customers } from './customers.ts';

const Place = Type.Object({ at: Type.Integer(), id: IdOf('cus') });

export function customerRoutes(customers: Customers, ports: CustomersPorts): Route[] {
  const params = Type.Object({ id: IdOf('cus') });

  /** null: all of the tenant. */
  async function reach(caller: Caller, action: Action): Promise<CustomerId[] | null> {
    if (caller.scope(action) !== 'own') return null;
    return caller.agent ? ports.customersOf(caller.tenant, caller.agent) : [];
  }
  async function check(caller: Caller, action: Action, id: CustomerId): Promise<void> {
    const only = await reach(caller, action);
    if (only && !only.includes(id)) throw new AppError('customer.not-found', { id });
  }

  return [
    route({
      method: 'GET',
      path: '/customers',
      summary: 'Customers, newest first; `q` finds by a part of the name or of a number',
      tag: 'customers',
      action: 'customers:read',
      schema: { query: CustomerQuery, response: CustomerPage },
      async handle({ caller, query }) {
        const limit = query.limit ?? 50;
        const after = query.cursor === undefined ? null : decodeCursor(query.cursor, Place);
        const only = await reach(caller, 'customers:read');
        const found = await customers.search(caller.tenant, {
          text: (query.q ?? '').trim(),
          ...(query.address === undefined ? {} : { address: query.address }),
          only,
          after,
          limit: limit + 1,
        });
        const items = found.slice(0, limit);
        const last = found.length > limit ? items.at(-1) : undefined;
        return { items, nextCursor: last ? encodeCursor({ at: last.createdAt, id: last.id }) : null };
      },
    }),
    route({
      method: 'GET',
      path: '/customers/:id',
      summary: 'One customer',
      tag: 'customers',
      action: 'customers:read',
      errors: ['customer.not-found'],
      schema: { params, response: Customer },
      async handle({ caller, params: { id } }) {
        await check(caller, 'customers:read', id);
        return customers.customer(caller.tenant, id);
      },
    }),
    route({
      method: 'PATCH',
      path: '/customers/:id',
      summary: "Changes a customer's profile",
      tag: 'customers',
      action: 'customers:write',
      audit: 'customer.change',
      errors: ['customer.not-found'],
      schema: { params, body: CustomerPatch, response: Customer },
      async handle({ caller, params: { id }, body }) {
        await check(caller, 'customers:write', id);
        return customers.change(caller.tenant, id, body, actorOf(caller));
      },
    }),
    route({
      method: 'PUT',
      path: '/customers/:id/numbers',
      summary: 'Sets all numbers of a customer; several customers may have the same one',
      tag: 'customers',
      action: 'customers:write',
      audit: 'customer.set-numbers',
      errors: ['customer.not-found', 'number.unreadable'],
      schema: { params, body: CustomerNumbers, response: Customer },
      async handle({ caller, params: { id }, body }) {
        await check(caller, 'customers:write', id);
        return customers.setNumbers(caller.tenant, id, body.numbers, actorOf(caller));
      },
    }),
    route({
      method: 'GET',
      path: '/customers/:id/records',
      summary: 'What the tenant’s lookup tables say about a customer, e.g. his orders',
      tag: 'customers',
      action: 'customers:read',
      errors: ['customer.not-found'],
      schema: { params, query: PageQuery, response: CustomerRecords },
      async handle({ caller, params: { id }, query }) {
        await check(caller, 'customers:read', id);
        await customers.customer(caller.tenant, id);
        return pageOfWhole(await customers.records(caller.tenant, id), query, ({ table, key }) => `${table} ${key}`);
      },
    }),
    route({
      method: 'GET',
      path: '/customers/:id/timeline',
      summary: "The customer's interactions that the caller may see, newest first",
      tag: 'customers',
      action: 'customers:read',
      errors: ['customer.not-found'],
      schema: { params, query: PageQuery, response: InteractionPage },
      async handle({ caller, params: { id }, query, headers }) {
        await check(caller, 'customers:read', id);
        await customers.customer(caller.tenant, id);
        const header = headers['accept-language'];
        return ports.timeline(caller, id, {
          limit: query.limit ?? 50,
          ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
          language: acceptedLanguage(typeof header === 'string' ? header : undefined),
        });
      },
    }),
    route({
      method: 'POST',
      path: '/customers/:id/erase',
      summary: 'Erases a customer for good: profile, numbers, notes, recordings',
      tag: 'customers',
      action: 'customers:erase',
      audit: 'customer.erase',
      errors: ['customer.not-found'],
      schema: { params, response: CustomerErased },
      async handle({ caller, params: { id } }) {
        await check(caller, 'customers:erase', id);
        return customers.erase(caller.tenant, id, actorOf(caller));
      },
    }),
  ] as Route[];
}
