// The frame of every flow node: its type, its title on the canvas, its own fields.
import { Type } from 'typebox';
import { TenantText } from '../texts.ts';

export const NodeId = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });

export const node = <K extends string, P extends Parameters<typeof Type.Object>[0]>(type: K, fields: P) =>
  Type.Object({ type: Type.Literal(type), title: Type.Optional(TenantText), ...fields }, { additionalProperties: false });
