// Whom a dialled text reaches: read in the tenant's country, then looked up among our numbers, devices and trunks.
import type { Address } from '@tandem/contract/address.ts';
import { addressKey } from '@tandem/contract/address.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import type { OutTarget, Target } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';

export type Dialled<T> = { address: Address; target: T };

/** A number of ours, a phone or a number outside. Rejects with `call.no-such-target`. */
export async function dialled(ports: ControlPorts, tenant: TenantId, text: string): Promise<Dialled<NonNullable<Target>>> {
  const address = await ports.directory.parse(tenant, text);
  const target = await ports.directory.resolve(tenant, address);
  if (target === null) throw new AppError('call.no-such-target', { target: addressKey(address) });
  return { address, target };
}

/** A phone or a number outside: a number of ours leads into a flow, where nobody is to be asked. Rejects as `dialled`. */
export async function dialledParty(ports: ControlPorts, tenant: TenantId, text: string): Promise<Dialled<OutTarget>> {
  const { address, target } = await dialled(ports, tenant, text);
  if (target.kind === 'flow') throw new AppError('call.no-such-target', { target: addressKey(address) });
  return { address, target };
}
