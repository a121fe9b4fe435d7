// Users by the file: POST/GET /user-imports (a preview that changes nobody), GET /user-imports/{id}, POST /user-imports/{id}/apply and /undo, GET /user-imports/template.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At, Language } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

/** Rows of people in one file, and its size in bytes. */
export const MOST_IMPORT_ROWS = 2_000;
export const MOST_IMPORT_BYTES = 2_097_152;

/** In the order of the template. */
export const IMPORT_COLUMNS = ['email', 'name', 'role', 'team', 'site', 'language', 'takesWork', 'active'] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];
const Column = Type.Unsafe<ImportColumn>({ type: 'string', enum: [...IMPORT_COLUMNS] });

/** `refused`: it is not taken, for the reasons beside it. */
export const ImportVerdict = Type.Union([Type.Literal('new'), Type.Literal('change'), Type.Literal('same'), Type.Literal('refused')]);
export type ImportVerdict = Static<typeof ImportVerdict>;

export const ImportReason = Type.Object({
  code: Type.String(),
  column: nullable(Column),
  text: Type.Object({ en: Type.String(), 'zh-CN': Type.String() }),
});
export type ImportReason = Static<typeof ImportReason>;

export const ImportRow = Type.Object({
  /** Of the file, the heading being line 1. */
  line: Type.Integer(),
  email: Type.String(),
  name: Type.String(),
  verdict: ImportVerdict,
  /** What would be another than it is, as people read it. */
  changes: Type.Array(Type.Object({ column: Column, from: Type.String(), to: Type.String() })),
  reasons: Type.Array(ImportReason),
});
export type ImportRow = Static<typeof ImportRow>;

const Counts = Type.Object({ new: Type.Integer(), change: Type.Integer(), same: Type.Integer(), refused: Type.Integer() });

export const UserImport = Type.Object({
  id: IdOf('imp'),
  filename: Type.String(),
  state: Type.Union([Type.Literal('previewed'), Type.Literal('applied'), Type.Literal('undone')]),
  /** Who sent the file. */
  by: nullable(Type.Object({ id: IdOf('usr'), name: Type.String() })),
  createdAt: At,
  appliedAt: nullable(At),
  undoneAt: nullable(At),
  counts: Counts,
});
export type UserImport = Static<typeof UserImport>;
export const UserImportPage = PageOf(UserImport);

export const UserImportDetail = Type.Intersect([
  UserImport,
  Type.Object({
    rows: Type.Array(ImportRow),
    /** Headings of the file that mean nothing here. */
    ignored: Type.Array(Type.String()),
  }),
]);
export type UserImportDetail = Static<typeof UserImportDetail>;

export const NewUserImport = Type.Object(
  {
    filename: Type.String({ minLength: 1, maxLength: 200 }),
    /** The file, CSV or XLSX, in base64 (RFC 4648, section 4). */
    content: Type.String({ minLength: 1, maxLength: Math.ceil(MOST_IMPORT_BYTES / 3) * 4 + 400_000 }),
  },
  { additionalProperties: false },
);

/** `all`: refused where one row is; `good`: the others are left out. */
export const ApplyUserImport = Type.Object(
  { rows: Type.Union([Type.Literal('all'), Type.Literal('good')]) },
  { additionalProperties: false },
);

/** The first passwords of those who are new, told here only. */
export const AppliedUserImport = Type.Object({
  import: UserImport,
  invitations: Type.Array(Type.Object({ email: Type.String(), name: Type.String(), password: Type.String() })),
});
export type AppliedUserImport = Static<typeof AppliedUserImport>;

export const UndoneUserImport = Type.Object({
  import: UserImport,
  /** Made by it and never used. */
  removed: Type.Integer(),
  /** Made by it and used since: switched off, as history names them. */
  deactivated: Type.Integer(),
  /** As they were before. */
  putBack: Type.Integer(),
});
export type UndoneUserImport = Static<typeof UndoneUserImport>;

export const UserTemplateQuery = Type.Object({
  format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('xlsx')])),
  language: Type.Optional(Language),
});
