// The processes of a running Tandem by name, so that a test can kill or freeze one as a machine would.
import fs from 'node:fs';
import { descendants, type Tandem } from './tandem.ts';
import { eventually } from './processes.ts';

type Part = 'edge' | 'server' | 'postgres';

/** The process of a part; of the database the one that all its others are children of. Null while there is none. */
export function partPid(of: Tandem, part: Part): number | null {
  const pids = pidsOf(of, part);
  return (part === 'postgres' ? pids.find((pid) => wordsOf(pid).includes('-D')) : pids.at(-1)) ?? null;
}

/** Every process of a part, helpers first. */
export function pidsOf(of: Tandem, part: Part): number[] {
  return descendants(of.program.child.pid!).filter((pid) => {
    try {
      const words = wordsOf(pid);
      if (part === 'postgres') return /(^|\/)postgres(:|$)/.test(words[0]!);
      return (
        words.some((word) => word.endsWith('main.ts')) &&
        fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TANDEM_CHILD=${part}`)
      );
    } catch {
      return false; // ended while we looked
    }
  });
}

/** Its command line; of one that ended while we looked a single empty word. */
function wordsOf(pid: number): string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [''];
  }
}

/** `kill -9` of the part. Resolves with the pid of the process that takes its place, when that is there. */
export async function killPart(of: Tandem, part: Part): Promise<number> {
  const victim = partPid(of, part);
  if (victim === null) throw new Error(`there is no ${part} process`);
  process.kill(victim, 'SIGKILL');
  return eventually(
    `another ${part} process`,
    () => {
      const now = partPid(of, part);
      return now !== null && now !== victim ? now : null;
    },
    30_000,
    5,
  );
}

/** Stands still, as when its machine or disk hangs. Returns how to let it go on. */
export function freeze(of: Tandem, part: Part): () => void {
  const frozen = pidsOf(of, part).reverse();
  const tell = (signal: 'SIGSTOP' | 'SIGCONT') => (pid: number) => {
    try {
      process.kill(pid, signal);
    } catch {
      // ended meanwhile
    }
  };
  frozen.forEach(tell('SIGSTOP'));
  return () => frozen.forEach(tell('SIGCONT'));
}
