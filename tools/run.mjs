// Runs one TypeScript program of the repository on Node 24, installing packages first where they are missing: `node tools/run.mjs bench/start.ts --clone`. Plain JavaScript for Node 20.
import path from 'node:path';
import { endChildrenOnSignal, run } from './children.mjs';
import { ensureInstalled } from './install.mjs';
import { node24 } from './node24.mjs';
import { ROOT } from './root.mjs';
import { ensureWebBuilt } from './web-build.mjs';

const [program, ...args] = process.argv.slice(2);
// stdout is the program's own: its last line is for machines.
const say = console.error;

endChildrenOnSignal();
try {
  if (!program) throw new Error('Which program? node tools/run.mjs FILE.ts [arguments]');
  ensureInstalled({ say });
  const node = node24(ROOT);
  ensureWebBuilt({ node, say });
  const { code } = await run(node, [path.join(ROOT, program), ...args], { output: 'show' });
  process.exitCode = code;
} catch (cause) {
  say(`\n${cause instanceof Error ? cause.message : String(cause)}`);
  process.exitCode = 1;
}
