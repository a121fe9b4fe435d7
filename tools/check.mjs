// `npm run check`: every gate and the unit tests, two at a time; `-- --fix` first formats and repairs what can be repaired. Plain JavaScript for Node 20.
import { endChildrenOnSignal, run } from './children.mjs';
import { applies, DEV_PACKAGES, GATES } from './gates.mjs';
import { ensureInstalled } from './install.mjs';
import { node24 } from './node24.mjs';
import { ROOT } from './root.mjs';
import { runSuite, SUITES } from './suites.mjs';
import { Tally } from './tally.mjs';

endChildrenOnSignal();
const tally = new Tally();
try {
  ensureInstalled({ packages: DEV_PACKAGES });
  const node = node24(ROOT);
  if (process.argv.includes('--fix')) await fix(node);
  await checkAll(node);
} catch (cause) {
  tally.problem(cause instanceof Error ? cause.message : String(cause));
}
process.exitCode = tally.close();

/** Formatting last: a repair may leave a line to be wrapped. */
async function fix(node) {
  for (const gate of GATES.filter((one) => one.fix).reverse()) {
    console.log(`fixing   ${gate.name}`);
    await run(node, gate.fix, { output: 'show' });
  }
}

/** The unit tests go first, being the longest, then the gates as a place comes free. */
async function checkAll(node) {
  const unit = SUITES.find(({ name }) => name === 'unit');
  const jobs = [
    () => tally.suite(unit.name, () => runSuite(unit, { node, output: 'keep' })),
    ...GATES.map((gate) => () => checkGate(gate, node)),
  ];
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  };
  await Promise.all([work(), work()]);
}

function checkGate(gate, node) {
  return applies(gate) ? tally.gate(gate.name, () => run(node, gate.args)) : tally.skip(gate.name, 'no files yet');
}
