// Which contacts a caller asks for: the query of a list made into conditions, and how many there are.
import type { InteractionCount, InteractionQuery } from '@tandem/contract/api/interactions.ts';
import type { AgentId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import type { Static } from 'typebox';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { Caller } from '../../../platform/http/types.ts';
import type { Reach } from '../core/reach.ts';
import type { InteractionsPorts } from '../ports.ts';
import { staysCounted, type Counted } from './filters.ts';
import { listConditions, type ListQuery } from './store.ts';

type Query = Omit<Static<typeof InteractionQuery>, 'limit' | 'cursor'>;
export type Wanted = Omit<ListQuery, 'after' | 'limit'>;

/** More are not counted one by one. */
const MOST_COUNTED = 10_000;

export function createSearch(deps: { db: Db; ports: InteractionsPorts; reach: (caller: Caller) => Promise<Reach> }) {
  const { db, ports, reach } = deps;

  /** Null: nothing can be among them. */
  async function wanted(caller: Caller, query: Query): Promise<Wanted | null> {
    const { missed = false, search, team, outcome, per = 'queue', agent, queue, from, to, ...plain } = query;
    const missedBy = missed ? (agent ?? caller.agent) : null;
    if (missed && missedBy === null) return null;
    const members = team === undefined ? null : await ports.agentsIn(caller.tenant, { teams: [team], sites: [] });
    const customers = search === undefined ? null : await ports.customersLike(caller.tenant, search);
    const counted = outcome && countedOf({ outcome, per, agent, queue, from, to }, members);
    const placed = counted
      ? { counted }
      : { ...given({ queue, from, to, agent: missed ? undefined : agent }), ...(members && { agents: members }) };
    return {
      ...plain,
      ...placed,
      ...(customers && { customers }),
      ...(missedBy && { missedBy }),
      // That his own phone rang, and for whom, he knows already, whoever had the contact afterwards.
      reach: missedBy !== null && missedBy === caller.agent ? 'all' : await reach(caller),
    };
  }

  async function count(caller: Caller, query: Query): Promise<InteractionCount> {
    const asked = await wanted(caller, query);
    const none = { contacts: 0, most: MOST_COUNTED, times: query.outcome ? 0 : null };
    return asked === null ? none : db.tenant(caller.tenant, (tx) => countOf(tx, asked), { read: true });
  }

  return { wanted, count };
}

async function countOf(tx: Tx, wanted: Wanted): Promise<InteractionCount> {
  const conditions = sql.join([sql`true`, ...listConditions(wanted)], sql` and `);
  const found = sql`select interaction.id from interaction where ${conditions} limit ${MOST_COUNTED}`;
  const stays = wanted.counted && staysCounted(wanted.counted);
  const { rows } = await sql<{ contacts: number; times: number | null }>`
    with found as (${found})
    select (select count(*)::int from found) as contacts,
      ${stays ? sql`(select count(*)::int from (${stays}) s where s.interaction in (select id from found))` : sql`null::int`} as times`.execute(
    tx.tables(),
  );
  const { contacts, times } = rows[0]!;
  // A contact as such counts once.
  return { contacts, most: MOST_COUNTED, times: wanted.counted ? (times ?? contacts) : null };
}

type Asked = Pick<Counted, 'outcome' | 'per'> & { [K in 'agent' | 'queue' | 'from' | 'to']: Query[K] | undefined };

function countedOf({ outcome, per, agent, queue, from, to }: Asked, members: readonly AgentId[] | null): Counted {
  const agents = agent === undefined ? members : members === null || members.includes(agent) ? [agent] : [];
  return { outcome, per, ...given({ queue, from, to }), ...(agents && { agents }) };
}

/** What was left out is left out, and not undefined. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
