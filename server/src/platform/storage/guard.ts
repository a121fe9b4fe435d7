// Watches the space left where we write: tells it as metric, log line and event, and says when new recordings must not begin.
import { statfs } from 'node:fs/promises';
import type { DurationMs } from '../../kernel/time.ts';
import type { Log, Metrics } from '../lifecycle/types.ts';
import { levelOf, worst, type StorageLevel, type Thresholds } from './level.ts';
import { createReserve } from './reserve.ts';

export type StoragePlace = { name: 'data' | 'blobs'; level: StorageLevel; freeBytes: number; totalBytes: number };
export type StorageView = { level: StorageLevel; places: StoragePlace[] };

export type StorageGuard = {
  /** As last looked at. */
  level(): StorageLevel;
  view(): StorageView;
  /** Looks now. */
  look(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

export type StorageGuardOptions = {
  /** `blobs` is null where they are kept elsewhere (S3). */
  folders: { data: string; blobs: string | null };
  thresholds: Thresholds;
  log: Log;
  metrics: Metrics;
  /** Told of each change of a place's level. */
  changed: (place: StoragePlace) => Promise<void>;
  everyMs?: DurationMs;
};

/** At 100 recorded calls the edge writes 1.6 MB a second: the critical level lasts minutes. */
const EVERY_MS = 5_000;
const MOST_RESERVE = 64 * 1024 * 1024;

export function createStorageGuard(options: StorageGuardOptions): StorageGuard {
  const { folders, thresholds, log, metrics, changed, everyMs = EVERY_MS } = options;
  const reserve = createReserve(folders.data, Math.min(MOST_RESERVE, Math.floor(thresholds.criticalBytes / 4)));
  const places = new Map<StoragePlace['name'], StoragePlace>();
  let timer: NodeJS.Timeout | null = null;
  let looking: Promise<void> | null = null;
  const loop = { stopped: false };

  async function lookAt(name: StoragePlace['name'], folder: string): Promise<void> {
    // Blocks that others than root may take.
    const { bavail, blocks, bsize } = await statfs(folder);
    const before = places.get(name)?.level ?? 'ok';
    const freeBytes = bavail * bsize;
    const place: StoragePlace = { name, level: levelOf(freeBytes, before, thresholds), freeBytes, totalBytes: blocks * bsize };
    places.set(name, place);
    metrics.observe('storage_free_bytes', freeBytes, { place: name });
    metrics.observe('storage_level', { ok: 0, low: 1, critical: 2 }[place.level], { place: name });
    if (name === 'data') await mindReserve(place);
    if (place.level === before) return;
    const about = { place: name, folder, freeMb: Math.floor(freeBytes / 1_048_576) };
    if (place.level === 'ok') log.info('the disk has room again', about);
    else if (place.level === 'low') log.warn('the disk is getting full', about);
    else log.error('the disk is nearly full: new recordings are refused', about);
    await changed(place).catch((error: unknown) => log.warn('a level of the disk could not be told', { error: String(error) }));
  }

  async function mindReserve({ level, freeBytes }: StoragePlace): Promise<void> {
    if (thresholds.criticalBytes === 0) return;
    const held = await reserve.held();
    if (held && freeBytes < thresholds.criticalBytes / 4) {
      await reserve.give();
      log.error('the reserve on the disk was given to the database: free some space now', { freeMb: Math.floor(freeBytes / 1_048_576) });
    } else if (!held && level !== 'critical') await reserve.take();
  }

  async function look(): Promise<void> {
    for (const [name, folder] of Object.entries(folders) as [StoragePlace['name'], string | null][]) {
      if (folder === null) continue;
      await lookAt(name, folder).catch((error: unknown) => {
        // Not made yet: the first blob makes it.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
          log.warn('the disk could not be looked at', { folder, error: String(error) });
      });
    }
  }

  function again(): void {
    if (loop.stopped) return;
    timer = setTimeout(() => {
      looking = look().finally(again);
    }, everyMs).unref();
  }

  return {
    level: () => worst([...places.values()].map((place) => place.level)),
    view: () => ({ level: worst([...places.values()].map((place) => place.level)), places: [...places.values()] }),
    look,
    async start() {
      await look();
      again();
    },
    async stop() {
      loop.stopped = true;
      if (timer) clearTimeout(timer);
      await looking;
    },
  };
}
