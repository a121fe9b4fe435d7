// The disk guard of the server process: every tenant's log hears of a change, so that his administrators see it.
import type { TenantId } from '@tandem/contract/ids.ts';
import { createStorageGuard, type StorageGuard, type StoragePlace } from '../platform/storage/guard.ts';
import type { Modules, Platform } from './wire/modules.ts';

const actor = { kind: 'system', part: 'storage' } as const;
const MB = 1_048_576;

export function guardStorage(platform: Platform, modules: Pick<Modules, 'identity'>): StorageGuard {
  const { config, log, telemetry, db, events } = platform;
  async function tell({ name, level, freeBytes }: StoragePlace): Promise<void> {
    for (const { id } of await modules.identity.tenants()) await append(id, { place: name, level, freeBytes });
  }
  const append = (tenant: TenantId, data: { place: StoragePlace['name']; level: StoragePlace['level']; freeBytes: number }) =>
    db.tenant(tenant, (tx) => events.append(tx, [{ stream: tenant, type: 'storage.changed', data, actor }]));
  return createStorageGuard({
    folders: { data: config.paths.data, blobs: config.blobs.kind === 'file' ? config.blobs.path : null },
    thresholds: { lowBytes: config.disk.lowMb * MB, criticalBytes: config.disk.criticalMb * MB },
    log: log.child('storage'),
    metrics: telemetry,
    changed: tell,
  });
}
