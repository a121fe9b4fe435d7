// National service numbers: short or shared-cost numbers that exist in one country only and have no E.164 form.

/** Digits as dialled within the country, without prefixes. */
const PATTERNS: Readonly<Record<string, readonly RegExp[]>> = {
  // Numbering plan of the MIIT: emergency and utility 1xx, 1xxxx operators and government lines, 95/96 enterprise codes, 400/800.
  CN: [/^(110|114|119|120|122)$/, /^1[0-9]{4}$/, /^95[0-9]{3,6}$/, /^96[0-9]{3,4}$/, /^[48]00[0-9]{7}$/],
  US: [/^[2-9]11$/, /^988$/],
  CA: [/^[2-9]11$/, /^988$/],
  GB: [/^(999|112|111|101|105|119|123)$/, /^116[0-9]{3}$/, /^118[0-9]{3}$/],
  DE: [/^(110|112|115)$/, /^116[0-9]{3}$/, /^118[0-9]{2}$/],
  FR: [/^(15|17|18|112|114|115|119)$/, /^3[0-9]{3}$/, /^116[0-9]{3}$/],
  HK: [/^(999|992|112)$/, /^18[0-9]{3,5}$/],
  SG: [/^(995|999|993)$/, /^1777$/],
};

export function isServiceNumber(digits: string, country: string): boolean {
  return digits.length >= 3 && (PATTERNS[country]?.some((pattern) => pattern.test(digits)) ?? false);
}
