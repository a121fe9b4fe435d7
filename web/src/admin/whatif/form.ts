// The page's question as its form holds it, and as it is asked. Pure.
import type { WhatIfRequest, WhatIfStaffing } from '../../api/what-if.ts';

/** Null, or empty: as it was on that day. */
export type Draft = {
  queue: string;
  settings: {
    order: string;
    wrapUpMs: number | null;
    offerTimeoutMs: number | null;
    maxWaitMs: number | null;
    maxWaiting: number | null;
    priority: number | null;
    restMs: number | null;
  };
  staffing: readonly StaffDraft[];
  costPerHour: number | null;
  replications: number | null;
};
export type StaffDraft = { queue: string; from: string; to: string; agents: number | null; skill: string };

/** A skill is given at this level: above most that queues ask for. */
const LEVEL = 80;

export const NO_STAFF: StaffDraft = { queue: '', from: '09:00', to: '17:00', agents: 1, skill: '' };
export const EMPTY: Draft = {
  queue: '',
  settings: { order: '', wrapUpMs: null, offerTimeoutMs: null, maxWaitMs: null, maxWaiting: null, priority: null, restMs: null },
  staffing: [],
  costPerHour: null,
  replications: 50,
};

export function requestOf(draft: Draft, day: string): WhatIfRequest {
  const settings = Object.fromEntries(Object.entries(draft.settings).filter(([, value]) => value !== null && value !== ''));
  const staffing = draft.staffing.flatMap(({ queue, from, to, agents, skill }): WhatIfStaffing[] => {
    if (queue === '' || agents === null || agents === 0) return [];
    const skills = skill === '' ? {} : { skills: [{ skill: skill as `skl_${string}`, level: LEVEL }] };
    return [{ queue: queue as `que_${string}`, from, to, agents, ...skills }];
  });
  return {
    day,
    ...(draft.queue === '' || Object.keys(settings).length === 0 ? {} : { queues: [{ queue: draft.queue as `que_${string}`, settings }] }),
    ...(staffing.length === 0 ? {} : { staffing }),
    ...(draft.costPerHour === null ? {} : { costPerHour: draft.costPerHour }),
    ...(draft.replications === null ? {} : { replications: draft.replications }),
  };
}
