// The night's erasing: for each tenant what is older than he keeps it, in slices that nobody at work notices.
import type { TenantId } from '@tandem/contract/ids.ts';
import { DAY } from '../kernel/time.ts';
import { expireAudit } from '../modules/identity/index.ts';
import { expireCalls } from '../modules/telephony/index.ts';
import { dropEmptyMonths, expireEvents, redactStreams } from '../platform/eventlog/expire.ts';
import { createRetentionSettings, cutoff } from '../platform/retention/policy.ts';
import { clock } from './process.ts';
import type { Modules, Platform } from './wire/modules.ts';

export const EXPIRE = 'retention.expire';

/** The row of a call that is over says only that it is, to the edge that may tell of it again. */
const CALLS_KEPT_MS = 30 * DAY;

type Parts = Pick<Platform, 'db' | 'events' | 'log'> & { config: Pick<Platform['config'], 'sipTraceDays'> };

/** Bears being run again, and being cut off at any point: what is left goes the next time. */
export async function expireAll(platform: Parts, modules: Modules, signal: AbortSignal): Promise<void> {
  const tenants = (await modules.identity.tenants()).map(({ id }) => id);
  for (const tenant of tenants) if (!signal.aborted) await expireTenant(platform, modules, tenant, signal);
  const dropped = await dropEmptyMonths(platform.db, clock.now());
  if (dropped.length > 0) platform.log.info('empty months of the log were dropped', { months: dropped.join(', ') });
}

export async function expireTenant(
  { db, events, log, config: { sipTraceDays } }: Parts,
  modules: Modules,
  tenant: TenantId,
  signal: AbortSignal,
): Promise<void> {
  const settings = createRetentionSettings({ db, log: events });
  const policy = await settings.get(tenant);
  const now = clock.now();
  const gone = { recordings: 0, interactions: 0, callbacks: 0, messages: 0, sipTraces: 0, events: 0, audit: 0 };

  const recordings = cutoff(policy.recordingDays, now);
  if (recordings !== null) {
    gone.recordings = await modules.recordings.expire(tenant, recordings, signal);
    await modules.recordings.sweep(tenant);
    await modules.interactions.voicemails.closeUnheard(tenant);
  }
  const personal = cutoff(policy.personalDays, now);
  if (personal !== null) {
    gone.interactions = await modules.interactions.expirePersonal(tenant, personal, signal, (ids) => redactStreams(db, tenant, ids));
    gone.callbacks = await modules.callbacks.expire(tenant, personal, signal);
    gone.messages = await modules.interactions.voicemails.expire(tenant, personal, signal);
  }
  await modules.callbacks.sweepErased(tenant);
  // Never longer than other numbers of people.
  const traced = Math.min(sipTraceDays, policy.personalDays ?? sipTraceDays);
  gone.sipTraces = await modules.sipTraces.expire(tenant, now - traced * DAY, signal);
  await expireCalls(db, tenant, now - CALLS_KEPT_MS, signal);
  const logged = cutoff(policy.logDays, now);
  if (logged !== null) {
    await settings.noteLogErased(tenant, logged);
    gone.events = await expireEvents(db, tenant, logged, signal);
  }
  const audited = cutoff(policy.auditDays, now);
  if (audited !== null) gone.audit = await expireAudit(db, tenant, audited);
  if (Object.values(gone).some((count) => count > 0)) log.info('older than the tenant keeps it, and erased', { tenant, ...gone });
}
