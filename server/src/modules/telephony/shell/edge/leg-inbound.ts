// A new INVITE: can we talk with who sends it, whose place would he take, and the leg it becomes.
import {
  header,
  negotiate,
  nameAddr,
  parseReplaces,
  parseSdp,
  replacedDialogKey,
  responseTo,
  type Flow,
  type Header,
  type NameAddr,
  type Request,
  type ServerKey,
} from '@tandem/sip';
import type { EdgeFact, HangupCause } from '@tandem/contract/edge.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { DialPlan } from '../../core/dial-plan.ts';
import { keysFor } from '../../core/encryption.ts';
import { arrivedLeg } from '../../core/leg/step.ts';
import type { EdgeContext, Leg, Party } from './context.ts';
import { carryOut, feed } from './leg-effects.ts';
import { capabilities } from './leg-media.ts';
import { isReturn, takeBack } from './leg-return.ts';
import { learn, sessionFor } from './session-fields.ts';
import { newLeg } from './new-leg.ts';

export type Source = { tenant: TenantId; plan: DialPlan; party: Party };

const UNTOLD = { ok: false, status: 488, why: 'encrypted audio is required here, and its keys are told over SIP over TLS only' } as const;

/** User part of an address, or null where it has none. */
export function userOf(address: NameAddr): string | null {
  const { uri } = address;
  if (uri.scheme === 'tel') return uri.number;
  return uri.scheme === 'other' ? null : uri.user;
}

export async function inviteArrived(context: EdgeContext, key: ServerKey, request: Request, flow: Flow, source: Source): Promise<void> {
  const dialled = dialledBy(request, source.party);
  if (dialled === null || dialled === '') return refuse(context, key, request, 404);
  const session = sessionFor(request);
  if (!session.ok) return refuse(context, key, request, session.status, session.headers);
  const replaced = replacedLeg(context, request, source);
  if (typeof replaced === 'number') return refuse(context, key, request, replaced);
  if (replaced !== null && isReturn(replaced, source.party)) return takeBack(context, replaced, key, request, flow);
  const arrived = arrivedLeg();
  const leg = newLeg(context, {
    id: context.id('leg'),
    call: context.id('cal'),
    tenant: source.tenant,
    party: source.party,
    plan: source.plan,
    state: arrived.state,
    flow,
    invite: request,
    key: { kind: 'server', key },
    offered: request.body.length > 0,
    ways: [],
  });
  const { id, call, tenant, party } = leg;
  const arrival: EdgeFact = {
    kind: 'leg.arrived',
    at: context.now(),
    tenant,
    leg: id,
    call,
    source: party.kind === 'trunk' ? { kind: 'trunk', trunk: party.trunk } : { kind: 'device', device: party.device },
    from: context.address(userOf(request.from) ?? 'anonymous', source.plan),
    display: request.from.display,
    to: context.address(dialled, source.plan),
    sipCallId: request.callId,
    ...(replaced === null ? {} : { replaces: replaced.id }),
  };
  leg.announce = () => {
    leg.announce = null;
    context.fact(arrival);
  };
  learn(leg, request);
  const untold = keysFor(party.encryption, flow.transport) === 'refused' ? UNTOLD : null;
  if (leg.offered || untold !== null) {
    const described = untold ?? negotiate(parseSdp(request.body), capabilities(leg));
    if (!described.ok) {
      // A call all the same, and one to be seen: it is told with its end.
      const cause: HangupCause = described.status === 488 ? 'media-failed' : 'bad-request';
      refuse(context, key, request, described.status, warning(described.why));
      context.fact(arrival);
      const end = { cause, by: 'system', sipStatus: described.status } as const;
      return context.fact({ kind: 'leg.ended', at: context.now(), tenant, leg: id, call, ...end });
    }
  }
  // The caller hears at once that we work on it, so that opening a port costs no retransmission.
  context.gateway.respond(key, responseTo(request, 100));
  context.legs.add(leg);
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

/** A provider that sends calls to the Contact we registered names the number that was dialled in To. */
function dialledBy(request: Request, party: Party): string | null {
  const user = userOf(nameAddr(request.uri));
  return party.kind === 'trunk' && party.account !== null && user === party.account.username ? userOf(request.to) : user;
}

/** The leg whose place the INVITE takes (RFC 3891, section 3), null where it takes none; else the status that refuses it. */
function replacedLeg(context: EdgeContext, request: Request, source: Source): Leg | null | number {
  const named = request.headers.filter((field) => field.name === 'replaces');
  if (named.length === 0) return null;
  const replaces = named.length === 1 ? parseReplaces(named[0]!.value) : null;
  if (replaces === null) return 400;
  const leg = context.legs.byDialog(replacedDialogKey(replaces));
  // Somebody else's call is none of his business, and none he learns of.
  if (!leg || leg.tenant !== source.tenant || !mayReplace(leg.party, source.party)) return 481;
  if (leg.state.phase === 'up') return replaces.earlyOnly ? 486 : leg;
  // An early dialog can be taken over only from who began it: our side, which never is where it came to us.
  return 481;
}

/** Devices have proven who they are, and share calls within the tenant; a trunk may speak of its own only. */
const mayReplace = (held: Party, by: Party): boolean => by.kind === 'device' || (held.kind === 'trunk' && held.trunk === by.trunk);

export function refuse(context: EdgeContext, key: ServerKey, request: Request, status: number, headers: readonly Header[] = []): void {
  context.gateway.respond(key, responseTo(request, status, { tag: context.gateway.endpoint.token(), headers: [...headers] }));
}

const warning = (text: string): Header[] => [{ name: 'warning', value: `399 tandem "${text.replaceAll(/["\\\r\n]/g, ' ')}"` }];

export function inviteCancelled(context: EdgeContext, key: ServerKey): void {
  const leg = context.legs.byServer(key);
  if (leg) feed(context, leg, { kind: 'cancelled' });
}

/** `Expires` and the like as a number of seconds, null where absent or no number. */
export function secondsOf(request: Request, name: string): number | null {
  const value = header(request, name);
  return value !== null && /^\d{1,9}$/.test(value.trim()) ? Number(value) : null;
}
