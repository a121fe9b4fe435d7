// What a flow says, in words of no channel: the renderer of each channel makes sound or text of it.
import { Type, type Static } from 'typebox';
import { TenantText } from '../texts.ts';

/** A text that may hold `{{variable}}`. */
export const Template = Type.String({ minLength: 1, maxLength: 200 });

export const SayItem = Type.Union([
  /** A recorded prompt by name, e.g. `welcome` or `order-status/{{status}}`. */
  Type.Object({ prompt: Type.String({ pattern: '^[a-z0-9{][a-zA-Z0-9{}_/-]*$', maxLength: 120 }) }, { additionalProperties: false }),
  /** Read digit by digit; what is no digit is passed over. */
  Type.Object({ digits: Template }, { additionalProperties: false }),
  /** Shown as text, or spoken where the channel has a voice of its own. */
  Type.Object({ text: TenantText }, { additionalProperties: false }),
  Type.Object({ silenceMs: Type.Integer({ minimum: 20, maximum: 10_000 }) }, { additionalProperties: false }),
]);
export type SayItem = Static<typeof SayItem>;
export const Say = Type.Array(SayItem, { maxItems: 20 });
export type Say = Static<typeof Say>;
