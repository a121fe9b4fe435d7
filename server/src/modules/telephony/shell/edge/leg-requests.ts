// What we ask inside a leg's dialog: BYE, NOTIFY, OPTIONS, re-INVITE and UPDATE.
import { requestInDialog, type InDialogExtras } from '@tandem/sip';
import type { EdgeContext, Leg } from './context.ts';
import type { Outcome } from './requests.ts';

/** Does nothing where the leg has no dialog. Challenges of a trunk are answered with its account. */
export function sendInDialog(
  context: EdgeContext,
  leg: Leg,
  method: string,
  extras: InDialogExtras = {},
  done?: (outcome: Outcome) => void,
): void {
  if (leg.dialog === null) return;
  const built = requestInDialog(leg.dialog, method, extras);
  context.legs.keep(leg, built.dialog);
  context.requests.send(built.request, leg.flow, {
    account: leg.party.kind === 'trunk' ? leg.party.account : null,
    resent: ({ cseq }) => {
      if (leg.dialog !== null) context.legs.keep(leg, { ...leg.dialog, localSeq: cseq.number });
    },
    ...(done === undefined ? {} : { done }),
  });
}
