// The role worker: work that may wait and must not be lost. Each job is delivered at least once and bears being run again.
import type { Id } from '@tandem/contract/ids.ts';
import { rewrapCustomerKeys } from '../platform/crypto/rewrap.ts';
import type { Jobs } from '../platform/jobs/jobs.ts';
import { EXPIRE, expireAll } from './retention.ts';
import type { Modules, Platform } from './wire/modules.ts';
import { WHAT_IF } from './wire/planning.ts';

/** Files of erased recordings of one tenant: sent with the erasure, and hourly for what a crash kept from being sent. */
export const SWEEP_RECORDINGS = 'recordings.sweep';
const SWEEP_ALL = 'recordings.sweep-all';
const TIDY = 'upkeep.tidy';
/** The small keys of one tenant, wrapped anew after a rotation of his key. */
export const REWRAP_KEYS = 'keys.rewrap';

export function defineJobs(platform: Platform, modules: Modules): void {
  const { jobs, blobs, idempotency, db, keys, log } = platform;
  jobs.define({
    name: SWEEP_RECORDINGS,
    async handle({ tenant }) {
      if (tenant !== null) await modules.recordings.sweep(tenant);
    },
  });
  jobs.define({
    name: SWEEP_ALL,
    async handle() {
      for (const { id } of await modules.identity.tenants()) await modules.recordings.sweep(id);
    },
  });
  jobs.define({
    name: REWRAP_KEYS,
    retries: 10,
    async handle({ tenant }) {
      if (tenant === null) return;
      const { wrapped, left } = await rewrapCustomerKeys({ db, keys }, tenant);
      log.info('keys were wrapped anew', { tenant, wrapped, left });
      if (left > 0) throw new Error(`${left} keys were in use: again later`);
    },
  });
  jobs.define({
    name: EXPIRE,
    expireSeconds: 4 * 3_600,
    handle: (_job, signal) => expireAll(platform, modules, signal),
  });
  jobs.define({
    name: WHAT_IF,
    expireSeconds: 2 * 3_600,
    retries: 0,
    async handle({ tenant, data }, signal) {
      if (tenant !== null) await modules.whatIf.work(tenant, (data as { run: Id<'wif'> }).run, signal);
    },
  });
  jobs.define({
    name: TIDY,
    async handle() {
      await blobs.sweep();
      await idempotency.purge();
      await modules.identity.tidySessions();
    },
  });
}

/** A schedule counts for the whole installation, however many workers there are. */
export async function startJobs(jobs: Jobs): Promise<void> {
  await jobs.start();
  await jobs.schedule(SWEEP_ALL, '23 * * * *');
  await jobs.schedule(TIDY, '41 3 * * *');
  await jobs.schedule(EXPIRE, '17 2 * * *');
}
