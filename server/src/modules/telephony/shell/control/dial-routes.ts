// An agent dials out: his own phone rings first, then the other's.
import { LiveCall, DialOut } from '@tandem/contract/api/calls.ts';
import type { AgentId, DeviceId, TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { route, type Route } from '../../../../platform/http/types.ts';
import { OURSELVES } from '../../core/control/dialling.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Calls, CallIds } from './calls.ts';
import { dialledParty } from './dialled.ts';
import type { Reach } from './reach.ts';

const RING_MS = 45_000;

export function dialRoutes(calls: Calls, reach: Reach, ports: ControlPorts, ids: CallIds): Route[] {
  return [
    route({
      method: 'POST',
      path: '/calls',
      summary: 'Dial out: the caller’s own phone rings, and when it is answered the other side is called',
      tag: 'calls',
      action: 'calls:dial',
      errors: ['call.no-agent', 'call.no-device', 'call.agent-busy', 'call.no-such-target', 'customer.not-found'],
      schema: { body: DialOut, response: LiveCall, status: 201 },
      async handle({ caller: { tenant, agent }, body }) {
        const { address, target } = await dialledParty(ports, tenant, body.to);
        const phone = await ownPhone(calls, ports, tenant, agent);
        const customer =
          body.customer === undefined ? await ports.customers.identify(tenant, address) : await ports.customers.find(tenant, body.customer);
        if (customer === null) throw new AppError('customer.not-found', { id: body.customer! });
        const from = body.from === undefined ? OURSELVES : { address: await ports.directory.parse(tenant, body.from), display: '' };
        const call = ids.id('cal');
        const direction = target.kind === 'trunk' ? ('outbound' as const) : ('internal' as const);
        const at = ids.now();
        const local = from.address;
        const interaction = await ports.interactions.begin({ tenant, direction, call, customer: customer.id, remote: address, local, at });
        const caller = { address, display: (body.display ?? customer.name).slice(0, 64) };
        const out = { to: target, from, timeoutMs: body.timeoutMs ?? RING_MS, callback: false, dialled: false };
        await calls.open({ tenant, call, interaction, person: customer.id, caller, out }, ids.id('leg'), 0, null);
        await calls.input(call, tenant, { kind: 'dial-out', leg: ids.id('leg'), ...phone });
        return (await reach.view([calls.byCall(call)!]))[0]!;
      },
    }),
  ] as Route[];
}

/** The phone of an agent who has nothing else to do. Rejects with `call.no-agent`, `call.no-device`, `call.agent-busy`. */
export async function ownPhone(
  calls: Pick<Calls, 'live' | 'input'>,
  ports: ControlPorts,
  tenant: TenantId,
  agent: AgentId | null,
): Promise<{ agent: AgentId; device: DeviceId }> {
  if (agent === null) throw new AppError('call.no-agent', {});
  const device = await ports.directory.deviceOfAgent(tenant, agent);
  if (device === null) throw new AppError('call.no-device', { agent });
  // The tone of his last try ends for what he does next.
  for (const { call, tenant: whose, tone } of calls.live())
    if (whose === tenant && tone?.agent === agent) await calls.input(call, tenant, { kind: 'timer' }, 0, tone.until);
  if (!(await ports.routing.free(tenant, agent))) throw new AppError('call.agent-busy', { agent });
  return { agent, device };
}
