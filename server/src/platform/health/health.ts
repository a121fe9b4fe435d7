// Gathers what is known of every part and rates it. A part that does not answer is a line too: the page must load when something is broken.
import type { SystemHealth } from '@tandem/contract/api/system.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { DAY, MINUTE } from '../../kernel/time.ts';
import { lastBackup } from '../backup/note.ts';
import type { CertificateView } from '../http/certificate.ts';
import type { Db } from '../db/types.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Log } from '../lifecycle/types.ts';
import type { StorageGuard } from '../storage/guard.ts';
import { embeddedFolder, lookAtDatabase } from './database.ts';
import { askFamily } from './family.ts';
import { watchProcess } from './process-figures.ts';
import {
  ABSENT,
  backupLine,
  certificateLine,
  databaseLine,
  diskLine,
  jobsLine,
  logLine,
  processLine,
  readerLine,
  reportsLine,
  trunkLine,
  worstOf,
  type ProcessFigures,
  type RenewalFigures,
  type TrunkFigures,
} from './verdicts.ts';

export type Health = { look(tenant: TenantId): Promise<SystemHealth> };

type HealthSources = {
  version: string;
  loopback: boolean;
  dataDir: string;
  now: () => number;
  log: Log;
  db: Db;
  jobs: Pick<Jobs, 'troubles'>;
  storage: Pick<StorageGuard, 'view'>;
  certificate: () => CertificateView | null;
  /** Null while it is away. */
  edge: () => Promise<ProcessFigures | null>;
  /** Days of the tenant's figures that are made anew after an update; null where none are. */
  reports: (tenant: TenantId) => Promise<RenewalFigures | null>;
  /** The tenant's, by name. */
  trunks: (tenant: TenantId) => Promise<{ name: string; state: TrunkFigures | null }[]>;
};

export function createHealth(sources: HealthSources): Health {
  const { now, log, dataDir } = sources;
  const own = watchProcess();

  const orNull = <T>(what: string, work: Promise<T>): Promise<T | null> =>
    work.catch((error: unknown) => {
      log.warn('the health of a part could not be told', { what, error: String(error) });
      return null;
    });

  return {
    async look(tenant) {
      const checkedAt = now();
      const [family, edge, database, jobs, backup, reports, trunks] = await Promise.all([
        askFamily(),
        orNull('edge', sources.edge()),
        orNull(
          'database',
          embeddedFolder(dataDir).then((folder) => lookAtDatabase(sources.db, folder, checkedAt)),
        ),
        orNull('jobs', sources.jobs.troubles({ failedSince: new Date(checkedAt - DAY), dueBefore: new Date(checkedAt - 10 * MINUTE) })),
        lastBackup(dataDir),
        orNull('reports', sources.reports(tenant)),
        orNull('trunks', sources.trunks(tenant)),
      ]);
      const server = own();
      const checks = [
        processLine('supervisor', family?.supervisor ?? null, null, ABSENT.supervisor),
        processLine('server', server, family?.children['server'] ?? null, ABSENT.edge),
        processLine('edge', edge, family?.children['edge'] ?? null, ABSENT.edge),
        databaseLine(database?.database ?? null),
        ...sources.storage.view().places.map(diskLine),
        ...(database === null ? [] : [logLine(database.log), ...database.readers.map(readerLine)]),
        jobsLine(jobs),
        certificateLine(sources.certificate(), sources.loopback, checkedAt),
        backupLine(backup, checkedAt),
        reportsLine(reports),
        ...(trunks ?? []).map(({ name, state }) => trunkLine(name, state)),
      ];
      return {
        verdict: worstOf(checks.map(({ verdict }) => verdict)),
        checkedAt,
        version: sources.version,
        startedAt: checkedAt - server.uptimeMs,
        checks,
      };
    },
  };
}
