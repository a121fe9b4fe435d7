// What the ids in a history are called: people by their own lists, everything else by its last name in the log, also where it is gone.
import { HISTORY_KINDS } from '@tandem/contract/history.ts';
import type { AgentId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import type { Db } from '../../../platform/db/types.ts';
import { readLastStates } from '../../../platform/eventlog/config-changes.ts';
import { isId, nameOf } from '../core/states.ts';
import type { HistoryPorts } from '../ports.ts';

export type Names = ReadonlyMap<string, TenantText | string>;

/** Kinds whose objects are known by the id of another: a queue's dispositions are not the queue. */
const NAMED = HISTORY_KINDS.filter((kind) => kind !== 'dispositions' && kind !== 'agent-skills' && kind !== 'user');

/** `wanted`: ids, and ids of measures; other words are passed over. */
export async function readNames(deps: { db: Db; ports: HistoryPorts }, tenant: TenantId, wanted: readonly string[]): Promise<Names> {
  const { measureNames } = deps.ports;
  const measures = wanted.flatMap((text) => (measureNames.has(text) ? [[text, measureNames.get(text)!] as const] : []));
  const ids = [...new Set(wanted)].filter(isId);
  const of = (prefix: string) => ids.filter((id) => id.startsWith(prefix));
  const others = ids.filter((id) => !id.startsWith('agt_') && !id.startsWith('usr_') && !id.startsWith('tnt_'));
  const [agents, users, states] = await Promise.all([
    deps.ports.agentNames(tenant, of('agt_') as AgentId[]),
    deps.ports.userNames(tenant, of('usr_') as UserId[]),
    deps.db.tenant(tenant, (tx) => readLastStates(tx, others, NAMED), { read: true }),
  ]);
  const named = [...states].flatMap(([id, state]) => {
    const name = nameOf(state);
    return name === null ? [] : [[id, (typeof name === 'string' ? measureNames.get(name) : undefined) ?? name] as const];
  });
  return new Map<string, TenantText | string>([...agents, ...users, ...named, ...measures]);
}
