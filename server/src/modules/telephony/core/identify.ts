// Who sends an INVITE that belongs to no dialog: a trunk known by its address, or somebody who must prove to be a device.
import type { TenantId, TrunkId } from '@tandem/contract/ids.ts';
import type { DialPlan } from './dial-plan.ts';

export type Sender = { transport: string; ip: string; port: number; fromUser: string | null };
export type Known = {
  /** Trunks that calls from this address come in on without digest. */
  trunkByAddress(ip: string): ({ tenant: TenantId; trunk: TrunkId } & DialPlan) | null;
  isDevice(username: string): boolean;
  /** A device is registered from exactly this address and port. */
  isRegisteredFrom(ip: string, port: number): boolean;
};
export type Identity = { kind: 'trunk'; tenant: TenantId; trunk: TrunkId; plan: DialPlan } | { kind: 'challenge' };

/** A proxy or phone on a trunk's host is not thereby trusted: who claims to be a device, or is registered from there, must prove it. */
export function identify(sender: Sender, known: Known): Identity {
  // Whoever has a web page open on a trunk's host is no trunk: over WebSocket only devices come.
  if (sender.transport === 'ws' || sender.transport === 'wss') return { kind: 'challenge' };
  const trunk = known.trunkByAddress(sender.ip);
  if (trunk === null) return { kind: 'challenge' };
  if (sender.fromUser !== null && known.isDevice(sender.fromUser)) return { kind: 'challenge' };
  if (known.isRegisteredFrom(sender.ip, sender.port)) return { kind: 'challenge' };
  const { tenant, trunk: id, country, rules } = trunk;
  return { kind: 'trunk', tenant, trunk: id, plan: { country, rules } };
}
