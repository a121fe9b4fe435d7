// A change in the reader's words: what the fields are called, and their values as people say them.
import type { HistoryChange, HistoryEntry } from '../../api/history.ts';
import { addressText, fullTime, tenantText } from '../../ui/format.ts';

/** i18next's `t`, with a word to fall back on. */
export type Translate = (key: string, options?: Record<string, unknown>) => string;
export type Words = { t: Translate; language: string };

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Words that the product has already, by the field they stand in. */
const KNOWN: Readonly<Record<string, string>> = {
  roleId: 'role',
  like: 'role',
  scope: 'scope',
  language: 'language',
  encryption: 'encryption.of',
  lookup: 'trunks.lookups',
};
/** Fields whose values are words of the product; what stands in others is people's own. */
const WORDED = ['state', 'direction', 'from', 'comparison', 'next', 'kind', 'slot'];
/** What a thing is about stands before how it is, and where it speaks for itself without the word for it. */
const FIRST = [
  'name',
  'display',
  'username',
  'email',
  'measure',
  'queue',
  'skill',
  'action',
  'direction',
  'prefix',
  'replace',
  'host',
  'port',
  'date',
];
const PLAIN = ['action', 'date', 'direction'];
/** Longer lists end with how many more there are. */
const MOST_SHOWN = 8;
const MINUTE = 60_000;

export function titleOf({ kind, name }: Pick<HistoryEntry, 'kind' | 'name'>, { t, language }: Words): string {
  const kindName = t(`history.kind.${kind}`);
  if (name === null) return kindName;
  const text = typeof name === 'string' ? (kind === 'number' ? addressText(name) : name) : tenantText(name, language);
  return t('history.title-of', { kind: kindName, name: text });
}

function nameOf(text: string, names: HistoryEntry['names'], language: string): string | undefined {
  const name = Object.hasOwn(names, text) ? names[text] : undefined;
  return name === undefined || typeof name === 'string' ? name : tenantText(name, language);
}

/** `['serviceLevel', 'target']` -> `Service level · Answered in time`; ids and keys of lists stand by their names. */
export function fieldOf(path: readonly string[], names: HistoryEntry['names'], { t, language }: Words): string {
  return path
    .map((part) => {
      const name = nameOf(part, names, language);
      if (name !== undefined) return name;
      if (part === 'en' || part === 'zh-CN') return t(`language.${part}`);
      if (part.includes(':')) return t(`permission.${part.replace(':', '-')}`, { defaultValue: part });
      return t(`history.field.${part}`, { defaultValue: part });
    })
    .join(t('history.in'));
}

function duration(ms: number, { t }: Words): string {
  if (ms !== 0 && ms % (60 * MINUTE) === 0) return t('history.hours', { count: ms / (60 * MINUTE) });
  return ms !== 0 && ms % MINUTE === 0 ? t('history.minutes', { count: ms / MINUTE }) : t('form.seconds', { count: ms / 1000 });
}

const rank = (field: string): number => (FIRST.includes(field) ? FIRST.indexOf(field) : FIRST.length);
/** The log keeps fields in an order of its own. */
export const inOrder = <C extends Pick<HistoryChange, 'path'>>(changes: readonly C[]): C[] =>
  changes.toSorted((one, other) => rank(one.path[0] ?? '') - rank(other.path[0] ?? ''));

