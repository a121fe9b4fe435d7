// That an agent is writing: told to the pages of his customer in this process, and kept nowhere.
import type { VisitorId } from '@tandem/contract/ids.ts';

type Heard = (visitor: VisitorId, name: string) => void;

export function createTyping() {
  const listeners = new Set<Heard>();
  return {
    tell: (visitor: VisitorId, name: string): void => listeners.forEach((heard) => heard(visitor, name)),
    heard(listener: Heard): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
