// Which codecs we speak, and which of them we ask a far end for.

/** In our order: G.711 needs no transcoding between phones and the network, and A-law is what ours speaks. */
export const CODECS = ['PCMA', 'PCMU', 'OPUS'] as const;
export type AudioCodec = (typeof CODECS)[number];

/**
 * What an offer of ours lists. Opus costs twice: whoever takes it out of our list would have it transcoded. So only browsers are offered it (`secured`),
 * which take what comes first unless their user said that the connection is weak; and who has nothing else, which we know from his own offer.
 */
export function codecsOffered(secured: boolean, agreed: AudioCodec | null): readonly AudioCodec[] {
  return secured || agreed === 'OPUS' ? CODECS : CODECS.filter((codec) => codec !== 'OPUS');
}
