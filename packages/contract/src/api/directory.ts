// Whom of the own house one can reach by dialling: GET /directory. Colleagues stand in GET /agents.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { TenantText } from '../texts.ts';
import { nullable } from './page.ts';

const Count = Type.Integer({ minimum: 0 });

export const Directory = Type.Object({
  /** `number`: the one that leads straight into the queue, as it is dialled; null where there is none. `idle`: agents of it who are free now. */
  queues: Type.Array(Type.Object({ id: IdOf('que'), name: TenantText, number: nullable(Type.String()), waiting: Count, idle: Count })),
  /** Numbers of ours that lead elsewhere: menus, services. */
  numbers: Type.Array(Type.Object({ number: Type.String(), label: Type.String() })),
});
export type Directory = Static<typeof Directory>;
