// The life of the line to the server, as a pure machine: a socket, after failures a wait that grows, and where none opens, asking over HTTP meanwhile.
import type { CHAT_CLOSE } from '@tandem/contract/chat.ts';

/** The contract's numbers; typed by it, so that its schema code is not loaded for them. */
const BAD_TOKEN: (typeof CHAT_CLOSE)['badToken'] = 4401;
const TOO_MUCH: (typeof CHAT_CLOSE)['tooMuch'] = 4429;

/** `failures`: attempts since the last time it spoke. */
export type Link = { phase: 'off' | 'connecting' | 'open' | 'waiting'; failures: number };

export type LinkInput =
  | { kind: 'start' }
  | { kind: 'stop' }
  /** The server spoke: a socket alone may be a proxy's. */
  | { kind: 'spoke' }
  /** `random` in [0, 1) spreads the pages that come again together. */
  | { kind: 'closed'; code: number; random: number }
  /** The wait is over, or there is a network again. */
  | { kind: 'retry' };

export type LinkEffect = { do: 'connect' } | { do: 'disconnect' } | { do: 'wait'; ms: number } | { do: 'forget-visitor' };

export const OFF: Link = { phase: 'off', failures: 0 };

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** So often in vain: HTTP meanwhile. */
const POLLS_FROM = 2;

export function waitMs(failures: number, code: number, random: number): number {
  if (code === TOO_MUCH) return Math.round(LONGEST_WAIT_MS * (1 + random / 2));
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (0.5 + random / 2));
}

/** Whether the page asks over HTTP now. */
export const polls = ({ phase, failures }: Link): boolean => phase !== 'open' && phase !== 'off' && failures >= POLLS_FROM;

export function stepLink(link: Link, input: LinkInput): { link: Link; effects: LinkEffect[] } {
  switch (input.kind) {
    case 'start':
      return link.phase === 'off' ? { link: { phase: 'connecting', failures: 0 }, effects: [{ do: 'connect' }] } : { link, effects: [] };
    case 'stop':
      return { link: OFF, effects: link.phase === 'off' ? [] : [{ do: 'disconnect' }] };
    case 'spoke':
      return link.phase === 'connecting' ? { link: { phase: 'open', failures: 0 }, effects: [] } : { link, effects: [] };
    case 'closed': {
      if (link.phase !== 'open' && link.phase !== 'connecting') return { link, effects: [] };
      if (input.code === BAD_TOKEN) return { link: OFF, effects: [{ do: 'forget-visitor' }] };
      const failures = link.failures + 1;
      return { link: { phase: 'waiting', failures }, effects: [{ do: 'wait', ms: waitMs(failures, input.code, input.random) }] };
    }
    case 'retry':
      return link.phase === 'waiting' ? { link: { ...link, phase: 'connecting' }, effects: [{ do: 'connect' }] } : { link, effects: [] };
  }
}
