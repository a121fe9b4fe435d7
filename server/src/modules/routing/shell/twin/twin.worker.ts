// The thread in which a day is played: reads the log over a connection of its own, so that neither the reading nor the playing costs the core a moment.
import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { TenantId } from '@tandem/contract/ids.ts';
import { createDb } from '../../../../platform/db/pool.ts';
import { eventCatalogue } from '../../../../platform/eventlog/catalogue.ts';
import { readLog } from '../../../../platform/eventlog/read.ts';
import { gather, HISTORY_TYPES, type History } from '../../core/twin/history.ts';
import { study, type Question, type Study } from '../../core/twin/study.ts';

/** `url`: of the database. */
export type ToTwinThread = Question & { url: string; tenant: TenantId };
export type TwinStep = 'reading' | 'replaying' | 'playing';
export type FromTwinThread = { step: TwinStep; share: number } | { study: Study } | { failed: string };

const SLICE = 5_000;
/** The plan may look over years of log. */
const READ_MS = 120_000;
/** Calls go before plans: on Linux this is the thread's own. */
const NICE = 10;
/** The least time between two words of progress. */
const TELL_MS = 250;

const tell = (what: FromTwinThread): void => parentPort!.postMessage(what);
let toldAt = 0;
let toldStep: TwinStep | null = null;
function progress(step: TwinStep, share: number): void {
  if (step === toldStep && performance.now() - toldAt < TELL_MS) return;
  [toldAt, toldStep] = [performance.now(), step];
  tell({ step, share });
}

async function read({ url, tenant, from, to }: ToTwinThread): Promise<History> {
  const db = createDb({ url, name: 'tandem what-if', size: 1, readMs: READ_MS });
  try {
    const catalogue = eventCatalogue();
    const query = { limit: SLICE, tenant, types: HISTORY_TYPES, before: to };
    return await gather(async (after) => {
      const slice = await db.tenant(tenant, (tx) => readLog(tx, { ...query, after }, catalogue), { read: true });
      // How much of the log there is nobody knows beforehand.
      progress('reading', 0);
      return slice;
    }, from);
  } finally {
    await db.close();
  }
}

try {
  os.setPriority(NICE);
  const asked = workerData as ToTwinThread;
  progress('reading', 0);
  tell({ study: study(await read(asked), asked, progress) });
} catch (error) {
  tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
