// How much an agent can have at once: so many of each channel, and some channels' work on top of others'.
import { WORK_CHANNELS, type WorkChannel } from '@tandem/contract/routing.ts';
import { isDigital } from './digital.ts';
import type { Agent, RoutingRules, RoutingState } from './types.ts';

/** One bit a channel. */
export const BIT: Readonly<Record<WorkChannel, number>> = { voice: 1, chat: 2, email: 4, task: 8 };
export const EVERY = 15;

/** The channels whose work he could be given now by what he has; wrap-up and ringing take his room too, and so does a call of his own making. */
export function roomOf(
  state: Pick<RoutingState, 'works' | 'rules'>,
  agent: Pick<Agent, 'holds' | 'occupiedBy' | 'most' | 'digital'>,
): number {
  const { most, interrupts } = state.rules.capacity;
  let room = EVERY;
  const has: Record<WorkChannel, number> = { voice: 0, chat: 0, email: 0, task: 0 };
  for (const id of agent.holds) has[state.works.get(id)?.channel ?? 'voice']++;
  if (agent.occupiedBy !== null) has.voice++;
  for (const channel of WORK_CHANNELS) {
    if (has[channel] >= (agent.most[channel] ?? most[channel])) room &= ~BIT[channel];
    // No attention is taken from one by another.
    if (has[channel] > 0 && !isDigital(agent)) room &= goesWith(channel, interrupts);
  }
  return room;
}

function goesWith(channel: WorkChannel, interrupts: RoutingRules['capacity']['interrupts']): number {
  let allowed = BIT[channel];
  for (const other of interrupts[channel]) allowed |= BIT[other];
  return allowed;
}

export const hasRoom = (room: number, channel: WorkChannel): boolean => (room & BIT[channel]) !== 0;
