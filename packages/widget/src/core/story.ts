// What was said, as a page has it: lines by their place, each once, however often and in whatever order they come.
import type { ChatLine } from '@tandem/contract/chat.ts';

/** Of a line the server has accepted and not shown yet. */
const NOT_SHOWN = 'msg_';

/** The lines of both, by place. What the server shows stands for what the page only knows to be accepted, never the other way round. */
export function merge(lines: readonly ChatLine[], more: readonly ChatLine[]): readonly ChatLine[] {
  const bySeq = new Map(lines.map((line) => [line.seq, line]));
  for (const line of more) if (line.id !== NOT_SHOWN || !bySeq.has(line.seq)) bySeq.set(line.seq, line);
  return [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
}

/** The page's own message at the place it was given, until the server shows it. */
export function acceptedLine(message: { clientId: string; text: string; at: number }, seq: number): ChatLine {
  return { seq, id: NOT_SHOWN, from: 'customer', name: null, text: message.text, at: message.at, clientId: message.clientId };
}

/** Up to which place the page has everything: what it asks for comes after. 0 for nothing; what is older than its first line is not missed. */
export function hasUpTo(lines: readonly ChatLine[]): number {
  let top = lines.at(0)?.seq ?? 0;
  for (const { seq, id } of lines) {
    if (id === NOT_SHOWN && seq === top) return Math.max(0, seq - 1);
    if (seq > top + 1 || id === NOT_SHOWN) break;
    top = seq;
  }
  return top;
}

/** How many the other side wrote after `seen`. */
export function unreadAfter(lines: readonly ChatLine[], seen: number): number {
  return lines.filter(({ from, seq }) => from !== 'customer' && seq > seen).length;
}