export function valueOf(field: string, value: unknown, names: HistoryEntry['names'], words: Words): string {
  const { t, language } = words;
  if (value === null && field.endsWith('Days')) return t('retention.for-ever');
  if (value === undefined || value === null || value === '') return t('form.none');
  if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no');
  if (typeof value === 'number') {
    if (field.endsWith('Ms')) return duration(value, words);
    if (field.endsWith('At') || field === 'until') return fullTime(value, language);
    if (field === 'target') return `${Math.round(value * 1000) / 10} %`;
    return new Intl.NumberFormat(language, { maximumFractionDigits: 3, useGrouping: false }).format(value);
  }
  if (typeof value === 'string') {
    const name = nameOf(value, names, language);
    if (name !== undefined) return name;
    if (field === 'display') return addressText(value);
    if (field === 'action') return t(`permission.${value.replace(':', '-')}`, { defaultValue: value });
    if (WORDED.includes(field)) return t(`history.value.${value}`, { defaultValue: value });
    const known = KNOWN[field];
    return known === undefined ? value : t(`${known}.${value}`, { defaultValue: value });
  }
  if (Array.isArray(value)) return listOf(field, value, names, words);
  return isObject(value) ? objectOf(value, names, words) : JSON.stringify(value);
}

function listOf(field: string, list: readonly unknown[], names: HistoryEntry['names'], words: Words): string {
  if (list.length === 0) return words.t('form.none');
  if (field === 'days' && list.every((day) => typeof day === 'number')) return list.map((day) => dayName(day, words.language)).join(' ');
  const shown = list.slice(0, MOST_SHOWN).map((each) => valueOf(field, each, names, words));
  const more = list.length - shown.length;
  return [...shown, ...(more > 0 ? [words.t('history.more-values', { count: more })] : [])].join(isPlain(list) ? ', ' : '; ');
}

const isPlain = (list: readonly unknown[]): boolean => list.every((each) => !isObject(each));

/** 1 is Monday: the first of January 2024 was one. */
function dayName(day: number, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}

function objectOf(value: Fields, names: HistoryEntry['names'], words: Words): string {
  const texts = [value['zh-CN'], value['en']];
  const fields = Object.entries(value).filter(([, each]) => each !== null && each !== undefined && each !== '');
  if (texts.some((text) => typeof text === 'string') && fields.every(([name]) => name === 'en' || name === 'zh-CN'))
    return tenantText(value, words.language);
  const { from, to, ...rest } = value;
  const isRange = typeof from === 'string' && typeof to === 'string';
  const parts = Object.entries(isRange ? rest : value)
    .filter(([, each]) => each !== null && each !== undefined && each !== '' && !(Array.isArray(each) && each.length === 0))
    .toSorted(([one], [other]) => rank(one) - rank(other))
    .map(([field, each]) => {
      const text = valueOf(field, each, names, words);
      const speaks =
        field === 'name' ||
        PLAIN.includes(field) ||
        (field === 'days' && Array.isArray(each)) ||
        (typeof each === 'string' && Object.hasOwn(names, each));
      return speaks ? text : `${fieldOf([field], names, words)} ${text}`;
    });
  return [...(isRange ? [`${from}–${to}`] : []), ...parts].join(' ');
}

/** Of an element that came or went: without the key under which it is told anyway. */
function elementOf(value: unknown, path: readonly string[], names: HistoryEntry['names']): unknown {
  const key = path.at(-1);
  if (path.length < 2 || !isObject(value) || key === undefined) return value;
  const rest = Object.entries(value).filter(([field, each]) => each !== key && !(field === 'name' && Object.hasOwn(names, key)));
  return rest.length === 0 ? value : Object.fromEntries(rest);
}

export type ChangeWords = { field: string; before?: string; after?: string; removed?: string; added?: string };

export function changeWords(
  { path, before, after, removed, added }: HistoryChange,
  names: HistoryEntry['names'],
  words: Words,
): ChangeWords {
  const last = path.findLast((part) => !Object.hasOwn(names, part)) ?? '';
  const text = (value: unknown) => valueOf(last, elementOf(value, path, names), names, words);
  const field = fieldOf(path, names, words);
  if (removed !== undefined || added !== undefined)
    return {
      field,
      ...(removed === undefined || removed.length === 0 ? {} : { removed: text(removed) }),
      ...(added === undefined || added.length === 0 ? {} : { added: text(added) }),
    };
  if (before === undefined) return { field, added: text(after) };
  return after === undefined ? { field, removed: text(before) } : { field, before: text(before), after: text(after) };
}
