// What waits for a mailbox's next turn: each input with the promise of its answer.
import type { Actor } from '@tandem/contract/events.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { Answer, Input } from '../core/turn.ts';
import type { Declared } from '../core/types.ts';

export type Posted = {
  /** `reconfigure` becomes `config` when its turn comes: the newest configuration counts, not that of the time of posting. */
  input: Exclude<Input, { kind: 'config' }> | { kind: 'reconfigure' };
  actor?: Actor;
  cause?: string;
  /** Rows of the guest that decided a `declare`, written in the same transaction as its event. */
  save?(tx: Tx, declared: Declared, at: EpochMs): Promise<void>;
};

export type Letter = Posted & { answer(answer: Answer): void; fail(error: unknown): void };

/** The most inputs of one turn: bounds its transaction, which is capped at 1 s. */
const MOST = 200;

export class Inbox {
  #letters: Letter[] = [];
  #wake: (() => void) | null = null;

  post(posted: Posted): Promise<Answer> {
    return new Promise((answer, fail) => {
      this.#letters.push({ ...posted, answer, fail });
      this.#wake?.();
    });
  }

  take(): Letter[] {
    return this.#letters.splice(0, MOST);
  }

  /** Back to the front, in order, for the next try. */
  putBack(letters: readonly Letter[]): void {
    this.#letters.unshift(...letters);
  }

  get size(): number {
    return this.#letters.length;
  }

  /** Resolves when something is posted, `ms` have passed or `nudge` is called; at once where something waits. */
  wait(ms: number): Promise<void> {
    if (this.#letters.length > 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, Math.min(Math.max(0, ms), 2 ** 31 - 1));
      this.#wake = done;
    });
  }

  nudge(): void {
    this.#wake?.();
  }

  rejectAll(code: string, detail: Record<string, unknown>): void {
    for (const letter of this.#letters.splice(0)) letter.fail(new AppError(code, detail));
  }
}
