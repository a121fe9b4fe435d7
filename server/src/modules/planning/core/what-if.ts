// A question to a day put together: what was asked, with what earlier states said, as one change.
import type { WhatIfRequest, WhatIfResult, WhatIfRun, WhatIfStaffing } from '@tandem/contract/api/what-if.ts';
import type { QueuePatch } from '@tandem/contract/api/queues.ts';
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import { no, ok, type Result } from '../../../kernel/result.ts';

export type Step = NonNullable<WhatIfRun['step']>;
/** What comes out of playing a day. */
export type Played =
  | { kind: 'no-data' }
  | { kind: 'no-queue'; queue: string }
  | ({ kind: 'done' } & Pick<WhatIfResult, 'changed' | 'replay' | 'groups' | 'rests'>);
export type Resolved = {
  queues: ReadonlyMap<QueueId, QueuePatch>;
  rules: RoutingRules | null;
  staffing: readonly WhatIfStaffing[];
  costPerHour: number | null;
};
/** A state of the history: of what, as it was. */
export type Version = { kind: string; object: string; state: unknown };

export const USUAL_REPLICATIONS = 50;

/** What `request` says goes before what the versions say. */
export function resolve(request: WhatIfRequest, versions: readonly Version[]): Result<Resolved> {
  const queues = new Map<QueueId, QueuePatch>();
  let rules = request.rules ?? null;
  for (const { kind, object, state } of versions) {
    if (typeof state !== 'object' || state === null) return no('what-if.bad-version');
    if (kind === 'queue') queues.set(object as QueueId, state);
    else if (kind === 'routing-rules') rules ??= state as RoutingRules;
    else return no('what-if.bad-version');
  }
  for (const { queue, settings } of request.queues ?? []) queues.set(queue, { ...queues.get(queue), ...settings });
  const staffing = (request.staffing ?? []).filter(({ agents }) => agents !== 0);
  const backwards = staffing.find(({ from, to }) => from >= to);
  if (backwards) return no('what-if.bad-hours', { from: backwards.from, to: backwards.to });
  if (queues.size === 0 && rules === null && staffing.length === 0) return no('what-if.no-change');
  return ok({ queues, rules, staffing, costPerHour: request.costPerHour ?? null });
}

/** Ids that stand anywhere in it. */
export function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^(agt|que|skl)_/u.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  return [...Object.keys(value), ...Object.values(value)].flatMap(idsIn);
}
