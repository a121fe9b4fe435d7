// A leg goes over to another call's room. Its RTP port goes with it, so that the far end hears the other party from where it heard the first.
import type { CallId } from '@tandem/contract/ids.ts';
import type { EdgeContext, Leg } from './context.ts';
import { feed } from './leg-effects.ts';
import { endAsk } from './leg-play.ts';

export async function move(context: EdgeContext, leg: Leg, call: CallId): Promise<void> {
  const told = (done: boolean): void => context.fact({ kind: 'leg.moved', at: context.now(), tenant: leg.tenant, leg: leg.id, call, done });
  // The command again, after a reconnection of core.
  if (leg.call === call) return told(true);
  endAsk(leg);
  leg.announcement = null;
  leg.call = call;
  try {
    await context.media.move(leg.id, call);
  } catch (error) {
    context.log.error('a leg could not be moved', { leg: leg.id, call, error: String(error) });
    told(false);
    return feed(context, leg, { kind: 'media-failed' });
  }
  if (context.legs.has(leg.id)) told(true);
}
