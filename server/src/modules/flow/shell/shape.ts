// Checks drafts against the contract's schemas: the core's ShapeCheck over TypeBox.
import { Type, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { FLOW_SCHEMA } from '@tandem/contract/flow-nodes/graph.ts';
import { NODE_SCHEMAS, NodeId, type NodeType } from '@tandem/contract/flow-nodes/nodes.ts';
import { Language } from '@tandem/contract/texts.ts';
import type { ShapeCheck } from '../core/validate.ts';

/** The graph without its nodes: they are told about one by one. */
const Frame = Type.Object(
  {
    schema: Type.Literal(FLOW_SCHEMA),
    language: Language,
    start: NodeId,
    nodes: Type.Record(NodeId, Type.Unknown(), { minProperties: 1, maxProperties: 500, additionalProperties: false }),
  },
  { additionalProperties: false },
);

const schemas: Readonly<Record<'graph' | NodeType, TSchema>> = { graph: Frame, ...NODE_SCHEMAS };
const compiled = new Map(Object.entries(schemas).map(([name, schema]) => [name, Compile(schema)]));

export const checkShape: ShapeCheck = (shape, value) => {
  const validator = compiled.get(shape)!;
  if (validator.Check(value)) return [];
  return [...validator.Errors(value)].slice(0, 20).map((error) => ({ pointer: error.instancePath, message: error.message }));
};
