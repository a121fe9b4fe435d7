// What can be dialled or can call: never a bare string.
import { Type, type Static } from 'typebox';

export const E164 = Type.Object({ kind: Type.Literal('e164'), e164: Type.String({ pattern: '^\\+[1-9][0-9]{4,14}$' }) });
/** A number that only one country knows: 400-800-1234, 95555, 110. Digits only, with its ISO 3166-1 country. */
export const ServiceNumber = Type.Object({
  kind: Type.Literal('service'),
  country: Type.String({ pattern: '^[A-Z]{2}$' }),
  digits: Type.String({ pattern: '^[0-9]{3,12}$' }),
});
export const Extension = Type.Object({ kind: Type.Literal('extension'), extension: Type.String({ pattern: '^[0-9*#]{1,12}$' }) });
/** A caller or callee that is no number at all: the user part of a SIP address (`sipp`), kept as it came. */
export const Unknown = Type.Object({ kind: Type.Literal('unknown'), text: Type.String({ maxLength: 128 }) });

export const Address = Type.Union([E164, ServiceNumber, Extension, Unknown]);
export type Address = Static<typeof Address>;

/** One canonical string per address, for keys and display: `+8613800138000`, `CN:95555`, `ext:4001`, `sipp`. */
export function addressKey(address: Address): string {
  switch (address.kind) {
    case 'e164':
      return address.e164;
    case 'service':
      return `${address.country}:${address.digits}`;
    case 'extension':
      return `ext:${address.extension}`;
    case 'unknown':
      return address.text;
  }
}
