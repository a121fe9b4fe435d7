// Which fields were changed, and which of the API's complaints belongs to which field. Pure.
import { ApiError } from '../../api/problem.ts';

export type Faults = {
  fields: { path: string; message: string }[];
  /** Complaints about what has no field here. */
  rest: string[];
  /** Everything there is to say stands at the fields. */
  word: boolean;
};

/** The top-level fields whose values differ, as the new ones. */
export function changedFields<V extends object>(before: V, after: V): Partial<V> {
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof V])),
  ) as Partial<V>;
}

/** `at`: error codes that are about one field. Paths of the API begin with the part of the request: `body/name/en`. */
export function faultsOf(error: unknown, fields: readonly string[], at: Readonly<Record<string, string>>): Faults {
  const problem = error instanceof ApiError ? error.problem : null;
  if (!problem) return { fields: [], rest: [], word: false };
  const field = at[problem.code];
  if (field !== undefined) return { fields: [{ path: field, message: problem.detail ?? problem.title }], rest: [], word: true };
  const told = (problem.errors ?? []).map(({ path, message }) => ({ path: path.replace(/^body\/?/, ''), message }));
  const here = told.filter((each) => fields.includes(each.path.split('/')[0]!));
  const rest = told.filter((each) => !here.includes(each)).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return { fields: here, rest, word: here.length > 0 };
}

/** A key from a name: `VIP Support 2` -> `vip-support-2`; empty where the name has no Latin letters or digits. */
export function keyFrom(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\u0300-\u036f]/g, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);
}

/** The text without what was left empty, as the API wants it. */
export function textOf(name: { 'zh-CN'?: string; en?: string }): { 'zh-CN'?: string; en?: string } {
  const zh = name['zh-CN']?.trim() ?? '';
  const en = name.en?.trim() ?? '';
  return { ...(zh === '' ? {} : { 'zh-CN': zh }), ...(en === '' ? {} : { en }) };
}

/** Of a new one: its key, or the one that its name proposes, and its name as the API wants it. */
export function named({ key, name }: { key: string; name: { 'zh-CN'?: string; en?: string } }) {
  return { key: key || keyFrom(name.en ?? ''), name: textOf(name) };
}
