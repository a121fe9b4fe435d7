// What the customer is writing, told now and then: at once when he begins, then at most every other second, and once that he stopped.

const EVERY_MS = 2_000;
/** The contract's most for what is told while somebody writes. */
const MOST = 500;

export type Typing = { typed: (text: string) => void; done: () => void };

export function createTyping(tell: (text: string) => void): Typing {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = '';
  let latest = '';
  function now(): void {
    timer = undefined;
    if (latest === told) return;
    told = latest;
    tell(told);
    timer = setTimeout(now, EVERY_MS);
  }
  return {
    typed(text) {
      latest = text.slice(0, MOST);
      if (timer === undefined) now();
    },
    /** It was sent: that says enough by itself. */
    done() {
      clearTimeout(timer);
      timer = undefined;
      told = latest = '';
    },
  };
}
