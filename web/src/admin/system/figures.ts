// The figures of a line of the health page in the reader's words and units.
import type { HealthCheck } from '@tandem/contract/api/system.ts';
import { clockText, fullTime } from '../../ui/format.ts';

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** 1_536_000 -> `1.5 MB`: powers of a thousand, as disks are sold. */
export function bytesText(bytes: number, language: string): string {
  const power = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = new Intl.NumberFormat(language, { maximumFractionDigits: power < 3 ? 0 : 1 }).format(bytes / 1_000 ** power);
  return `${value} ${UNITS[power]}`;
}

const DAY = 86_400_000;

/** Days where there are some, else hours, minutes and seconds. `days`: the word for so many days. */
export function ageText(ms: number, days: (count: number) => string): string {
  return ms >= DAY ? days(Math.floor(ms / DAY)) : clockText(ms);
}

type Texts = Record<string, string>;

/** Each value by its own name as a text: bytes, times and lengths in their units, numbers with the language's separators. */
export function valuesText(values: HealthCheck['values'], language: string, days: (count: number) => string): Texts {
  const number = new Intl.NumberFormat(language);
  const text = (name: string, value: HealthCheck['values'][string]): string => {
    if (value === null || value === '') return '–';
    if (typeof value !== 'number') return String(value);
    if (name.endsWith('Bytes') || name === 'bytes') return bytesText(value, language);
    if (name === 'at' || name.endsWith('At') || name === 'validTo') return fullTime(value, language);
    if (name === 'uptimeMs' || name === 'sinceMs' || name === 'oldestWaitingMs') return ageText(value, days);
    // Ports and process ids are names, not amounts.
    return ['port', 'pid', 'from', 'to'].includes(name) ? String(value) : number.format(value);
  };
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(name, value)]));
}
