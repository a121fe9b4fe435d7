// The numbering plans of the world, as the core wants them: libphonenumber behind one function.
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { PhoneParser } from '../core/numbers.ts';

export const parsePhone: PhoneParser = (text, country) => {
  const phone = parsePhoneNumberFromString(
    text,
    isSupportedCountry(country) ? { defaultCountry: country, extract: false } : { extract: false },
  );
  return phone ? { e164: phone.number, valid: phone.isValid(), possible: phone.isPossible() } : null;
};
