// Who hears whom: the gain matrix of a call's room, from its state. Bridge, hold, consultation and conference are only other gains.
import type { AgentId, LegId } from '@tandem/contract/ids.ts';
import { edge, type CallState, type ControlEffect } from './state.ts';

export type Cell = { listener: LegId; speaker: LegId; gain: number };

/** Every one of these hears every other. */
export function everyone(legs: readonly LegId[]): Cell[] {
  return legs.flatMap((listener) => legs.filter((speaker) => speaker !== listener).map((speaker) => ({ listener, speaker, gain: 1 })));
}

/** The parties that should talk with each other now: none while somebody is on hold. */
export function talking(state: CallState): LegId[] {
  const { customer, agent, other, consult, hold } = state;
  if (!customer.up) return [];
  if (agent !== null && consult !== null) {
    if (!consult.up) return [];
    const circle =
      consult.mode === 'conference'
        ? [customer.leg, agent.leg, consult.leg]
        : [agent.leg, consult.mode === 'consulted' ? consult.leg : customer.leg];
    // Of three, the one whose phone holds neither speaks nor hears; the others go on.
    const away = hold === null ? null : hold === 'customer' ? customer.leg : agent.leg;
    const here = circle.filter((leg) => leg !== away);
    return here.length > 1 ? here : [];
  }
  if (hold !== null) return [];
  const far = agent && !state.transfer ? agent.leg : other?.up ? other.leg : null;
  return far === null ? [] : [customer.leg, far];
}

/** Who of ours talks with the customer, or holds him: whom a supervisor follows. A flow's own call is none. */
export function talker({ customer, agent, other, over }: CallState): { leg: LegId; agent: AgentId } | null {
  if (!customer.up || over) return null;
  if (agent !== null) return agent;
  return other?.up && other.agent !== null && !other.flow ? { leg: other.leg, agent: other.agent } : null;
}

export function mix(state: CallState): ControlEffect {
  return edge({ do: 'mix', call: state.call, gains: [...everyone(talking(state)), ...withMonitor(state)] });
}

/** What the supervisor hears, and who hears him. While the customer waits he and who holds him may talk of him. */
function withMonitor(state: CallState): Cell[] {
  const { monitor } = state;
  const of = talker(state);
  if (monitor?.phase !== 'up' || of === null || of.agent !== monitor.of) return [];
  const circle = talking(state);
  const heard = monitor.mode === 'listen' || circle.includes(of.leg) ? circle : [...circle, of.leg];
  const hearers = monitor.mode === 'listen' ? [] : monitor.mode === 'whisper' ? [of.leg] : heard;
  return [
    ...heard.map((speaker) => ({ listener: monitor.leg, speaker, gain: 1 })),
    ...hearers.map((listener) => ({ listener, speaker: monitor.leg, gain: 1 })),
  ];
}
