// What the customer has in his field and has not sent, as it passes by; forgotten when his message comes, or when he is quiet.
import { useEffect, useState } from 'react';
import { useFrames } from '../../live/LiveProvider.tsx';

/** A page tells again at least every two seconds while he goes on. */
const FORGET_MS = 8_000;

export function useTyped(interaction: string): string {
  const [typed, setTyped] = useState({ text: '', n: 0 });
  useFrames(({ type, stream, data }) => {
    if (stream !== interaction) return;
    if (type === 'message.typing') setTyped((last) => ({ text: typeof data['text'] === 'string' ? data['text'] : '', n: last.n + 1 }));
    if (type === 'message.received' || type === 'interaction.ended') setTyped({ text: '', n: 0 });
  });
  useEffect(() => {
    if (typed.text === '') return undefined;
    const timer = setTimeout(() => setTyped({ text: '', n: 0 }), FORGET_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return typed.text;
}
