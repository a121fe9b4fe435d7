// Debts of calls: a database that is slow for a moment, or routing that is missing to one call, must not hold up all the others.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { AppError } from '../../../../platform/errors/types.ts';
import { silentLog } from '../../../../platform/lifecycle/types.ts';
import type { Log } from '../edge/context.ts';
import { createDebts, type Debtor, type Owed } from './owed.ts';

type Box = Debtor & { name: number };
const boxOf = (name: number): Box => ({ name, owed: [], paid: null });
const step = { version: 1, state: { call: 'cal_a' }, lastN: 0, at: 0, facts: [], effects: [], written: false } as unknown as Owed;

it('are paid several at a time, and what comes to other calls meanwhile owes nothing', async () => {
  let [paying, most] = [0, 0];
  const debts = createDebts<Box>({
    log: silentLog as Log,
    settled: async () => {},
    async pay(box) {
      most = Math.max(most, ++paying);
      await pause(20);
      paying--;
      box.owed.shift();
    },
  });
  const boxes = Array.from({ length: 40 }, (_, n) => boxOf(n));
  for (const box of boxes) debts.owe(box, step);
  expect(debts.away()).toBe(true);
  await expect.poll(() => debts.away(), { interval: 5 }).toBe(false);
  expect(boxes.at(-1)!.owed).toHaveLength(1);
  await Promise.all(boxes.map((box) => debts.paid(box)));
  expect([most > 4, boxes.flatMap(({ owed }) => owed)]).toEqual([true, []]);
});

it('of a call that cannot be paid keep nobody else waiting', async () => {
  let here = false;
  const debts = createDebts<Box>({
    log: silentLog as Log,
    settled: async () => {},
    async pay(box) {
      if (box.name === 0 && !here) throw new AppError('routing.not-here');
      box.owed.shift();
    },
  });
  const [stuck, other] = [boxOf(0), boxOf(1)];
  debts.owe(stuck, step);
  debts.owe(other, step);
  await debts.paid(other);
  expect(stuck.owed).toHaveLength(1);
  here = true;
  await debts.paid(stuck);
  expect(stuck.owed).toEqual([]);
});
