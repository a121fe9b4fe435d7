// Durations, estimated waits and places in line as prompt names.
import type { Language } from '@tandem/contract/texts.ts';
import { mandarinCount } from './mandarin-number.ts';
import { wholeNumber } from './numbers.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LONGEST_MS = 1_000 * HOUR_MS;

/** Exact to the second: 两分钟三十秒; "two minutes thirty seconds". Null for what is negative, no number, or over a thousand hours. */
export function spokenDuration(ms: number, language: Language): string[] | null {
  if (!(ms >= 0 && ms <= LONGEST_MS)) return null;
  const seconds = Math.round(ms / SECOND_MS);
  const parts = [
    ...some(Math.floor(seconds / 3_600), 'hour', language),
    ...some(Math.floor(seconds / 60) % 60, 'minute', language),
    ...some(seconds % 60, 'second', language),
  ];
  return parts.length > 0 ? parts : counted(0, 'second', language);
}

/**
 * How long somebody will probably wait, no more exact than it can be known: less than a minute; whole minutes, rounded up; from
 * twenty minutes on in steps of five; from an hour and a half on in hours. Null for what is negative or no number.
 */
export function spokenEstimate(ms: number, language: Language): string[] | null {
  if (!(ms >= 0 && ms <= LONGEST_MS)) return null;
  if (ms < MINUTE_MS) return ['queue/less-than-a-minute'];
  if (ms >= 1.5 * HOUR_MS) return ['durations/about', ...counted(Math.round(ms / HOUR_MS), 'hour', language)];
  const minutes = Math.ceil(ms / MINUTE_MS);
  return ['durations/about', ...counted(minutes > 20 ? Math.ceil(minutes / 5) * 5 : minutes, 'minute', language)];
}

/** "Your estimated wait is about three minutes." */
export function spokenWait(ms: number, language: Language): string[] | null {
  const estimate = spokenEstimate(ms, language);
  return estimate && ['queue/estimated-wait-is', ...estimate];
}

/** 您目前排在第三位; "You are number three in line." Positions count from 1. */
export function spokenPosition(position: number, language: Language): string[] | null {
  if (!Number.isInteger(position) || position < 1 || position > 9_999) return null;
  return ['queue/you-are-number', ...wholeNumber(position, language), 'queue/in-line'];
}

type Unit = 'hour' | 'minute' | 'second';

function some(count: number, unit: Unit, language: Language): string[] {
  return count > 0 ? counted(count, unit, language) : [];
}

function counted(count: number, unit: Unit, language: Language): string[] {
  if (language === 'zh-CN') return [...mandarinCount(count), `durations/${unit}s`];
  return [...wholeNumber(count, language), `durations/${unit}${count === 1 ? '' : 's'}`];
}
