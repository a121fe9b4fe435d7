// A flow as it is kept and drawn: a versioned graph of nodes.
import { Type, type Static } from 'typebox';
import { Language } from '../texts.ts';
import { FlowNode, NodeId } from './nodes.ts';

export const FLOW_SCHEMA = 1;

export const FlowGraph = Type.Object(
  {
    schema: Type.Literal(FLOW_SCHEMA),
    /** Spoken until the variable `language` says otherwise. */
    language: Language,
    start: NodeId,
    nodes: Type.Record(NodeId, FlowNode),
  },
  { additionalProperties: false },
);
export type FlowGraph = Static<typeof FlowGraph>;
