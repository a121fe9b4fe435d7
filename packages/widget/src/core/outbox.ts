// What the customer wrote and the server has not accepted yet: kept over reloads, sent again under the same name, so that nothing is lost or said twice.
import type { ChatLine } from '@tandem/contract/chat.ts';

/** `at` orders them: epoch ms of the page, each later than the one before. `refused`: why the server would not have it, in words. */
export type Waiting = { clientId: string; text: string; at: number; refused: string | null };

/** `random`: 16 letters or so that no other page has. */
export function written(text: string, now: number, random: string, before: readonly Waiting[]): Waiting {
  const at = Math.max(now, (before.at(-1)?.at ?? 0) + 1);
  return { clientId: `${at.toString(36)}-${random}`, text, at, refused: null };
}

/** In the order in which they were written, without what the story has. */
export function stillWaiting(items: readonly Waiting[], lines: readonly ChatLine[]): readonly Waiting[] {
  const told = new Set(lines.map(({ clientId }) => clientId));
  return items.filter(({ clientId }) => !told.has(clientId)).toSorted((a, b) => a.at - b.at || (a.clientId < b.clientId ? -1 : 1));
}

/** What is to be sent (again) when the line is there: not what was refused, which its writer sends again. */
export const toSend = (items: readonly Waiting[]): readonly Waiting[] => items.filter(({ refused }) => refused === null);

/** What another version or another hand left in the browser's store is no message. */
export function readWaiting(kept: string | null): Waiting | null {
  try {
    const item = JSON.parse(kept ?? 'null') as Partial<Waiting> | null;
    if (typeof item?.clientId !== 'string' || typeof item.text !== 'string' || typeof item.at !== 'number') return null;
    return { clientId: item.clientId, text: item.text, at: item.at, refused: typeof item.refused === 'string' ? item.refused : null };
  } catch {
    return null;
  }
}
