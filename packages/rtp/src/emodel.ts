// How good a call sounds, from what the network did to it: the E-model of ITU-T G.107, for what we can measure.

/** What one direction of a call suffered. */
export type Impairment = {
  /** Share of packets that were not there when they were to be heard: lost, or too late. 0 to 1. */
  loss: number;
  /** From mouth to ear, ms: network, jitter buffer. */
  delayMs: number;
  /** What its codec costs by itself, and takes from loss; G.711's where left out. */
  equipment?: Equipment;
};

/** `ie`: equipment impairment, `bpl`: robustness against random loss (G.113, appendix I). */
export type Equipment = { readonly ie: number; readonly bpl: number };

/** R with everything at its default and nothing impaired (G.107, table 3: all default values give 93.2). */
const R_BEST = 93.2;
const G711: Equipment = { ie: 0, bpl: 25.1 }; // with packet loss concealment
/**
 * G.113 has no values for Opus. At 24 kbit/s and 8 kHz it is a linear-prediction codec of telephone bandwidth that listeners put no lower than GSM-EFR at
 * half of that, whose values (Ie 5, Bpl 10) are taken: rather too strict than too mild. Loss is what its in-band copies did not repair.
 */
export const OPUS_NARROWBAND: Equipment = { ie: 5, bpl: 10 };

/**
 * The rating factor R: 93.2 - Id - Ie,eff. Id is the usual short form of G.107 for echo-free connections; Ie,eff is its formula for
 * random loss (BurstR = 1), so loss that comes in bursts is judged a little too mildly.
 */
export function ratingOf({ loss, delayMs, equipment = G711 }: Impairment): number {
  const percent = 100 * Math.max(0, Math.min(1, loss));
  const effective = equipment.ie + ((95 - equipment.ie) * percent) / (percent + equipment.bpl);
  const late = Math.max(0, delayMs - 177.3);
  const delay = 0.024 * Math.max(0, delayMs) + 0.11 * late;
  return R_BEST - delay - effective;
}

/** Mean opinion score, 1 (bad) to 4.5 (G.107, annex B). */
export function mosOf(rating: number): number {
  if (rating <= 0) return 1;
  if (rating >= 100) return 4.5;
  return Math.max(1, 1 + 0.035 * rating + rating * (rating - 60) * (100 - rating) * 7e-6);
}

/** The score to two digits. */
export function estimateMos(impairment: Impairment): number {
  return Math.round(mosOf(ratingOf(impairment)) * 100) / 100;
}
