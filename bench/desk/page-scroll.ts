// Runs inside a page: scrolls the longest list of it up and down, and counts the frames that were drawn meanwhile.

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the DOM’s own is an interface, and only one can be added to
  interface Window {
    /** Frames a second over `ms`. */
    scrollFps(ms: number): Promise<number>;
  }
}

/** Serialized into the page: uses nothing from outside of itself. */
export function installScroll(): void {
  /** About five rows in a tenth of a second: a quick hand on the wheel. */
  const SPEED_PX_S = 2_000;

  function longest(): Element {
    const scrolls = (each: Element): boolean => /auto|scroll/.test(getComputedStyle(each).overflowY);
    const reach = (each: Element): number => each.scrollHeight - each.clientHeight;
    const found = [...document.querySelectorAll('body *')].filter((each) => reach(each) > 0 && scrolls(each));
    const most = found.toSorted((a, b) => reach(b) - reach(a))[0];
    if (!most || reach(most) < most.clientHeight) throw new Error('nothing here is long enough to be scrolled');
    return most;
  }
  window.scrollFps = (ms) => {
    const box = longest();
    let down = 1;
    let frames = 0;
    return new Promise((resolve, reject) => {
      const frame = (began: number, last: number) => (at: number) => {
        const before = box.scrollTop;
        box.scrollTop += (down * SPEED_PX_S * (at - last)) / 1_000;
        // At either end the way goes back.
        if (frames > 0 && box.scrollTop === before && at > last) down = -down;
        frames += 1;
        if (at - began < ms) requestAnimationFrame(frame(began, at));
        else if (frames < 2) reject(new Error('nothing was drawn'));
        else resolve((frames - 1) / ((at - began) / 1_000));
      };
      requestAnimationFrame((at) => requestAnimationFrame(frame(at, at)));
    });
  };
}
