// Values of live measures as people read and type them.
import type { LiveMeasure } from '../../api/floor.ts';
import { clockText, numberFormat } from '../../ui/format.ts';

type Unit = LiveMeasure['unit'];

/** Waits of those who stand in the line now: they grow with the clock. */
const GROWING = ['longestWaitNowMs', 'averageWaitNowMs'];

export function measureText(unit: Unit, value: number | null | undefined, language: string): string {
  if (value === null || value === undefined) return '–';
  if (unit === 'ms') return clockText(value);
  if (unit === 'share') return numberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(value);
  return numberFormat(language, {}).format(value);
}

/** `grown`: ms since it was measured. */
export function valueNow(id: string, value: number | null | undefined, grown: number): number | null | undefined {
  return typeof value === 'number' && value > 0 && GROWING.includes(id) ? value + grown : value;
}

/** What a limit is typed in: seconds and per cent are easier than ms and shares. */
const SCALE: Readonly<Record<Unit, number>> = { ms: 1_000, share: 0.01, contacts: 1, offers: 1, agents: 1 };

export function limitToType(unit: Unit, limit: number | null): string {
  return limit === null ? '' : String(Number((limit / SCALE[unit]).toFixed(3)));
}

/** Null where nothing is typed, undefined where it is no number the measure could have. */
export function typedLimit(unit: Unit, text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const number = Number(trimmed);
  if (!Number.isFinite(number) || number < 0 || (unit === 'share' && number > 100)) return undefined;
  const limit = number * SCALE[unit];
  return unit === 'share' ? Number(limit.toFixed(6)) : unit === 'ms' ? Math.round(limit) : number;
}
