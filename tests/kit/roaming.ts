// A network of its own for one program (`ip netns`): two links lead from it to us, of which one is up, as for a laptop that leaves its dock.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Roaming = {
  /** Where we are to be found from within, over either link. */
  readonly ip: string;
  /** A file that runs that program within. */
  within(program: string): string;
  /** No link any more. */
  leave(): void;
  /** The other link, with another address of its own. */
  arrive(): void;
  /** Everything in it must have ended. */
  close(): void;
};

const NAME = 'tandem-roaming-';

/** Why there can be none here; null where there can. */
export function whyNoRoaming(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux may make networks';
  try {
    ip('netns', 'add', `${NAME}try-${process.pid}`);
    ip('netns', 'del', `${NAME}try-${process.pid}`);
    return null;
  } catch (error) {
    return `this machine makes no networks: ${String(error)}`;
  }
}

export function openRoaming(): Roaming {
  sweep();
  const [name, folder] = [`${NAME}${process.pid}`, fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-roaming-'))];
  const net = `10.231.${process.pid % 256}`;
  // Addresses of both links, ours first.
  const links = [0, 1].map((n) => ({
    ours: `td${process.pid}h${n}`,
    theirs: `td${process.pid}l${n}`,
    us: `${net}.${4 * n + 1}`,
    them: `${net}.${4 * n + 2}`,
  }));
  const within = (...args: string[]): void => ip('-n', name, ...args);
  let at = 0;
  const drop = (): void => {
    // With one end of a link the other goes.
    for (const { ours } of links) quietly('link', 'del', ours);
    quietly('netns', 'del', name);
  };
  const up = (): void => {
    const { theirs, us, them } = links[at]!;
    within('addr', 'add', `${them}/30`, 'dev', theirs);
    within('link', 'set', theirs, 'up');
    within('route', 'add', 'default', 'via', us);
  };
  process.once('exit', drop);
  try {
    ip('netns', 'add', name);
    within('link', 'set', 'lo', 'up');
    for (const { ours, theirs, us } of links) {
      ip('link', 'add', ours, 'type', 'veth', 'peer', 'name', theirs, 'netns', name);
      ip('addr', 'add', `${us}/30`, 'dev', ours);
      ip('link', 'set', ours, 'up');
    }
    up();
  } catch (error) {
    drop();
    throw error;
  }
  return {
    ip: links[0]!.us,
    within(program) {
      const file = path.join(folder, path.basename(program));
      fs.writeFileSync(file, `#!/bin/sh\nexec ip netns exec ${name} ${program} "$@"\n`, { mode: 0o755 });
      return file;
    },
    leave() {
      const { theirs, them } = links[at]!;
      within('addr', 'del', `${them}/30`, 'dev', theirs);
      within('link', 'set', theirs, 'down');
    },
    arrive() {
      at = 1 - at;
      up();
    },
    close() {
      process.off('exit', drop);
      drop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a run that was killed left behind. */
function sweep(): void {
  for (const line of execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n')) {
    const pid = new RegExp(`^${NAME}(\\d+)`).exec(line)?.[1];
    if (pid === undefined || fs.existsSync(`/proc/${pid}`)) continue;
    for (const n of [0, 1]) quietly('link', 'del', `td${pid}h${n}`);
    quietly('netns', 'del', `${NAME}${pid}`);
  }
}

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });

function quietly(...args: string[]): void {
  try {
    ip(...args);
  } catch {
    // It is gone already.
  }
}
