// `npm run sim:estimate`: what the engine tells people they will wait, in centres of many kinds, against what they waited; one line a centre and seed.
import { parseArgs } from 'node:util';
import { CENTRES } from './estimate/centres.ts';
import { judge, type Judged } from './estimate/judge.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '3' }, only: { type: 'string' } } });
const percent = (share: number): string => (Number.isNaN(share) ? '-' : (100 * share).toFixed(1));
const told = ({ contacts, error, kept }: Judged): string => `${percent(error)}/${percent(kept)} (${contacts})`;

console.log(
  'median error %/promises kept % (contacts): of those who had to wait; of them with 0-4, 5-14, 15 and more before them; least error if ends were random; kept of all; gave up',
);
for (const [n, centre] of CENTRES.entries()) {
  if (values.only !== undefined && !values.only.split(',').includes(String(n))) continue;
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const { waited, byLine, floor, all, abandoned } = judge(centre, seed);
    console.log(
      [
        centre.name,
        told(waited),
        ...[byLine.short, byLine.middle, byLine.long].map(told),
        percent(floor),
        percent(all.kept),
        abandoned,
      ].join('  |  '),
    );
  }
}
