// Where several agents are rung at once: who was quicker than this one, once his own phone has fallen silent for it; null before, and where he is rung again.
import { useState } from 'react';
import { useUser } from '../../api/session.ts';
import { useFrames } from '../../live/LiveProvider.tsx';

export function useTaken(interaction: string): string | null {
  const { agent } = useUser();
  const [taken, setTaken] = useState<string | null>(null);
  useFrames(({ type, stream, data }) => {
    if (stream !== interaction || agent === null || data['agent'] !== agent) return;
    if (type === 'work.offered') setTaken(null);
    if (type === 'work.offer-ended') setTaken(typeof data['takenBy'] === 'string' ? data['takenBy'] : null);
  });
  return taken;
}
