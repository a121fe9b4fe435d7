// Each formula by its definition, and nothing where there is nothing to divide by.
import { describe, expect, test } from 'vitest';
import { NO_FIGURES, type Figures } from './figures.ts';
import { queueKpis } from './report.ts';

const S = 1_000;

describe('formulas', () => {
  const some: Figures = {
    ...NO_FIGURES,
    offered: 20,
    answered: 10,
    answeredInTime: 8,
    abandonedInQueue: 4,
    abandonedInRing: 2,
    shortAbandoned: 1,
    flowOuts: 3,
    answeredWaitMs: 100 * S,
    abandonedWaitMs: 60 * S,
    offers: 16,
    noAnswers: 4,
    handled: 8,
    talkMs: 800 * S,
    holdMs: 80 * S,
    acwMs: 160 * S,
    transfersOut: 2,
  };
  test('each by its definition', () => {
    expect(queueKpis(some)).toMatchObject({
      abandoned: 6,
      serviceLevel: 8 / 15,
      answerRate: 0.5,
      abandonRate: 0.3,
      asaMs: 10 * S,
      abandonTimeMs: 10 * S,
      ahtMs: 130 * S,
      transferRate: 0.25,
      noAnswerRate: 0.25,
    });
  });
  test('nothing to divide by: null, never zero or NaN', () => {
    expect(queueKpis(NO_FIGURES)).toMatchObject({
      serviceLevel: null,
      answerRate: null,
      abandonRate: null,
      asaMs: null,
      abandonTimeMs: null,
      ahtMs: null,
      transferRate: null,
      noAnswerRate: null,
      waitP50Ms: null,
      longestWaitMs: null,
    });
  });
});
