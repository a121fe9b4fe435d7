// A new INVITE: who sends it, can we talk with it, and the leg it becomes.
import { header, negotiate, nameAddr, parseSdp, responseTo, type Flow, type NameAddr, type Request, type ServerKey } from '@tandem/sip';
import { randomInt } from 'node:crypto';
import type { EdgeFact } from '@tandem/contract/edge.ts';
import type { DeviceId, TenantId, TrunkId } from '@tandem/contract/ids.ts';
import type { DialPlan } from '../../core/dial-plan.ts';
import { arrivedLeg } from '../../core/leg/step.ts';
import type { EdgeContext, Leg } from './context.ts';
import { carryOut, feed } from './leg-effects.ts';
import { capabilities } from './leg-media.ts';

export type Source = { tenant: TenantId; plan: DialPlan } & ({ kind: 'trunk'; trunk: TrunkId } | { kind: 'device'; device: DeviceId });

/** User part of an address, or null where it has none. */
export function userOf(address: NameAddr): string | null {
  const { uri } = address;
  if (uri.scheme === 'tel') return uri.number;
  return uri.scheme === 'other' ? null : uri.user;
}

export async function inviteArrived(context: EdgeContext, key: ServerKey, request: Request, flow: Flow, source: Source): Promise<void> {
  const dialled = userOf(nameAddr(request.uri));
  if (dialled === null || dialled === '') return refuse(context, key, request, 404);
  const offered = request.body.length > 0;
  const id = context.id('leg');
  const call = context.id('cal');
  const arrived = arrivedLeg();
  const arrival: EdgeFact = {
    kind: 'leg.arrived',
    at: context.now(),
    tenant: source.tenant,
    leg: id,
    call,
    source: source.kind === 'trunk' ? { kind: 'trunk', trunk: source.trunk } : { kind: 'device', device: source.device },
    from: context.address(userOf(request.from) ?? 'anonymous', source.plan),
    display: request.from.display,
    to: context.address(dialled, source.plan),
    sipCallId: request.callId,
  };
  const leg: Leg = {
    id,
    call,
    tenant: source.tenant,
    plan: source.plan,
    state: arrived.state,
    flow,
    invite: request,
    key: { kind: 'server', key },
    dialog: null,
    reinvite: null,
    announce() {
      leg.announce = null;
      context.fact(arrival);
    },
    tag: context.gateway.endpoint.token(),
    media: { ip: context.gateway.sentBy.host, port: 9 },
    sdpSession: String(randomInt(1, 2 ** 47)),
    sdpVersion: 1,
    agreed: null,
    offered,
    announcement: null,
    typedAhead: '',
    ask: null,
    timers: new Map(),
    refers: new Map(),
    heardRtp: false,
  };
  if (offered) {
    const described = negotiate(parseSdp(request.body), capabilities(leg));
    if (!described.ok) {
      // A call all the same, and one to be seen: it is told with its end.
      const cause = described.status === 488 ? 'media-failed' : 'bad-request';
      refuse(context, key, request, described.status, described.why);
      context.fact(arrival);
      return context.fact({
        kind: 'leg.ended',
        at: context.now(),
        tenant: source.tenant,
        leg: id,
        call,
        cause,
        by: 'system',
        sipStatus: described.status,
      });
    }
  }
  // The caller hears at once that we work on it, so that opening a port costs no retransmission.
  context.gateway.respond(key, responseTo(request, 100));
  context.legs.set(id, leg);
  try {
    leg.media = await context.media.open(id, call);
  } catch (error) {
    context.log.warn('no media for an inbound call', { leg: id, error: String(error) });
    return feed(context, leg, { kind: 'media-failed' });
  }
  // He may have hung up while the port was opened.
  if (leg.state.phase === 'ended') return;
  for (const effect of arrived.effects) carryOut(context, leg, effect);
  leg.announce?.();
}

export function refuse(context: EdgeContext, key: ServerKey, request: Request, status: number, warning?: string): void {
  const headers = warning ? [{ name: 'warning', value: `399 tandem "${warning.replaceAll(/["\\\r\n]/g, ' ')}"` }] : [];
  context.gateway.respond(key, responseTo(request, status, { tag: context.gateway.endpoint.token(), headers }));
}

export function inviteCancelled(context: EdgeContext, key: ServerKey): void {
  const leg = byServerKey(context, key);
  if (leg) feed(context, leg, { kind: 'cancelled' });
}

export function byServerKey(context: EdgeContext, key: ServerKey): Leg | undefined {
  for (const leg of context.legs.values()) if ((leg.key.kind === 'server' && leg.key.key === key) || leg.reinvite?.key === key) return leg;
  return undefined;
}

/** `Expires` and the like as a number of seconds, null where absent or no number. */
export function secondsOf(request: Request, name: string): number | null {
  const value = header(request, name);
  return value !== null && /^\d{1,9}$/.test(value.trim()) ? Number(value) : null;
}
