// What a flow says, in words of no channel: the renderer of each channel makes sound or text of it.
import { Type, type Static } from 'typebox';
import { TenantText } from '../texts.ts';

/** A text that may hold `{{variable}}`. */
export const Template = Type.String({ minLength: 1, maxLength: 200 });
const PromptName = Type.String({ pattern: '^[a-z0-9{][a-zA-Z0-9{}_/-]*$', maxLength: 120 });

/**
 * How a value is read: `number` (also decimals), `date` 2026-11-22, `time` 17:30, `money` 12.50 CNY, `plate` 京A12345, `letters` and
 * `order` one by one, `phone` digits with 幺 for 1 in Chinese, `duration` and `wait` in milliseconds.
 */
export const VALUE_KINDS = [
  'number',
  'ordinal',
  'digits',
  'phone',
  'letters',
  'order',
  'date',
  'time',
  'duration',
  'wait',
  'money',
  'plate',
] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

export const SayItem = Type.Union([
  /** A recorded prompt by name, e.g. `welcome` or `order-status/{{status}}`. */
  Type.Object({ prompt: PromptName }, { additionalProperties: false }),
  /** Read digit by digit; what is no digit is passed over. */
  Type.Object({ digits: Template }, { additionalProperties: false }),
  /** Read from recorded audio as what it is. `or` is the prompt where it cannot be read as that. */
  Type.Object(
    { value: Template, as: Type.Unsafe<ValueKind>({ type: 'string', enum: [...VALUE_KINDS] }), or: Type.Optional(PromptName) },
    { additionalProperties: false },
  ),
  /** Shown as text, or spoken by a made voice; may hold `{{variable}}`. `or` is the prompt where no voice can be had. */
  Type.Object({ text: TenantText, or: Type.Optional(PromptName) }, { additionalProperties: false }),
  Type.Object({ silenceMs: Type.Integer({ minimum: 20, maximum: 10_000 }) }, { additionalProperties: false }),
]);
export type SayItem = Static<typeof SayItem>;
export const Say = Type.Array(SayItem, { maxItems: 20 });
export type Say = Static<typeof Say>;
