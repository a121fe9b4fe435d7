// The flow module put together: flows to work on, and the runner that runs them.
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { KeyRing } from '../../../platform/crypto/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import { silentLog, type Log } from '../../../platform/lifecycle/types.ts';
import type { FlowPorts } from '../ports.ts';
import { createFlows } from './flows.ts';
import { createJournal } from './journal.ts';
import { createPromptUses } from './prompt-uses.ts';
import { createPublished } from './published.ts';
import { createRemoval } from './removal.ts';
import { createRunner, type Runner } from './runner.ts';
import { createSayable } from './sayable.ts';
import { createStraight } from './straight.ts';
import { createSecrets, type Secrets } from './secrets.ts';

export type FlowOptions = { db: Db; log: EventLog; keyring: KeyRing; clock: Clock; random: Random; ports: FlowPorts; tell?: Log };
export type Flow = ReturnType<typeof createFlows> &
  ReturnType<typeof createStraight> &
  ReturnType<typeof createRemoval> &
  ReturnType<typeof createPromptUses> &
  ReturnType<typeof createSayable> &
  Secrets &
  Runner;

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
    ...createRemoval(options),
    ...createStraight(options),
    ...createPromptUses(options),
    ...createSayable(options),
    ...secrets,
    ...runner,
  };
}
