// Every gate and the unit tests, two at a time: what `npm run check` is, and what `npm test` begins with. Plain JavaScript for Node 20.
import { run } from './children.mjs';
import { applies, GATES } from './gates.mjs';
import { runSuite, SUITES } from './suites.mjs';

/** The unit tests go first, being the longest, then the gates as a place comes free. */
export async function quickChecks(tally, node) {
  const unit = SUITES.find(({ name }) => name === 'unit');
  const jobs = [
    () => tally.suite(unit.name, () => runSuite(unit, { node, output: 'keep' })),
    ...GATES.map((gate) => () => checkGate(tally, gate, node)),
  ];
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all([work(), work()]);
}

function checkGate(tally, gate, node) {
  return applies(gate) ? tally.gate(gate.name, () => run(node, gate.args)) : tally.skip(gate.name, 'no files yet');
}
