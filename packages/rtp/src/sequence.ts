// Distances between RTP sequence numbers and timestamps, which wrap at 16 and 32 bits (RFC 3550, appendix A.1).

/** How far `a` is after `b`, -32768..32767. */
export function sequenceDelta(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

/** How far timestamp `a` is after `b`, -2^31..2^31-1. */
export function timestampDelta(a: number, b: number): number {
  return (a - b) | 0;
}
