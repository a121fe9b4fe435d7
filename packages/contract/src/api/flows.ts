// Flows as the API shows them: GET/POST /flows, GET /flows/{id}, PUT /flows/{id}/draft, POST /flows/{id}/publish, GET /flows/{id}/versions, POST /flows/validate,
// GET /flow-nodes, GET/PUT /flow-secrets, GET/PUT /flow-hosts.
import { Type, type Static } from 'typebox';
import { FlowGraph } from '../flow-nodes/graph.ts';
import { IdOf } from '../ids.ts';
import { At, TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';
import { Key } from './queues.ts';

/** One fault of a graph: where (node and JSON pointer into the graph) and what, in English and in every language. A warning does not stand against publishing. */
export const FlowProblem = Type.Object({
  severity: Type.Union([Type.Literal('error'), Type.Literal('warning')]),
  node: nullable(Type.String()),
  pointer: Type.String(),
  code: Type.String(),
  message: Type.String(),
  messages: Type.Object({ en: Type.String(), 'zh-CN': Type.String() }),
});
export type FlowProblem = Static<typeof FlowProblem>;

export const FlowSummary = Type.Object({
  id: IdOf('flo'),
  key: Key,
  name: TenantText,
  /** Null while it was never published: no call can enter it. */
  publishedVersion: nullable(Type.Integer()),
  publishedAt: nullable(At),
  draftUpdatedAt: At,
});
export type FlowSummary = Static<typeof FlowSummary>;

/** A draft may be unfinished, so it is kept as it came: `problems` says what stands against publishing it. */
export const Flow = Type.Intersect([FlowSummary, Type.Object({ draft: Type.Unknown(), problems: Type.Array(FlowProblem) })]);
export type Flow = Static<typeof Flow>;
export const FlowPage = PageOf(FlowSummary);

export const NewFlow = Type.Object(
  { id: Type.Optional(IdOf('flo')), key: Key, name: TenantText, draft: Type.Unknown() },
  { additionalProperties: false },
);
export type NewFlow = Static<typeof NewFlow>;

export const FlowDraft = Type.Object({ name: Type.Optional(TenantText), draft: Type.Unknown() }, { additionalProperties: false });
export type FlowDraft = Static<typeof FlowDraft>;

export const FlowVersion = Type.Object({
  flow: IdOf('flo'),
  version: Type.Integer(),
  publishedAt: At,
  by: nullable(IdOf('usr')),
  graph: FlowGraph,
});
export type FlowVersion = Static<typeof FlowVersion>;
export const FlowVersionPage = PageOf(FlowVersion);

export const FlowToValidate = Type.Object({ graph: Type.Unknown() }, { additionalProperties: false });
export const FlowVerdict = Type.Object({ ok: Type.Boolean(), problems: Type.Array(FlowProblem) });
export type FlowVerdict = Static<typeof FlowVerdict>;

/** Every kind of node with its JSON Schema, for editors. */
export const FlowNodeKind = Type.Object({ type: Type.String(), name: TenantText, schema: Type.Unknown() });
export type FlowNodeKind = Static<typeof FlowNodeKind>;
export const FlowNodePage = PageOf(FlowNodeKind);

/** A secret that `http` nodes may send; its value is never told. */
const SecretName = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });
export const FlowSecret = Type.Object({ name: SecretName, updatedAt: At });
export type FlowSecret = Static<typeof FlowSecret>;
export const FlowSecretPage = PageOf(FlowSecret);
export const FlowSecretValue = Type.Object(
  { name: SecretName, value: nullable(Type.String({ minLength: 1, maxLength: 4_000 })) },
  { additionalProperties: false },
);

/** Hosts inside private networks that `http` nodes may reach all the same: `crm.internal`, `10.0.0.5:8080`. Without a port: any. */
export const FlowHosts = Type.Object(
  { privateHosts: Type.Array(Type.String({ pattern: '^[A-Za-z0-9.\\-\\[\\]:]{1,255}$' }), { maxItems: 50 }) },
  { additionalProperties: false },
);
export type FlowHosts = Static<typeof FlowHosts>;
