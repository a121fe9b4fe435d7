// The flow module put together: flows to work on, and the runner that runs them.
import type { FlowId, TenantId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { silentLog, type Log } from '../../../platform/lifecycle/types.ts';
import type { FlowPorts } from '../ports.ts';
import { createFlows } from './flows.ts';
import { createJournal } from './journal.ts';
import { createPublished } from './published.ts';
import { createRunner, type Runner } from './runner.ts';
import { createSecrets, type Secrets } from './secrets.ts';

export type FlowOptions = { db: Db; log: EventLog; keyring: KeyRing; clock: Clock; random: Random; ports: FlowPorts; tell?: Log };
export type Flow = ReturnType<typeof createFlows> & Secrets & Runner & { names(tenant: TenantId): Promise<Map<FlowId, TenantText>> };

/** A process that only edits flows never calls `restore`; the one that has the calls does so before the first of them. */
export function createFlow(options: FlowOptions): Flow {
  const tell = options.tell ?? silentLog;
  const secrets = createSecrets(options);
  const flows = createFlows({ ...options, secrets });
  const runner = createRunner({
    ...options,
    tell,
    published: createPublished(options.db),
    journal: createJournal({ ...options, tell }),
    secrets,
  });
  return {
    ...flows,
    ...secrets,
    ...runner,
    names: async (tenant) => new Map((await flows.list(tenant)).map((flow) => [flow.id, flow.name])),
  };
}
