// `npm test`: sets up what is missing, then runs every gate and every suite; the last line is `N passed, N failed, N skipped`. Plain JavaScript for Node 20.
import { endChildrenOnSignal } from './children.mjs';
import { DEV_PACKAGES } from './gates.mjs';
import { ensureInstalled } from './install.mjs';
import { node24 } from './node24.mjs';
import { quickChecks } from './quick-checks.mjs';
import { ROOT } from './root.mjs';
import { runSuite, SUITES } from './suites.mjs';
import { ensureSystemPackages } from './system-packages.mjs';
import { Tally } from './tally.mjs';
import { ensureWebBuilt } from './web-build.mjs';

endChildrenOnSignal();
const tally = new Tally();
try {
  ensureInstalled({ packages: DEV_PACKAGES });
  const node = node24(ROOT);
  await setUp(node);
  await quickChecks(tally, node);
  for (const suite of SUITES.filter(({ name }) => name !== 'unit')) await tally.suite(suite.name, () => runSuite(suite, { node }));
} catch (cause) {
  tally.problem(cause instanceof Error ? cause.message : String(cause));
}
process.exitCode = tally.close();

/** What cannot be set up is a failure of its own; the suites that can do without still run. */
async function setUp(node) {
  const missing = await ensureSystemPackages();
  if (missing) tally.problem(missing);
  try {
    ensureWebBuilt({ node });
  } catch (cause) {
    tally.problem(cause.message);
  }
}
