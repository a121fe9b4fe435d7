// Parking over HTTP: into a place, the places in use, and out of one again.
import { Type } from 'typebox';
import { LiveCall, ParkedPage, ParkRequest } from '@tandem/contract/api/calls.ts';
import { PageQuery } from '@tandem/contract/api/page.ts';
import { IdOf, type TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { route, type Route } from '../../../../platform/http/types.ts';
import { pageOfWhole } from '../../../../platform/http/whole-list.ts';
import { mayConsult } from '../../core/control/consult.ts';
import { mayFetch } from '../../core/control/park.ts';
import { freePlace, isPlace } from '../../core/control/places.ts';
import type { CallState } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Calls, CallIds } from './calls.ts';
import { ownPhone } from './dial-routes.ts';
import type { Reach } from './reach.ts';

/** How long somebody stays parked before he goes back, unless it was asked otherwise. */
const PARK_MS = 120_000;

export function parkRoutes(calls: Calls, reach: Reach, ports: ControlPorts, ids: CallIds): Route[] {
  const ofTenant = (tenant: TenantId): CallState[] => calls.live().filter((state) => state.tenant === tenant && !state.over);
  return [
    route({
      method: 'POST',
      path: '/calls/:id/park',
      summary: 'Park the customer in a numbered place: he hears music, and the agent is free',
      tag: 'calls',
      action: 'interactions:control',
      errors: ['call.not-found', 'call.wrong-state', 'park.place-taken', 'park.no-place'],
      schema: { params: Type.Object({ id: IdOf('cal') }), body: ParkRequest, response: LiveCall },
      async handle({ caller, params: { id }, body }) {
        const state = await reach.one(caller, id);
        if (!mayConsult(state)) throw new AppError('call.wrong-state', { id, action: 'park' });
        const queuedAt = state.agent?.work ? await ports.routing.queuedAt(caller.tenant, state.agent.work) : null;
        return reach.act(caller, id, 'park', mayConsult, () => {
          // Chosen in the moment of the input: two who park at once get two places.
          const others = ofTenant(caller.tenant);
          const place = body.place ?? freePlace(others);
          if (place === null) throw new AppError('park.no-place', {});
          if (!isPlace(place) || others.some((each) => each.parked?.place === place)) throw new AppError('park.place-taken', { place });
          return { kind: 'park', place, until: ids.now() + (body.timeoutMs ?? PARK_MS), queuedAt };
        });
      },
    }),
    route({
      method: 'GET',
      path: '/parked',
      summary: 'Customers who are parked now',
      tag: 'calls',
      action: 'calls:dial',
      schema: { query: PageQuery, response: ParkedPage },
      async handle({ caller, query }) {
        const states = ofTenant(caller.tenant).flatMap((state) => (state.parked ? [{ state, parked: state.parked }] : []));
        const names = await ports.agents.names(caller.tenant, [...new Set(states.map(({ parked }) => parked.by))]);
        const items = states.map(({ state, parked: { place, by, queue, until } }) => ({
          place,
          call: state.call,
          interaction: state.interaction,
          by,
          byName: names.get(by) ?? '',
          queue,
          until,
        }));
        return pageOfWhole(items, query, (item) => item.place);
      },
    }),
    route({
      method: 'POST',
      path: '/parked/:place/fetch',
      summary: 'Fetch a parked customer: the caller’s own phone rings, and then they talk',
      tag: 'calls',
      action: 'calls:dial',
      errors: ['call.no-agent', 'call.no-device', 'call.agent-busy', 'park.nobody', 'call.wrong-state'],
      schema: { params: Type.Object({ place: Type.String({ pattern: '^70[0-9]{2}$' }) }), response: LiveCall },
      async handle({ caller: { tenant, agent }, params: { place } }) {
        const state = ofTenant(tenant).find((each) => each.parked?.place === place);
        if (!state) throw new AppError('park.nobody', { place });
        if (!mayFetch(state)) throw new AppError('call.wrong-state', { id: state.call, action: 'fetch' });
        const phone = await ownPhone(calls, ports, tenant, agent);
        await calls.input(state.call, tenant, { kind: 'fetch', leg: ids.id('leg'), why: 'fetched', ...phone });
        return (await reach.view([calls.byCall(state.call) ?? state]))[0]!;
      },
    }),
  ] as Route[];
}
