// Whether a branch's condition holds. Texts and literals compare as texts, so that a collected "1" equals 1.
import type { Condition } from '@tandem/contract/flow-nodes/condition.ts';
import type { Value } from './run.ts';

export function holds(condition: Condition, vars: Readonly<Record<string, Value>>): boolean {
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
