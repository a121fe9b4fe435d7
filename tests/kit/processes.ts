// Programs that tests drive (SIPp, baresip, tshark, Tandem itself): started, watched, and ended by pid.
import { spawn, type ChildProcess } from 'node:child_process';

export type Program = {
  readonly child: ChildProcess;
  /** Everything it printed so far, stdout and stderr. */
  output(): string;
  /** Resolves when the output matches; rejects with the output when it does not in time or the program ends. */
  says(pattern: RegExp, timeoutMs?: number): Promise<RegExpMatchArray>;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  stop(signal?: NodeJS.Signals): Promise<void>;
};

export function start(
  command: string,
  args: string[],
  options: { env?: Record<string, string>; cwd?: string; detached?: boolean } = {},
): Program {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: options.cwd,
    detached: options.detached ?? false,
    env: { ...process.env, ...options.env },
  });
  let text = '';
  const listeners = new Set<() => void>();
  const heard = (chunk: Buffer): void => {
    text += chunk.toString('utf8');
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', (error) => {
      text += `\n${error.message}`;
      resolve({ code: -1, signal: null });
    });
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    child,
    output: () => text,
    ended,
    says(pattern, timeoutMs = 15_000) {
      return new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(text);
          if (match) finish(() => resolve(match));
        };
        const finish = (then: () => void): void => {
          clearTimeout(timer);
          listeners.delete(check);
          then();
        };
        const fail = (why: string): void =>
          finish(() => reject(new Error(`${command} ${why}; it was to say ${pattern}. It said:\n${text.slice(-4_000)}`)));
        const timer = setTimeout(() => fail('timed out'), timeoutMs);
        listeners.add(check);
        void ended.then(() => (pattern.test(text) ? check() : fail('ended')));
        check();
      });
    },
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Thrown by a question that will never be answered: no use in asking on. */
export class Hopeless extends Error {
  override name = 'Hopeless';
}

/** Asks until the answer is not null or undefined. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null | undefined> | T | null | undefined,
  timeoutMs = 10_000,
  everyMs = 50,
): Promise<T> {
  const until = performance.now() + timeoutMs;
  let last: unknown = null;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined) return answer;
      last = answer;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      last = error;
    }
    if (performance.now() > until) throw new Error(`${what}: not within ${timeoutMs} ms`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
