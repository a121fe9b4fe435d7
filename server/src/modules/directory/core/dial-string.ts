// The digits a trunk is sent for an address: the way back from `numbers.ts`.
import type { Address } from '@tandem/contract/address.ts';
import type { DialRule } from '@tandem/contract/api/numbers.ts';
import { applyRules } from './numbers.ts';

/** Null where the address cannot be dialled over this trunk: no number at all, or a service number of another country. */
export function dialString(address: Address, trunk: { country: string; rules: readonly DialRule[] }): string | null {
  switch (address.kind) {
    case 'e164':
      return applyRules(address.e164, 'out', trunk.rules);
    case 'service':
      return address.country === trunk.country ? applyRules(address.digits, 'out', trunk.rules) : null;
    case 'extension':
      return applyRules(address.extension, 'out', trunk.rules);
    case 'unknown':
      return null;
  }
}
