// A live call as it was asked to be: shown at once as "asked for", until the server says so or refuses. Pure.
import type { LiveCall } from '../../api/calls.ts';
import { wishOf } from '../../live/intent.ts';
import type { Intents } from '../../live/intents.ts';

export type CallWish = 'hold' | 'resume' | 'hang-up';
/** `asked`: what is under way and not confirmed; `hold` is as it was asked to be, the parties are as they are. */
export type ShownCall = LiveCall & { asked?: CallWish };

export const holdOf = (call: string): string => `hold:${call}`;
export const endOf = (interaction: string): string => `end:${interaction}`;

/** Without what was asked for it is as the server says. */
export function asAsked(call: LiveCall, intents: Pick<Intents, 'of'>): ShownCall {
  if (wishOf(intents.of(endOf(call.interaction))) !== null) return { ...call, asked: 'hang-up' };
  const wish = wishOf(intents.of(holdOf(call.id))) as 'hold' | 'resume' | null;
  return wish === null ? call : { ...call, hold: wish === 'hold' ? 'api' : null, asked: wish };
}
