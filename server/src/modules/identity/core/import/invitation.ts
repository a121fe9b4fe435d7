// The first password of somebody who was imported: chance, in letters that nobody mixes up.

/** No 0, 1, i, l, o, u: read aloud and typed from paper. 30 of them leave 78 bits in sixteen. */
const LETTERS = '23456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;
export const INVITATION_BYTES = 32;

/** Of chance bytes (`INVITATION_BYTES` of them): `k7fm-93xq-...`, 19 characters. */
export function invitation(bytes: Uint8Array): string {
  // A byte above the last whole round would make the first letters likelier; what is passed over is made good by the bytes to spare.
  const fair = 256 - (256 % LETTERS.length);
  const letters = [...bytes].filter((byte) => byte < fair).slice(0, LENGTH);
  while (letters.length < LENGTH) letters.push(...bytes.slice(0, LENGTH - letters.length));
  return letters
    .map((byte) => LETTERS[byte % LETTERS.length]!)
    .join('')
    .replaceAll(/(.{4})(?=.)/g, '$1-');
}
