// Words of matters that the API and the log share.
import { Type, type Static } from 'typebox';

export const MatterKind = Type.Union([Type.Literal('order'), Type.Literal('complaint'), Type.Literal('ticket'), Type.Literal('other')]);
export type MatterKind = Static<typeof MatterKind>;
export const MatterState = Type.Union([Type.Literal('open'), Type.Literal('closed')]);
export type MatterState = Static<typeof MatterState>;
