// Which of a source's last packets were heard already (RFC 3711, section 3.3.2).

/** Twice what the section asks for: at 50 packets a second, the last 2.5 s. */
const WINDOW = 128;

export class ReplayWindow {
  /** The highest index heard, -1 before the first. */
  highest = -1;
  readonly #heard = new Float64Array(WINDOW).fill(-1);

  /** `highest`: where another's window ended, of which every packet counts as heard. */
  constructor(highest = -1) {
    this.highest = highest;
    for (let index = Math.max(0, highest - WINDOW + 1); index <= highest; index++) this.#heard[index % WINDOW] = index;
  }

  /** False where it was heard, or is too old to know. */
  isNew(index: number): boolean {
    return index > this.highest || (index > this.highest - WINDOW && this.#heard[index % WINDOW] !== index);
  }

  /** Only once the packet has been authenticated. */
  heard(index: number): void {
    this.#heard[index % WINDOW] = index;
    if (index > this.highest) this.highest = index;
  }
}
