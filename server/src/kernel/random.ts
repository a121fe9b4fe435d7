// Randomness as data: the port through which shells draw bytes; core code is given the result.

export type Random = { bytes(length: number): Uint8Array };
