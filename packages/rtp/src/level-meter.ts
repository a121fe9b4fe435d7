// How loud a leg is: mean power in dB below full scale (dBov, RFC 6465 section 3: 0 is a full-scale square wave).

export const SILENT_DB = -96;

/** Mean square of 16-bit samples -> dBFS, not below -96. */
export function powerToDb(meanSquare: number): number {
  return meanSquare <= 0 ? SILENT_DB : Math.max(SILENT_DB, 10 * Math.log10(meanSquare / (32_768 * 32_768)));
}

/** Sum of squares. Every frame of every leg comes by here: four sums side by side, exact in any order, as they are whole numbers. */
function powerOf(frame: Int16Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = frame.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    a += frame[i]! * frame[i]!;
    b += frame[i + 1]! * frame[i + 1]!;
    c += frame[i + 2]! * frame[i + 2]!;
    d += frame[i + 3]! * frame[i + 3]!;
  }
  for (let i = whole; i < frame.length; i++) a += frame[i]! * frame[i]!;
  return a + b + c + d;
}

export class LevelMeter {
  // Private by word where it changes with each packet: as in JitterBuffer.
  private square = 0;
  private samples = 0;

  add(frame: Int16Array): void {
    this.square += powerOf(frame);
    this.samples += frame.length;
  }

  /** Over everything since the last reset. */
  get db(): number {
    return this.samples === 0 ? SILENT_DB : powerToDb(this.square / this.samples);
  }

  reset(): void {
    this.square = 0;
    this.samples = 0;
  }
}
