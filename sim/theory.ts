// `npm run sim:theory`: the reference rows of Erlang B, C and A against the formulas, the simulation and the product's engine, as a table; fails beyond a bound.
import { parseArgs } from 'node:util';
import { erlangA, erlangB, erlangC } from '../server/src/kernel/erlang.ts';
import { driveEngine } from './theory/engine.ts';
import { predictBank, tellBank } from './theory/bank.ts';
import { referenceA, referenceC, type Row } from './theory/reference.ts';
import { study } from './theory/study.ts';
import { BOUND, hold } from './theory/verdict.ts';

const ENOUGH = 0.004;
const EXACT = 1e-6;
const ENGINE_BOUND = 0.03;
/** Rows the engine is driven by: few servers and many, calm and overloaded, patient and not. */
const ENGINE_CUSTOMERS = 4_000;

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '10000000' },
    'engine-customers': { type: 'string', default: String(ENGINE_CUSTOMERS) },
    seed: { type: 'string', default: '7' },
  },
});
const seed = Number(values.seed);
const rows = [...referenceC(), ...referenceA()];
const count = { within: 0, open: 0, beyond: 0 };
let failed = 0;

console.log('Formulas against the file, largest relative difference:', formulas().toExponential(1));
console.log('\nErlang  servers  load  patience   customers    figure: simulated ± 95 % (reference), difference');
for (const row of rows) {
  const found = study(row, { customers: Number(values.customers), enough: ENOUGH, seed });
  const cells = hold(row, found).map(({ figure, reference, found: { mean, plusMinus }, verdict }) => {
    count[verdict]++;
    if (verdict === 'beyond') failed++;
    const mark = verdict === 'within' ? '' : verdict === 'open' ? ' OPEN' : ' BEYOND';
    return `${figure} ${mean.toPrecision(4)} ± ${plusMinus.toPrecision(2)} (${reference.toPrecision(4)}) ${(100 * (mean / reference - 1)).toFixed(2)} %${mark}`;
  });
  console.log(`${name(row)}  ${found.customers.toLocaleString('en')}  ${cells.join('; ')}`);
}
console.log(
  `\nFigures within ${BOUND * 100} %: ${count.within}; open (interval wider than the bound): ${count.open}; beyond: ${count.beyond}.`,
);

console.log('\nThe engine by the same customers as the recursion: waits, mean wait s, abandonment; customers that fared otherwise');
for (const row of rows.filter((_, n) => n % 4 === 0)) {
  const driven = driveEngine(row, Number(values['engine-customers']), seed);
  const off = (a: number, b: number): number => (b === 0 ? Math.abs(a) : Math.abs(a / b - 1));
  const worst = Math.max(
    off(driven.waits, driven.plain.waits),
    off(driven.waitS, driven.plain.waitS),
    off(driven.abandons, driven.plain.abandons),
  );
  if (worst > ENGINE_BOUND) failed++;
  console.log(
    `${name(row)}  ${driven.waits.toFixed(4)}  ${driven.waitS.toFixed(3)}  ${driven.abandons.toFixed(4)}  ${driven.differing}${worst > ENGINE_BOUND ? '  BEYOND' : ''}`,
  );
}

const bank = predictBank(seed, false);
console.log(`\n${tellBank(bank, 'its arrivals alone')}`);
console.log(`\n${tellBank(predictBank(seed, true), 'its arrivals and mean service times')}`);
console.log(JSON.stringify({ rows: rows.length, ...count, failed, bank: bank.whole }));
process.exitCode = failed > 0 ? 1 : 0;

function name({ patienceS, servers, arrivalsPerSecond, serviceS }: Row): string {
  const load = ((arrivalsPerSecond * serviceS) / servers).toFixed(3);
  return `${patienceS === null ? 'C' : 'A'}  ${String(servers).padStart(3)}  ${load}  ${String(patienceS ?? '-').padStart(3)}`;
}

/** The formulas are what the product will plan by: they must be exact before anything is held against them. */
function formulas(): number {
  const off = rows.flatMap((row) => {
    const by = row.patienceS === null ? erlangC(row)! : erlangA(row, row.patienceS);
    const blocked = row.blocks === null ? [] : [erlangB(row.arrivalsPerSecond * row.serviceS, row.servers) / row.blocks - 1];
    return [
      ...blocked,
      by.waits / row.waits - 1,
      by.waitS / row.waitS - 1,
      by.occupancy / row.occupancy - 1,
      by.servedWithin(20) - row.servedWithin20,
    ];
  });
  const worst = Math.max(...off.map(Math.abs));
  if (worst > EXACT) failed++;
  return worst;
}
