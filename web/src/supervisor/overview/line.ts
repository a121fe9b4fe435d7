// Those who wait, as the board names them, and the line with some of them read anew.
import type { WaitingContact } from '../../api/supervision.ts';
import { addressText } from '../../ui/format.ts';

export const nameOf = ({ customer, remote }: WaitingContact): string => (customer.known ? customer.name : addressText(remote));

/** `ids`: those who were asked for; `read`: those of them who wait. The longest first, as the API has it. */
export function afresh(line: readonly WaitingContact[], ids: readonly string[], read: readonly WaitingContact[]): WaitingContact[] {
  const asked = new Set(ids);
  return [...line.filter(({ interaction }) => !asked.has(interaction)), ...read].toSorted(
    (a, b) => a.queuedAt - b.queuedAt || (a.work < b.work ? -1 : 1),
  );
}
