// Runs inside the agent's page: times the screen pop, from the ring's arrival in the page to the frame that shows profile, level, orders and timeline.

export type Caller = { agent: string; name: string; level: string; order: string };
/** Ms from the ring to the frame with each part, and with all of them. */
export type PopTimes = { profile: number; level: number; orders: number; timeline: number; all: number };
export type Pops = {
  /** The next ring is that of this caller. */
  expect(caller: Caller): void;
  shown(): Promise<PopTimes>;
};

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the DOM’s own is an interface, and only one can be added to
  interface Window {
    pops: Pops;
  }
}

/** Serialized into the page, after `installEffects`: uses nothing else from outside of itself. */
export function installPops(): void {
  const PATIENCE_MS = 20_000;
  let caller: Caller | null = null;
  let rungAt: number | null = null;
  let times: Partial<PopTimes> = {};
  let outcome = Promise.withResolvers<PopTimes>();

  // Whatever tells it first: the event of the log, or the INVITE to the browser's own phone.
  const rings = (data: unknown, agent: string): boolean => {
    if (typeof data !== 'string') return false;
    if (data.startsWith('INVITE ')) return true;
    if (!data.includes('"work.offered"')) return false;
    const frame = JSON.parse(data) as { type: string; data: { agent?: string } };
    return frame.type === 'work.offered' && frame.data.agent === agent;
  };
  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        if (caller !== null && rungAt === null && rings(data, caller.agent)) rungAt = performance.now();
      });
    }
  };

  // The level stands in the contact's head and in the customer's panel; the panel's is the profile.
  const TESTS: Record<keyof Omit<PopTimes, 'all'>, (of: Caller, main: Element) => boolean> = {
    profile: (of, main) => (main.textContent ?? '').split(of.name).length > 2,
    level: (of, main) => main.querySelectorAll(`[data-level="${of.level}"]`).length > 1,
    orders: (of, main) => (main.textContent ?? '').includes(of.order),
    timeline: (_of, main) => main.querySelector('li[data-event]') !== null,
  };
  function look(): void {
    const main = document.querySelector('main');
    if (caller === null || rungAt === null || main === null) return;
    const [of, from, mine, { resolve }] = [caller, rungAt, times, outcome];
    // His own page, not that of whoever stood there before.
    if (![...main.querySelectorAll('h2')].some(({ textContent }) => textContent === of.name)) return;
    for (const [part, test] of Object.entries(TESTS) as [keyof typeof TESTS, (typeof TESTS)['profile']][]) {
      if (mine[part] !== undefined || !test(of, main)) continue;
      mine[part] = 0;
      window.effects.painted((at) => {
        mine[part] = at - from;
        const all = (Object.keys(TESTS) as (keyof typeof TESTS)[]).map((each) => mine[each] ?? 0);
        if (all.every((ms) => ms > 0)) resolve({ ...mine, all: Math.max(...all) } as PopTimes);
      });
    }
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  window.pops = {
    expect(next) {
      rungAt = null;
      times = {};
      outcome = Promise.withResolvers<PopTimes>();
      caller = next;
    },
    async shown() {
      const late = new Promise<never>((_resolve, reject) =>
        setTimeout(() => reject(new Error(`no pop; rung: ${rungAt !== null}, seen: ${Object.keys(times).join()}`)), PATIENCE_MS),
      );
      return Promise.race([outcome.promise, late]).finally(() => (caller = null));
    },
  };
}
