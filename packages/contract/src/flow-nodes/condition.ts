// What a branch asks about one variable.
import { Type, type Static } from 'typebox';

export const VariableName = Type.String({ pattern: '^[a-z][a-zA-Z0-9_]{0,39}$' });
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
]);
export type Condition = Static<typeof Condition>;
