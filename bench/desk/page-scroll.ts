// Runs inside a page: scrolls a list of it up and down, and counts the frames that were drawn meanwhile.

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- the DOM’s own is an interface, and only one can be added to
  interface Window {
    /** Frames a second over `ms`, of the list around the first element that `row` selects; of the longest of the page where it is null. */
    scrollFps(ms: number, row: string | null): Promise<number>;
  }
}

/** Serialized into the page: uses nothing from outside of itself. */
export function installScroll(): void {
  /** About five rows in a tenth of a second: a quick hand on the wheel. */
  const SPEED_PX_S = 2_000;

  const scrolls = (each: Element): boolean => /auto|scroll/.test(getComputedStyle(each).overflowY);
  function around(row: string): Element {
    let box = document.querySelector(row)?.parentElement ?? null;
    while (box !== null && !(scrolls(box) && box.scrollHeight > 2 * box.clientHeight)) box = box.parentElement;
    if (box === null) throw new Error(`nothing around ${row} is long enough to be scrolled`);
    return box;
  }
  function longest(): Element {
    const reach = (each: Element): number => each.scrollHeight - each.clientHeight;
    const found = [...document.querySelectorAll('body *')].filter((each) => reach(each) > 0 && scrolls(each));
    const most = found.toSorted((a, b) => reach(b) - reach(a))[0];
    if (!most || reach(most) < most.clientHeight) throw new Error('nothing here is long enough to be scrolled');
    return most;
  }
  window.scrollFps = (ms, row) => {
    const box = row === null ? longest() : around(row);
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
