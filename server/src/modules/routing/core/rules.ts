// What holds for all queues, as the tenant has it and as decisions need it.
import type { RoutingRules as TenantRules } from '@tandem/contract/api/routing-rules.ts';
import { MINUTE } from '../../../kernel/time.ts';
import type { RoutingRules } from './types.ts';

export function rulesOf({ priorityMinutes, callbackPoints, most, interrupts, occupancyCap }: TenantRules): RoutingRules {
  return { priorityMs: priorityMinutes * MINUTE, callbackPoints, capacity: { most, interrupts }, occupancyCap };
}
