// Whether the other phone that was to take the talk over rang in vain: told until something else is done with the call.
import { useEffect, useRef, useState } from 'react';
import type { LiveCall } from '../../api/calls.ts';

/** How long it stands there to be read. */
const SHOWN_MS = 8_000;

export function useMissedCarry({ carrying, device }: LiveCall): boolean {
  const before = useRef(carrying);
  const [missed, setMissed] = useState(false);
  useEffect(() => {
    const rang = before.current;
    before.current = carrying;
    // Answered there it is the phone of the talk.
    setMissed(rang !== null && carrying === null && device !== rang);
  }, [carrying, device]);
  useEffect(() => {
    if (!missed) return undefined;
    const timer = setTimeout(() => setMissed(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [missed]);
  return missed;
}
