// What a branch asks: about one variable, or any expression of CEL over all of them.
import { Type, type Static } from 'typebox';

export const VariableName = Type.String({ pattern: '^[a-z][a-zA-Z0-9_]{0,39}$' });
/** Common Expression Language, e.g. `int(amount) > 100 && language == "en"`. Collected digits and record fields are texts. */
export const Cel = Type.String({ minLength: 1, maxLength: 500 });
const Literal = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);
const variable = { variable: VariableName };

export const Condition = Type.Union([
  Type.Object({ ...variable, is: Type.Literal('eq'), value: Literal }, { additionalProperties: false }),
  Type.Object({ ...variable, is: Type.Literal('ne'), value: Literal }, { additionalProperties: false }),
  Type.Object(
    { ...variable, is: Type.Literal('in'), value: Type.Array(Literal, { minItems: 1, maxItems: 100 }) },
    { additionalProperties: false },
  ),
  /** Set, and not the empty text. */
  Type.Object({ ...variable, is: Type.Literal('exists') }, { additionalProperties: false }),
  /** Both sides read as numbers; false where one is none. */
  Type.Object({ ...variable, is: Type.Literal('gt'), value: Type.Number() }, { additionalProperties: false }),
  Type.Object({ ...variable, is: Type.Literal('lt'), value: Type.Number() }, { additionalProperties: false }),
  /** Holds where the expression is true; one that fails (an unset variable, a text that is no number) does not hold. */
  Type.Object({ cel: Cel }, { additionalProperties: false }),
]);
export type Condition = Static<typeof Condition>;
