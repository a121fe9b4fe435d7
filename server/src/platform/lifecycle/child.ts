// A child process that is kept alive: started again with back-off where it ends by itself, told to stop with the parent.
import { spawn, type ChildProcess } from 'node:child_process';
import { AppError } from '../errors/types.ts';
import type { Log } from './types.ts';

export type ChildState = 'starting' | 'ready' | 'down' | 'stopped';

export type SupervisedChild = {
  readonly pid: number | null;
  readonly state: ChildState;
  /** How often it was begun: 1 where it never ended by itself. */
  readonly starts: number;
  onState(changed: (state: ChildState) => void): void;
  /** Resolves when it is ready for the first time; rejects with AppError `child.failed` where it ends with `giveUp` before that. */
  ready(): Promise<void>;
  send(message: unknown): void;
  onMessage(heard: (message: unknown) => void): void;
  /** SIGTERM, and SIGKILL after `graceMs`. */
  stop(graceMs?: number): Promise<void>;
};

export type RestartPolicy = {
  firstMs?: number;
  mostMs?: number;
  /** A run this long counts as good: the back-off starts over. */
  steadyMs?: number;
  /** Exit codes after which a new start is useless (wrong configuration, data folder in use). */
  giveUp?: readonly number[];
};

export type ChildOptions = {
  name: string;
  command?: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  restart?: RestartPolicy;
  log: Log;
};

/** Exit code by which a child says: do not start me again. */
export const EXIT_GIVE_UP = 78;

type Ready = { tandem: 'ready' };

export function superviseChild(options: ChildOptions): SupervisedChild {
  const { name, args, log } = options;
  const { firstMs = 200, mostMs = 10_000, steadyMs = 30_000, giveUp = [EXIT_GIVE_UP] } = options.restart ?? {};
  const watchers: ((state: ChildState) => void)[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const firstReady = Promise.withResolvers<void>();
  // A rejection that nobody waits for must not end the process.
  firstReady.promise.catch(() => undefined);
  let child: ChildProcess | null = null;
  let state: ChildState = 'starting';
  let wanted = true;
  let waitMs = firstMs;
  let timer: NodeJS.Timeout | null = null;
  let starts = 0;

  function become(next: ChildState): void {
    if (state === next) return;
    state = next;
    watchers.forEach((changed) => changed(next));
  }

  function run(): void {
    timer = null;
    become('starting');
    starts += 1;
    const startedAt = Date.now();
    const fresh = spawn(options.command ?? process.execPath, [...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: options.env ?? process.env,
    });
    child = fresh;
    fresh.on('message', (message) => {
      if (isReady(message)) {
        become('ready');
        firstReady.resolve();
      } else listeners.forEach((heard) => heard(message));
    });
    let over = false;
    const ended = (how: Record<string, unknown>) => {
      if (over) return;
      over = true;
      child = null;
      if (!wanted) return become('stopped');
      if (giveUp.includes(how['code'] as number)) {
        become('stopped');
        wanted = false;
        log.error('child cannot run', { child: name, ...how });
        return firstReady.reject(new AppError('child.failed', { child: name, ...how }));
      }
      become('down');
      if (Date.now() - startedAt >= steadyMs) waitMs = firstMs;
      log.error('child ended and is started again', { child: name, ...how, waitMs });
      timer = setTimeout(run, waitMs);
      waitMs = Math.min(waitMs * 2, mostMs);
    };
    fresh.on('error', (error) => {
      log.warn('child process', { child: name, error: String(error) });
      // Spawn itself failed: there will be no exit.
      if (fresh.pid === undefined) ended({ error: String(error) });
    });
    fresh.on('exit', (code, signal) => ended({ code, signal }));
  }

  run();
  return {
    get pid() {
      return child?.pid ?? null;
    },
    get state() {
      return state;
    },
    get starts() {
      return starts;
    },
    onState: (changed) => void watchers.push(changed),
    ready: () => firstReady.promise,
    send(message) {
      if (child?.connected)
        child.send(message as object, (error) => error && log.warn('no message to child', { child: name, error: String(error) }));
    },
    onMessage: (heard) => void listeners.push(heard),
    async stop(graceMs = 8_000) {
      wanted = false;
      if (timer) clearTimeout(timer);
      const last = child;
      if (!last || last.exitCode !== null || last.signalCode !== null) return become('stopped');
      const exited = new Promise<void>((resolve) => last.once('exit', () => resolve()));
      last.kill('SIGTERM');
      const hard = setTimeout(() => last.kill('SIGKILL'), graceMs);
      await exited;
      clearTimeout(hard);
    },
  };
}

function isReady(message: unknown): message is Ready {
  return typeof message === 'object' && message !== null && 'tandem' in message && message.tandem === 'ready';
}

/** In the child: tells the parent that it serves. Without a parent (started by hand) nothing happens. */
export function reportReady(): void {
  const message: Ready = { tandem: 'ready' };
  process.send?.(message);
}

/** In the child: the parent is gone, however it ended; a child that went on alone would hold ports and locks that nobody supervises. */
export function onParentGone(gone: () => void): void {
  if (process.send) process.once('disconnect', gone);
}
