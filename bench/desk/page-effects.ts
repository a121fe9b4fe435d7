// Runs inside the measured page: times an effect from the key or click that asked for it to the first frame in which it stands on the screen.

export type Effects = {
  /**
   * Waits for the next key or click, and then for `asked`: what was asked for stands on the screen; throws where it does already. Where the
   * server has to say so first, `confirmed` is what then stands there.
   */
  arm(asked: () => boolean, confirmed?: () => boolean): void;
  /** Ms from the input to the frame; rejects where it does not come. */
  seen(): Promise<number>;
  /** The same of what the server confirmed; null where nothing is to be confirmed. */
  confirmed(): Promise<number | null>;
  /** Calls back with the time (performance.now) at which a frame with what is there now has been painted. */
  painted(then: (at: number) => void): void;
};

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the DOM’s own is an interface, and only one can be added to
  interface Window {
    effects: Effects;
  }
}

/** Serialized into the page: uses nothing from outside of itself. */
export function installEffects(): void {
  const PATIENCE_MS = 20_000;
  const MODIFIERS = new Set(['Alt', 'Control', 'Shift', 'Meta']);
  type Wait = { test: () => boolean; outcome: PromiseWithResolvers<number> };
  const waitFor = (test: () => boolean): Wait => ({ test, outcome: Promise.withResolvers<number>() });
  let waits: Wait[] = [];
  let armed: { asked: Wait; confirmed: Wait | null } | null = null;
  let from: number | null = null;

  // A message posted by an animation frame's callback is taken up after that frame was painted.
  function painted(then: (at: number) => void): void {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(performance.now());
      port2.postMessage(null);
    });
  }
  function look(): void {
    const began = from;
    if (began === null) return;
    waits = waits.filter(({ test, outcome }) => {
      if (!test()) return true;
      painted((at) => outcome.resolve(at - began));
      return false;
    });
  }
  async function patiently({ outcome }: Wait): Promise<number> {
    const late = new Promise<never>((_resolve, reject) => setTimeout(() => reject(new Error('no effect')), PATIENCE_MS));
    return Promise.race([outcome.promise, late]);
  }
  function began(event: Event): void {
    if (waits.length === 0 || from !== null || !event.isTrusted) return;
    if (event instanceof KeyboardEvent && MODIFIERS.has(event.key)) return;
    // When the browser had it, before the page's queue.
    from = event.timeStamp;
    // What shows without any change of the document (a checked box) is looked for at the next frame.
    requestAnimationFrame(look);
  }
  for (const type of ['keydown', 'click'] as const) window.addEventListener(type, began, { capture: true });
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  window.effects = {
    painted,
    arm(asked, confirmed) {
      if (asked()) throw new Error('the effect is there already');
      armed = { asked: waitFor(asked), confirmed: confirmed ? waitFor(confirmed) : null };
      from = null;
      waits = armed.confirmed === null ? [armed.asked] : [armed.asked, armed.confirmed];
    },
    seen: () => patiently(armed!.asked),
    confirmed: async () => (armed!.confirmed === null ? null : patiently(armed!.confirmed)),
  };
}
