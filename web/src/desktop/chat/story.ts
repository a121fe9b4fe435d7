// A conversation as it is read: messages with the day where it changes, and where one contact ends and the next begins. Pure.
import type { Message } from '../../api/messages.ts';

export type Row =
  | { kind: 'day'; key: string; at: number }
  /** `current`: from here on it is the contact that is looked at; before it, an earlier one. */
  | { kind: 'contact'; key: string; at: number; current: boolean }
  /** `first`: somebody else wrote the one before. */
  | { kind: 'message'; key: string; message: Message; first: boolean };

/** `dayOf`: two times of one day have the same. Messages come oldest first. */
export function rowsOf(messages: readonly Message[], current: string, dayOf: (at: number) => string): Row[] {
  const rows: Row[] = [];
  let before: Message | null = null;
  for (const message of messages) {
    const { interaction, at } = message;
    const turned: boolean = before === null ? interaction !== current : before.interaction !== interaction;
    const nextDay: boolean = before === null || dayOf(before.at) !== dayOf(at);
    if (turned) rows.push({ kind: 'contact', key: `contact-${interaction}-${message.seq}`, at, current: interaction === current });
    if (nextDay) rows.push({ kind: 'day', key: `day-${message.seq}`, at });
    const first: boolean =
      turned ||
      nextDay ||
      before?.kind !== message.kind ||
      before.author.agent !== message.author.agent ||
      before.author.kind !== message.author.kind;
    rows.push({ kind: 'message', key: message.clientId ?? message.id, message, first });
    before = message;
  }
  return rows;
}

/** What the customer wrote in this contact and no screen of the agent has shown. */
export function unreadOf(messages: readonly Message[], interaction: string): readonly Message[] {
  return messages.filter((message) => message.interaction === interaction && message.kind === 'in' && message.state !== 'read');
}

/** Since when the customer waits for a word of ours; null where we spoke last. Notes are no words to him. */
export function waitsSince(messages: readonly Message[], interaction: string): number | null {
  const told = messages.filter(
    (message) => message.interaction === interaction && message.kind !== 'note' && message.author.kind !== 'system',
  );
  const ours = told.findLastIndex(({ kind }) => kind === 'out');
  return told[ours + 1]?.at ?? null;
}
