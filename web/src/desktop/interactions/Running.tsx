// How long something goes on already, ticking by itself: a list of hundreds is not drawn anew each second for it.
import type { ReactNode } from 'react';
import { useSecondly } from '../../live/LiveProvider.tsx';
import { showElapsed } from '../../ui/Elapsed.tsx';

/** `from`: epoch ms of the server's clock. */
export function Running({ from }: { from: number }): ReactNode {
  return <time ref={useSecondly<HTMLTimeElement>((time, now) => showElapsed(time, now - from))} />;
}
