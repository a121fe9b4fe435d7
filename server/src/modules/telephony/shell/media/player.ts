// What plays on one leg: a row of clips, heard once or round and round.

export class Player {
  readonly play: string;
  readonly #loop: boolean;
  #clips: readonly Int16Array[] | null = null;
  #clip = 0;
  #at = 0;

  constructor(play: string, loop: boolean) {
    this.play = play;
    this.#loop = loop;
  }

  /** The clips have been read; until then the player is silent. */
  start(clips: readonly Int16Array[]): void {
    this.#clips = clips;
  }

  /** Fills `out` with the next samples; false once everything has been heard. */
  read(out: Int16Array): boolean {
    const clips = this.#clips;
    if (clips === null) {
      out.fill(0);
      return true;
    }
    let filled = 0;
    // A loop over nothing but empty clips must end too.
    for (let empty = 0; filled < out.length && empty <= clips.length;) {
      const clip = clips[this.#clip];
      if (clip === undefined) {
        if (!this.#loop || clips.length === 0) break;
        this.#clip = 0;
        continue;
      }
      const taken = Math.min(out.length - filled, clip.length - this.#at);
      for (let i = 0; i < taken; i++) out[filled + i] = clip[this.#at + i]!;
      filled += taken;
      this.#at += taken;
      empty = taken === 0 ? empty + 1 : 0;
      if (this.#at < clip.length) continue;
      this.#clip++;
      this.#at = 0;
    }
    if (filled === out.length) return true;
    out.fill(0, filled);
    return filled > 0;
  }
}
