// The role worker: work that may wait and must not be lost. Each job is delivered at least once and bears being run again.
import type { Jobs } from '../platform/jobs/jobs.ts';
import type { Modules, Platform } from './wire/modules.ts';

/** Files of erased recordings of one tenant: sent with the erasure, and hourly for what a crash kept from being sent. */
export const SWEEP_RECORDINGS = 'recordings.sweep';
const SWEEP_ALL = 'recordings.sweep-all';
const TIDY = 'upkeep.tidy';

export function defineJobs({ jobs, blobs, idempotency }: Platform, modules: Modules): void {
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
}
