// The database of an installation before its first start, made once a test run and copied for each program under test: initdb and the
// migrations take two and a half seconds, the copy a tenth of one. What the first start itself does is tested where it is (tests/start.test.ts).
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { startEmbedded } from '../../server/src/platform/db/embedded.ts';
import { migrate } from '../../server/src/platform/db/migrate.ts';
import { TEST_SERVER } from '../../server/src/platform/db/testkit.ts';

/** Into a data folder that holds nothing yet; others are left as they are. Outside of a test run nothing is done: the program makes its own. */
export async function layCluster(dataDir: string): Promise<void> {
  const run = process.env[TEST_SERVER];
  if (run === undefined || !fs.existsSync(dataDir) || fs.readdirSync(dataDir).length > 0) return;
  const made = path.join(path.dirname(run), 'made');
  if (!fs.existsSync(made)) await make(made);
  const { status, stderr } = spawnSync('cp', ['-a', path.join(made, 'postgres'), dataDir], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the database could not be copied: ${stderr}`);
}

async function make(made: string): Promise<void> {
  const fresh = `${made}-${process.pid}`;
  fs.mkdirSync(fresh);
  const database = await startEmbedded({ dataDir: fresh });
  try {
    await migrate({ url: database.url });
  } finally {
    await database.stop();
  }
  try {
    fs.renameSync(fresh, made);
  } catch (error) {
    // Another file of the run was faster.
    if (!fs.existsSync(made)) throw error;
    fs.rmSync(fresh, { recursive: true });
  }
}
