// Carries what waits in the outbox to the object store: in the background, again until it is there, and only then forgotten here.
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../db/problems.ts';
import { AppError } from '../errors/types.ts';
import type { Log } from '../lifecycle/types.ts';
import { blobKey, blobOf } from './place.ts';
import type { S3Store } from './s3-store.ts';

export type Uploader = {
  /** Something new waits. */
  poke(): void;
  /** Files that wait, and how long the oldest has. */
  waiting(): { files: number; oldestMs: number };
  /** Gives up what is under way; it stays in the outbox. */
  stop(): Promise<void>;
};

export type UploaderOptions = { outbox: string; prefix: string; store: S3Store; log: Log; now: () => number; firstPauseMs?: number };

const LONGEST_PAUSE_MS = 60_000;

export function startUploader(options: UploaderOptions): Uploader {
  const { outbox, prefix, store, log, now } = options;
  const firstPauseMs = options.firstPauseMs ?? 1_000;
  const ending = new AbortController();
  let seen = { files: 0, oldestAt: 0 };
  let poked = true;
  let wake: () => void = () => undefined;

  async function look(): Promise<string[]> {
    const files: string[] = [];
    let oldestAt = now();
    for (const entry of await readdir(outbox, { recursive: true, withFileTypes: true }).catch(noFolder)) {
      const file = path.join(entry.parentPath, entry.name);
      if (!entry.isFile() || blobOf(path.relative(outbox, file)) === null) continue;
      const found = await stat(file).catch(() => null);
      if (found === null) continue;
      oldestAt = Math.min(oldestAt, found.mtimeMs);
      files.push(file);
    }
    seen = { files: files.length, oldestAt };
    return files;
  }

  async function send(file: string): Promise<void> {
    const blob = blobOf(path.relative(outbox, file))!;
    const key = blobKey(prefix, blob.tenant, blob.ref);
    try {
      await store.upload(key, file, ending.signal);
    } catch (error) {
      // Deleted before it was sent: nothing is owed any more.
      if (codeOf(error) === 'ENOENT') return;
      throw error;
    }
    // Deleted (an erasure) while it was sent: the object must not outlive it.
    if ((await stat(file).catch(() => null)) === null) return store.delete(key);
    await rm(file, { force: true });
    seen = { ...seen, files: Math.max(0, seen.files - 1) };
  }

  async function pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    wake = () => undefined;
  }

  async function run(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!ending.signal.aborted) {
      poked = false;
      try {
        for (const file of await look()) {
          if (ending.signal.aborted) return;
          await send(file);
          pauseMs = firstPauseMs;
        }
        if (!poked && !ending.signal.aborted) await pause(LONGEST_PAUSE_MS);
      } catch (error) {
        if (ending.signal.aborted) return;
        const told = error instanceof AppError ? { code: error.code, ...error.detail } : { error: String(error) };
        log.warn('files wait for the object store', { files: seen.files, againMs: pauseMs, ...told });
        const end = now() + pauseMs;
        // New files do not shorten the pause: a store that is away is not asked more often for having more to tell it.
        while (now() < end && !ending.signal.aborted) await pause(Math.max(1, end - now()));
        pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      }
    }
  }

  const running = run();
  return {
    poke() {
      poked = true;
      // Counted before it is looked at.
      seen = { files: seen.files + 1, oldestAt: seen.files === 0 ? now() : seen.oldestAt };
      wake();
    },
    waiting: () => ({ files: seen.files, oldestMs: seen.files === 0 ? 0 : Math.max(0, now() - seen.oldestAt) }),
    async stop() {
      ending.abort();
      wake();
      await running;
    },
  };
}

function noFolder(error: unknown): never[] {
  if (codeOf(error) === 'ENOENT') return [];
  throw error;
}
