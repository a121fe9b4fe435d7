// Figures of few contacts: a share of two says little, so it is told with how many it is of; what is told only from ten on says so. Pure.
import type { TFunction } from 'i18next';

type Figures = Readonly<Record<string, number | null | undefined>>;

/** As their definitions say: null where there are fewer than ten. */
const FROM_TEN: readonly string[] = ['estimateErrorToday', 'promiseKeptToday', 'estimateErrorP50', 'promiseKeptRate'];
const FEW = 10;

/** What a share is of, from the other figures of the same queue and time: those added, less those taken out. */
const OF: Readonly<Record<string, readonly [add: readonly string[], less: readonly string[]]>> = {
  serviceLevel: [['answered', 'abandoned'], ['shortAbandoned']],
  serviceLevelToday: [['answeredToday', 'abandonedToday'], ['shortAbandonedToday']],
  answerRateToday: [['offeredToday'], []],
  abandonRateToday: [['offeredToday'], []],
  transferRateToday: [['handledToday'], []],
};

/** Null where it is of ten or more, or nobody says of how many. */
export function fewBehind(id: string, figures: Figures): number | null {
  const [add, less] = OF[id] ?? [[], []];
  const all = [...add, ...less].map((each) => figures[each]);
  if (all.length === 0 || !all.every((each) => typeof each === 'number')) return null;
  const sum = (ids: readonly string[]) => ids.reduce((total, each) => total + (figures[each] ?? 0), 0);
  const count = sum(add) - sum(less);
  return count > 0 && count < FEW ? count : null;
}

/** `text`: the value as it is written, alone. */
export function toldOfFew(id: string, text: string, figures: Figures, t: TFunction): string {
  if (FROM_TEN.includes(id) && (figures[id] ?? null) === null) return t('measures.few');
  const count = fewBehind(id, figures);
  return count === null || (figures[id] ?? null) === null ? text : t('measures.of-few', { value: text, count });
}
