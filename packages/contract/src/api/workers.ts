// Digital workers: agents whose hands are a published flow. /digital-workers, POST /digital-workers/{id}/pause, /resume.
import { Type, type Static } from 'typebox';
import { SkillNeed } from '../events/work.ts';
import { IdOf } from '../ids.ts';
import { At, TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

const Contacts = Type.Integer({ minimum: 0, maximum: 1_000 });
const Money = Type.Number({ minimum: 0, maximum: 1_000_000 });

const fields = {
  name: TenantText,
  /** Whether he takes work. Who is paused finishes what he has. */
  on: Type.Boolean(),
  /** What he does with a customer; published, and with a way to a person. */
  flow: IdOf('flo'),
  /** Whose work he is given, by each queue's own rule. */
  queues: Type.Array(IdOf('que'), { maxItems: 100, uniqueItems: true }),
  skills: Type.Array(SkillNeed, { maxItems: 20 }),
  /** So many contacts at once, by channel. Only calls come to flows so far. */
  capacity: Type.Object({ voice: Contacts }, { additionalProperties: false }),
  /** What a contact with him costs: once, and for each minute begun or not. */
  cost: Type.Object(
    { perContact: Money, perMinute: Money, currency: Type.String({ pattern: '^[A-Z]{3}$' }) },
    { additionalProperties: false },
  ),
};

/** Of his contacts since midnight in the company's time zone. */
export const WorkerDay = Type.Object({
  /** Contacts he took. Of those that are over: ended with him, handed over to people, left by the customer, or failed. */
  taken: Type.Integer(),
  done: Type.Integer(),
  resolved: Type.Integer(),
  handedOver: Type.Integer(),
  left: Type.Integer(),
  failed: Type.Integer(),
  /** Share of those that are over which ended with him, and whose customer has not talked with a person since; null: none is over. */
  contained: nullable(Type.Number()),
  /** Of those that are over. */
  cost: Type.Number(),
});
export type WorkerDay = Static<typeof WorkerDay>;

export const DigitalWorker = Type.Object({
  id: IdOf('agt'),
  ...fields,
  /** Contacts he has now; null where routing does not say. */
  now: nullable(Type.Integer()),
  /** Since when he is on or paused. */
  since: At,
  today: WorkerDay,
});
export type DigitalWorker = Static<typeof DigitalWorker>;
export const DigitalWorkerPage = PageOf(DigitalWorker);

export const NewDigitalWorker = Type.Object({ id: Type.Optional(IdOf('agt')), ...fields }, { additionalProperties: false });
export type NewDigitalWorker = Static<typeof NewDigitalWorker>;
export const DigitalWorkerPatch = Type.Partial(Type.Object(fields, { additionalProperties: false }), { additionalProperties: false });
export type DigitalWorkerPatch = Static<typeof DigitalWorkerPatch>;
