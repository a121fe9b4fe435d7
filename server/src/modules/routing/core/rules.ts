// What holds for all queues, as the tenant has it and as decisions need it.
import type { RoutingRules as TenantRules } from '@tandem/contract/api/routing-rules.ts';
import { MINUTE } from '../../../kernel/time.ts';
import type { RoutingRules } from './types.ts';

export function rulesOf({ priorityMinutes, most, interrupts, ...rules }: TenantRules): RoutingRules {
  return { ...rules, priorityMs: priorityMinutes * MINUTE, capacity: { most, interrupts } };
}
