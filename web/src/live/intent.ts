// What somebody asked for and the server has not confirmed yet: one request is under way at a time, and of what is asked meanwhile only the last counts. Pure.

/** `going` is under way, `next` is sent once that is answered, `refused` says why the last one was not done. */
export type Intent<W> = { readonly going: W | null; readonly next: W | null; readonly refused: Error | null };

export const NO_INTENT: Intent<never> = { going: null, next: null, refused: null };

export type IntentInput<W> = { kind: 'ask'; wish: W } | { kind: 'done' } | { kind: 'refused'; error: Error } | { kind: 'forget' };

/** `send`: what is to be sent now, or null. */
export function stepIntent<W>(state: Intent<W>, input: IntentInput<W>): { state: Intent<W>; send: W | null } {
  switch (input.kind) {
    case 'ask':
      if (state.going !== null) return { state: { going: state.going, next: input.wish, refused: null }, send: null };
      return { state: { going: input.wish, next: null, refused: null }, send: input.wish };
    case 'done':
      return { state: { going: state.next, next: null, refused: null }, send: state.next };
    case 'refused':
      // Who has changed his mind meanwhile is told of what he wants now.
      return { state: { going: state.next, next: null, refused: state.next === null ? input.error : null }, send: state.next };
    case 'forget':
      return { state: { ...state, refused: null }, send: null };
  }
}

/** What the screen shows as asked for; null where it shows what is true. */
export const wishOf = <W>({ going, next }: Intent<W>): W | null => next ?? going;
