// Gives the bench's own thread real-time scheduling where that is allowed: its phones stand for machines elsewhere, which this one's load does not slow.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';

/** Of util-linux. */
const SCHEDULER = 'chrt';

/** What is started from here on is not raised with it. Where it is not allowed the thread stays as it is. */
export function scheduleAsElsewhere(on: boolean): void {
  if (process.platform !== 'linux') return;
  const thread = fs.readlinkSync('/proc/thread-self').split('/').at(-1)!;
  const [policy, priority] = on ? ['--rr', '5'] : ['--other', '0'];
  spawnSync(SCHEDULER, [policy, '--reset-on-fork', '--pid', priority, thread], { stdio: 'ignore' });
}
