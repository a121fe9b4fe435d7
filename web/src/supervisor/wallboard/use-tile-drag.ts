// Dragging a tile onto the place of another: by mouse, pen or finger. What is under the pointer is marked; the move is made when it is let go.
import { useRef, useState, type PointerEvent, type RefObject } from 'react';

/** The index of the tile under a point; null where there is none. */
function tileAt(grid: HTMLElement | null, x: number, y: number): number | null {
  const tile = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-tile]');
  return tile && grid?.contains(tile) ? Number(tile.dataset['tile']) : null;
}

export function useTileDrag(grid: RefObject<HTMLElement | null>, move: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<{ from: number; over: number | null } | null>(null);
  const latest = useRef(move);
  latest.current = move;

  function begin(event: PointerEvent<HTMLElement>, from: number): void {
    if (event.button !== 0) return;
    const { pointerId } = event;
    setDrag({ from, over: null });
    const ended = new AbortController();
    const { signal } = ended;
    const mine = (given: globalThis.PointerEvent) => given.pointerId === pointerId;
    const stop = (): void => {
      ended.abort();
      setDrag(null);
    };
    window.addEventListener(
      'pointermove',
      (given) => mine(given) && setDrag({ from, over: tileAt(grid.current, given.clientX, given.clientY) }),
      { signal },
    );
    window.addEventListener(
      'pointerup',
      (given) => {
        if (!mine(given)) return;
        const to = tileAt(grid.current, given.clientX, given.clientY);
        stop();
        if (to !== null) latest.current(from, to);
      },
      { signal },
    );
    window.addEventListener('pointercancel', (given) => mine(given) && stop(), { signal });
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && stop(), { signal });
  }

  return { dragged: drag?.from ?? null, over: drag === null || drag.over === drag.from ? null : drag.over, begin };
}
