// The alarm of a talk that sounds badly: one for each contact, from the first leg that does so until none does.
import { SOUND } from '@tandem/contract/api/thresholds.ts';
import type { EventName, StoredEvent } from '@tandem/contract/events.ts';
import type { AgentId, LegId } from '@tandem/contract/ids.ts';

export const SOUND_EVENTS = [
  'call.quality-alarm',
  'call.quality-restored',
  'call.leg-ended',
  'interaction.ended',
] as const satisfies readonly EventName[];

/** As it is kept: `value` and `limit` are scores (MOS), `legs` those that sound badly now. */
export type SoundDoc = {
  measure: typeof SOUND;
  queue: null;
  comparison: 'at-most';
  level: 'alarm';
  limit: number;
  value: number;
  agent: AgentId | null;
  legs: LegId[];
};

/** The open alarm of the event's contact after it; null where there is none (any more). */
export function foldSound(open: SoundDoc | null, event: Pick<StoredEvent, 'type' | 'data'>): SoundDoc | null {
  const { type, data } = event as StoredEvent;
  switch (type) {
    case 'call.quality-alarm': {
      const { leg, agent, mos, limit } = data;
      if (open === null)
        return { measure: SOUND, queue: null, comparison: 'at-most', level: 'alarm', limit, value: mos, agent, legs: [leg] };
      return open.legs.includes(leg) ? open : { ...open, value: Math.min(open.value, mos), legs: [...open.legs, leg] };
    }
    case 'call.quality-restored':
    case 'call.leg-ended': {
      if (!open?.legs.includes(data.leg)) return open;
      const legs = open.legs.filter((leg) => leg !== data.leg);
      return legs.length === 0 ? null : { ...open, legs };
    }
    case 'interaction.ended':
      return null;
    default:
      return open;
  }
}
