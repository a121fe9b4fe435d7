// A digital worker between its form and the API. Pure.
import type { DigitalWorker, NewDigitalWorker } from '../../api/workers.ts';
import { textOf } from '../form/fields.ts';

/** Numbers may be empty while they are typed, and the flow unchosen. */
export type Values = Omit<NewDigitalWorker, 'id' | 'flow' | 'capacity' | 'cost'> & {
  flow: NewDigitalWorker['flow'] | '';
  capacity: { voice: number | null };
  cost: { perContact: number | null; perMinute: number | null; currency: string };
};

/** Paused at first: he takes no work before somebody has looked at him. */
export const newWorker = (): Values => ({
  name: {},
  on: false,
  flow: '',
  queues: [],
  skills: [],
  capacity: { voice: 10 },
  cost: { perContact: 0, perMinute: 0, currency: 'CNY' },
});

export function valuesOf({ name, on, flow, queues, skills, capacity, cost }: DigitalWorker): Values {
  return { name, on, flow, queues, skills, capacity, cost };
}

/** As the API wants it: no empty language, an empty number is none, a currency in capitals. */
export function wishOf<V extends Partial<Values>>(values: V) {
  const { name, capacity, cost, ...rest } = values;
  return {
    ...rest,
    ...(name && { name: textOf(name) }),
    ...(capacity && { capacity: { voice: capacity.voice ?? 0 } }),
    ...(cost && {
      cost: { perContact: cost.perContact ?? 0, perMinute: cost.perMinute ?? 0, currency: cost.currency.trim().toUpperCase() },
    }),
  };
}
