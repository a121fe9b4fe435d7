// A phone asks for a transfer by REFER, blind or with a call of its own to be joined (RFC 3515, RFC 3891, RFC 5589), and is told how it went.
import { nameAddr, notifyOfRefer, parseReferTo, replacedDialogKey, responseTo, type Request, type ServerKey } from '@tandem/sip';
import type { EdgeContext, Leg } from './context.ts';
import { ourContact } from './leg-effects.ts';
import { userOf } from './leg-inbound.ts';

export function refer(context: EdgeContext, leg: Leg, key: ServerKey, request: Request): void {
  const target = parseReferTo(request);
  const user = target === null ? null : userOf(nameAddr(target.uri));
  if (target === null || user === null || user === '') return context.gateway.respond(key, responseTo(request, 400));
  // Other methods than INVITE mean nothing here.
  if (target.method !== 'INVITE') return context.gateway.respond(key, responseTo(request, 501));
  if (leg.refers.size > 0) return context.gateway.respond(key, responseTo(request, 491));
  context.gateway.respond(key, responseTo(request, 202, { contact: [ourContact(context, leg)] }));
  notify(context, leg, request.cseq.number, 100);
  const joined = target.replaces === null ? undefined : context.legs.byDialog(replacedDialogKey(target.replaces));
  // An attended transfer dialled as a blind one would connect the wrong parties: it fails where the call it names is not here.
  if (target.replaces !== null && (!joined || joined.tenant !== leg.tenant || joined.id === leg.id))
    return notify(context, leg, request.cseq.number, 481);
  const transfer = `${leg.id}-${request.cseq.number}`;
  leg.refers.set(transfer, request.cseq.number);
  context.signal({
    kind: 'transfer.requested',
    at: context.now(),
    leg: leg.id,
    transfer,
    target: context.address(user, leg.plan),
    ...(joined ? { replaces: joined.id } : {}),
  });
}

/** Tells the phone that asked by REFER what became of it; the subscription ends with it (RFC 3515, section 2.4.7). */
export function transferResult(context: EdgeContext, leg: Leg, transfer: string, status: number): void {
  const cseq = leg.refers.get(transfer);
  if (cseq === undefined) return;
  leg.refers.delete(transfer);
  notify(context, leg, cseq, status);
}

function notify(context: EdgeContext, leg: Leg, referSeq: number, status: number): void {
  if (leg.dialog === null) return;
  const built = notifyOfRefer(leg.dialog, referSeq, status);
  context.legs.keep(leg, built.dialog);
  context.requests.send(built.request, leg.flow);
}
