// `npm run check`: every gate and the unit tests, two at a time; `-- --fix` first formats and repairs what can be repaired. Plain JavaScript for Node 20.
import { endChildrenOnSignal, run } from './children.mjs';
import { DEV_PACKAGES, GATES } from './gates.mjs';
import { ensureInstalled } from './install.mjs';
import { node24 } from './node24.mjs';
import { quickChecks } from './quick-checks.mjs';
import { ROOT } from './root.mjs';
import { Tally } from './tally.mjs';

endChildrenOnSignal();
const tally = new Tally();
try {
  ensureInstalled({ packages: DEV_PACKAGES });
  const node = node24(ROOT);
  if (process.argv.includes('--fix')) await fix(node);
  await quickChecks(tally, node);
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
