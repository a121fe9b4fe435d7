// How many cores Tandem's processes and its database used over a time, from /proc; NaN where there is none.
import fs from 'node:fs';
import { descendants, type Tandem } from '../../tests/kit/tandem.ts';

/** USER_HZ of Linux, the same on every architecture Node runs on. */
const TICKS_A_SECOND = 100;

/** Begins to measure; the answer tells the mean number of cores used since. */
export function processorTime(tandem: Tandem): () => { cores: number } {
  const [ticks, at] = [ticksOf(tandem), performance.now()];
  return () => ({ cores: Math.round(((ticksOf(tandem) - ticks) / TICKS_A_SECOND / ((performance.now() - at) / 1_000)) * 100) / 100 });
}

function ticksOf(tandem: Tandem): number {
  const root = tandem.program.child.pid!;
  return [root, ...descendants(root)].reduce((sum, pid) => sum + ticksOfProcess(pid), 0);
}

function ticksOfProcess(pid: number): number {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime and stime (proc_pid_stat(5)); of children that have ended cutime and cstime.
    return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
  } catch {
    return 0;
  }
}
