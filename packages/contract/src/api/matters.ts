// Matters: GET/POST /matters, GET/PATCH/DELETE /matters/{id}, POST /matters/{id}/link, /unlink. A matter holds contacts of any channel together over days.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { MatterKind, MatterState } from '../matter.ts';
import { At } from '../texts.ts';
import { InteractionSummary } from './interactions.ts';
import { nullable, PageOf, PageQuery } from './page.ts';

const texts = {
  title: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
  /** As another system knows it: an order's or ticket's number. */
  reference: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
};
const fields = {
  id: IdOf('mat'),
  customer: IdOf('cus'),
  title: Type.String(),
  kind: MatterKind,
  state: MatterState,
  reference: nullable(Type.String()),
  openedAt: At,
  changedAt: At,
  closedAt: nullable(At),
  /** All that are linked, whether the caller may see them or not. */
  contacts: Type.Integer(),
};
export const Matter = Type.Object(fields);
export type Matter = Static<typeof Matter>;
export const MatterPage = PageOf(Matter);
/** `interactions`: those the caller may see, newest first, 200 at most. */
export const MatterDetail = Type.Object({ ...fields, interactions: Type.Array(InteractionSummary) });
export type MatterDetail = Static<typeof MatterDetail>;

export const MatterQuery = Type.Object(
  {
    ...PageQuery.properties,
    customer: Type.Optional(IdOf('cus')),
    interaction: Type.Optional(IdOf('int')),
    state: Type.Optional(MatterState),
    kind: Type.Optional(MatterKind),
  },
  { additionalProperties: false },
);

export const NewMatter = Type.Object(
  {
    id: Type.Optional(IdOf('mat')),
    customer: IdOf('cus'),
    title: texts.title,
    kind: MatterKind,
    reference: Type.Optional(nullable(texts.reference)),
    /** Linked at once: the contact it came up in. */
    interaction: Type.Optional(IdOf('int')),
  },
  { additionalProperties: false },
);
export type NewMatter = Static<typeof NewMatter>;

/** What is left out stays. */
export const MatterPatch = Type.Object(
  {
    title: Type.Optional(texts.title),
    kind: Type.Optional(MatterKind),
    state: Type.Optional(MatterState),
    reference: Type.Optional(nullable(texts.reference)),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type MatterPatch = Static<typeof MatterPatch>;

export const MatterLink = Type.Object({ interaction: IdOf('int') }, { additionalProperties: false });
