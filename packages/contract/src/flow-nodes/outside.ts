// Nodes that ask the world outside the run: opening hours, HTTP, other flows, other people.
import { Type } from 'typebox';
import { Address } from '../address.ts';
import { IdOf } from '../ids.ts';
import { Opening } from '../opening.ts';
import { VariableName } from './condition.ts';
import { node, NodeId } from './node.ts';
import { Template } from './say.ts';

/** Named opening hours of the directory, or hours of its own. `failed` where they cannot be read; without it they count as closed. */
export const HoursNode = node('hours', {
  hours: Type.Union([IdOf('hrs'), Opening]),
  open: NodeId,
  closed: NodeId,
  holiday: NodeId,
  failed: Type.Optional(NodeId),
});

/** A JSON pointer (RFC 6901); the empty one is the whole answer. */
const Pointer = Type.String({ pattern: '^(/[^/]*)*$', maxLength: 200 });
const HeaderName = Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$" });

/**
 * Asks a server. In `url` variables are percent-encoded; headers may hold `{{secret:name}}`. `into` maps variables to places in the JSON
 * answer. A status named in `status` takes its edge, else 2xx takes `ok`; everything else, and no answer in `timeoutMs`, takes `failed`.
 */
export const HttpNode = node('http', {
  method: Type.Union([Type.Literal('GET'), Type.Literal('POST'), Type.Literal('PUT'), Type.Literal('PATCH'), Type.Literal('DELETE')]),
  url: Type.String({ pattern: '^https?://', maxLength: 1_000 }),
  headers: Type.Optional(Type.Record(HeaderName, Type.String({ maxLength: 1_000 }), { maxProperties: 20 })),
  /** Sent as JSON; texts in it may hold `{{variable}}`. */
  body: Type.Optional(Type.Unknown()),
  timeoutMs: Type.Integer({ minimum: 100, maximum: 10_000 }),
  into: Type.Record(VariableName, Pointer, { maxProperties: 30 }),
  status: Type.Optional(Type.Record(Type.String({ pattern: '^[1-5][0-9]{2}$' }), NodeId, { maxProperties: 20 })),
  ok: NodeId,
  failed: NodeId,
});

/** Runs another published flow up to its `return`. It sees the given variables and those of `in`; `out` maps variables here to its own. */
export const SubFlowNode = node('sub-flow', {
  flow: IdOf('flo'),
  in: Type.Optional(Type.Record(VariableName, Template, { maxProperties: 30 })),
  out: Type.Optional(Type.Record(VariableName, VariableName, { maxProperties: 30 })),
  next: NodeId,
  failed: NodeId,
});
/** Back to the flow that called this one; in a flow that nobody called it hangs up. */
export const ReturnNode = node('return', {});

/** Calls somebody for the caller, who comes back to `next` when the other has hung up. A declined call counts as busy. */
export const DialNode = node('dial', {
  to: Type.Union([Address, Type.Object({ number: Template }, { additionalProperties: false })]),
  timeoutMs: Type.Integer({ minimum: 5_000, maximum: 120_000 }),
  next: NodeId,
  busy: NodeId,
  noAnswer: NodeId,
  failed: NodeId,
});
