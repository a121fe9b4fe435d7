// Whether a branch's condition holds. Texts and literals compare as texts, so that a collected "1" equals 1.
import type { Condition } from '@tandem/contract/flow-nodes/condition.ts';
import type { Evaluate } from './program.ts';
import type { Variables } from './run.ts';

/** `reason` says why an expression could not be worked out: such a condition does not hold. */
export type Held = { holds: boolean; reason?: string };

export function holds(condition: Condition, vars: Variables, evaluate: Evaluate): Held {
  if ('cel' in condition) {
    const result = evaluate(condition.cel, vars);
    if (!result.ok) return { holds: false, reason: result.reason };
    if (typeof result.value === 'boolean') return { holds: result.value };
    return { holds: false, reason: `${condition.cel}: gives ${typeof result.value}, not a truth value` };
  }
  return { holds: compares(condition, vars) };
}

function compares(condition: Exclude<Condition, { cel: string }>, vars: Variables): boolean {
  const value = Object.hasOwn(vars, condition.variable) ? vars[condition.variable] : undefined;
  const text = value === undefined ? '' : String(value);
  switch (condition.is) {
    case 'eq':
      return text === String(condition.value);
    case 'ne':
      return text !== String(condition.value);
    case 'in':
      return condition.value.some((each) => text === String(each));
    case 'exists':
      return text !== '';
    case 'gt':
      return text.trim() !== '' && Number(text) > condition.value;
    case 'lt':
      return text.trim() !== '' && Number(text) < condition.value;
  }
}
