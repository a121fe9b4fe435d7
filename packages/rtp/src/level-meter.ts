// How loud a leg is: mean power in dB below full scale (dBov, RFC 6465 section 3: 0 is a full-scale square wave).

export const SILENT_DB = -96;

/** Mean square of 16-bit samples -> dBFS, not below -96. */
export function powerToDb(meanSquare: number): number {
  return meanSquare <= 0 ? SILENT_DB : Math.max(SILENT_DB, 10 * Math.log10(meanSquare / (32_768 * 32_768)));
}

export class LevelMeter {
  #square = 0;
  #samples = 0;

  add(frame: Int16Array): void {
    let square = 0;
    for (let i = 0; i < frame.length; i++) square += frame[i]! * frame[i]!;
    this.#square += square;
    this.#samples += frame.length;
  }

  /** Over everything since the last reset. */
  get db(): number {
    return this.#samples === 0 ? SILENT_DB : powerToDb(this.#square / this.#samples);
  }

  reset(): void {
    this.#square = 0;
    this.#samples = 0;
  }
}
