// Turns what was dialled, or what a caller showed, into an Address. The library that knows the world's numbering plans comes in as a function.
import type { Address } from '@tandem/contract/address.ts';
import type { DialRule } from '@tandem/contract/api/numbers.ts';
import { isServiceNumber } from './service-numbers.ts';

/**
 * Reads `text` (digits, or `+` and digits) as seen from `country`. Null where no plan fits at all. `valid` says that the number can be
 * assigned; `possible` only that its length fits.
 */
export type PhoneParser = (text: string, country: string) => { e164: string; valid: boolean; possible: boolean } | null;

export type DialContext = {
  /** ISO 3166-1 country that national numbers belong to: the trunk's, else the tenant's. */
  country: string;
  /** Rewrites of the trunk; only those with direction `in` apply here. */
  rules?: readonly DialRule[];
  /** Digits that the tenant uses as extension: they win over a service number of the same digits (an inner 10086). */
  isExtension?: (digits: string) => boolean;
};

const SEPARATORS = /[\s\-.()/\u2010-\u2015]/g;
const DIALABLE = /^\+?[0-9*#]+$/;

export function parseNumber(raw: string, context: DialContext, parsePhone: PhoneParser): Address {
  const text = raw.normalize('NFKC').trim();
  const unknown: Address = { kind: 'unknown', text: text.slice(0, 128) };
  const bare = text.replace(/^tel:/i, '').replace(SEPARATORS, '');
  if (!DIALABLE.test(bare)) return unknown;
  const dialled = applyRules(bare, 'in', context.rules ?? []);

  const international = dialled.startsWith('+') ? dialled : dialled.startsWith('00') ? `+${dialled.slice(2)}` : null;
  if (international !== null) {
    const phone = parsePhone(international, context.country);
    // A caller's own country may use numbers that our metadata does not know yet: the right length is enough where the country is given.
    return phone && (phone.valid || phone.possible) ? { kind: 'e164', e164: phone.e164 } : unknown;
  }
  if (/[*#]/.test(dialled)) return dialled.length <= 12 ? { kind: 'extension', extension: dialled } : unknown;
  if (context.isExtension?.(dialled)) return { kind: 'extension', extension: dialled };
  if (isServiceNumber(dialled, context.country)) return { kind: 'service', country: context.country, digits: dialled };
  const phone = parsePhone(dialled, context.country);
  if (phone?.valid) return { kind: 'e164', e164: phone.e164 };
  return /^[0-9]{2,6}$/.test(dialled) ? { kind: 'extension', extension: dialled } : unknown;
}

/** The first rule of the direction that fits rewrites the beginning of the text. */
export function applyRules(text: string, direction: DialRule['direction'], rules: readonly DialRule[]): string {
  const rule = rules.find((each) => each.direction === direction && text.startsWith(each.prefix) && text.length >= (each.minLength ?? 0));
  return rule ? rule.replace + text.slice(rule.prefix.length) : text;
}
