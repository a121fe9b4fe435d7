// An emergency lane between its form and the API. Pure.
import type { Lane, NewLane, SurgeRule } from '../../api/lanes.ts';
import { textOf } from '../form/fields.ts';

export type Values = Omit<NewLane, 'id' | 'surge'> & { surge: SurgeRule };
type Text = { 'zh-CN'?: string; en?: string };
/** What the form can say: a prompt, a text after it. */
export type Told = { prompt: string; text: Text };

export const NO_SURGE: SurgeRule = { arrivals: null, times: null, waiting: null, confirm: true };
export const MINUTE = 60_000;

export const newLane = (): Values => ({
  name: {},
  queues: [],
  numbers: [],
  levels: [],
  say: [],
  key: null,
  priority: 20,
  callback: false,
  tag: '',
  surge: NO_SURGE,
});

export function valuesOf({ name, queues, numbers, levels, say, key, priority, callback, tag, surge }: Lane): Values {
  return { name, queues, numbers, levels, say, key, priority, callback, tag, surge: surge ?? NO_SURGE };
}

/** Null where the announcement was made over the API and has more to it than the form shows. */
export function toldOf(say: Values['say']): Told | null {
  const told: Told = { prompt: '', text: {} };
  const rest = [...say];
  if (rest[0] && 'prompt' in rest[0]) told.prompt = (rest.shift() as { prompt: string }).prompt;
  if (rest[0] && 'text' in rest[0] && rest[0].or === undefined) told.text = (rest.shift() as { text: Text }).text;
  return rest.length === 0 ? told : null;
}

export function sayOf({ prompt, text }: Told): Values['say'] {
  const has = [text.en, text['zh-CN']].some((each) => each !== undefined && each !== '');
  return [...(prompt === '' ? [] : [{ prompt }]), ...(has ? [{ text }] : [])];
}

/** As the API wants it: no empty languages, and no surge rule that asks for nothing. */
export function wishOf<V extends Partial<Values>>(values: V) {
  const { name, say, surge, levels, ...rest } = values;
  const asks = surge && (surge.arrivals !== null || surge.times !== null || surge.waiting !== null || (surge.late ?? null) !== null);
  return {
    ...rest,
    ...(name && { name: textOf(name) }),
    ...(levels && { levels: levelsOf(levels) }),
    ...(say && { say: say.map((each) => ('text' in each ? { ...each, text: textOf(each.text) } : each)) }),
    ...(surge && {
      surge: asks ? { ...surge, ...(surge.late ? { late: { ...surge.late, levels: levelsOf(surge.late.levels) } } : {}) } : null,
    }),
  };
}

const levelsOf = (levels: readonly string[]): string[] => levels.map((each) => each.trim()).filter((each) => each !== '');
