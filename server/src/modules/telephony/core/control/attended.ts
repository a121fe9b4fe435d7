// What a phone's REFER with Replaces asks for (RFC 5589, section 7): which of its two calls has the customer, and whom the other one reached.
import type { CallId, LegId, TenantId } from '@tandem/contract/ids.ts';
import type { CallState, ControlInput, Refer } from './state.ts';

export type AttendedTransfer =
  | { ok: true; value: { tenant: TenantId; call: CallId; input: ControlInput } }
  /** SIP status for the phone. */
  | { ok: false; status: number };

const refused = (status: number): AttendedTransfer => ({ ok: false, status });

/** `referring`: the call in whose dialog the REFER came; `named`: the one whose dialog the Replaces names, by the leg `replaces`. */
export function attendedTransfer(
  referring: CallState | null,
  named: CallState | null,
  refer: Refer,
  replaces: LegId,
  text: string,
): AttendedTransfer {
  if (!referring || !named || referring.call === named.call || referring.tenant !== named.tenant) return refused(481);
  // Phones send it in either dialog: the customer's call is the one in which this phone is the agent's.
  const customers =
    referring.agent?.leg === refer.leg && named.customer.leg === replaces
      ? { main: referring, second: named }
      : named.agent?.leg === replaces && referring.customer.leg === refer.leg
        ? { main: named, second: referring }
        : null;
  if (customers === null) return refused(403);
  const { main, second } = customers;
  // Two dialogs of one agent: nobody moves another's calls.
  if (second.customer.agent !== main.agent!.agent) return refused(403);
  const far = second.other?.up ? second.other : second.agent;
  // Who still rings cannot be given a customer.
  if (!far) return refused(480);
  return {
    ok: true,
    value: {
      tenant: main.tenant,
      call: main.call,
      input: { kind: 'attended', refer, far: far.leg, farAgent: far.agent, from: second.call, text },
    },
  };
}
