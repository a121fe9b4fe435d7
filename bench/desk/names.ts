// Names for five hundred invented agents, no two alike, every third of them Chinese. Pure.

const GIVEN = 'Anna Boris Clara Dario Elena Felix Greta Hugo Irene Jonas Karin Louis Mira Nils Olga'.split(' ');
const FAMILY = 'Adler Brook Castle Dorn Eder Frost Gruber Holm Iversen Jansen Keller Lund Moser Nolan Otter'.split(' ');
const FAMILY_ZH = [...'王李张刘陈杨黄周徐孙马朱'];
const GIVEN_ZH = [...'伟芳敏静磊军杰涛明超刚平辉丹'];

/** The n-th of them, from 0; up to 504 are different. */
export function agentName(n: number): string {
  const third = Math.floor(n / 3);
  if (n % 3 === 2) {
    return `${FAMILY_ZH[third % FAMILY_ZH.length]!}${GIVEN_ZH[Math.floor(third / FAMILY_ZH.length) % GIVEN_ZH.length]!}`;
  }
  const latin = 2 * third + (n % 3);
  const [given, family] = [GIVEN[latin % GIVEN.length]!, FAMILY[Math.floor(latin / GIVEN.length) % FAMILY.length]!];
  const round = Math.floor(latin / (GIVEN.length * FAMILY.length));
  const middle = round === 0 ? '' : ` ${String.fromCodePoint(64 + round)}.`;
  return `${given}${middle} ${family}`;
}
