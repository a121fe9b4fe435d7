// Beginning and ending an interaction, and wrapping it up: row and event in one transaction.
import { addressKey, type Address } from '@tandem/contract/address.ts';
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { ContactChannel } from '@tandem/contract/channel.ts';
import type { HangupCause } from '@tandem/contract/edge.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, CallId, ConversationId, CustomerId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { sql } from 'kysely';
import { makeId } from '../../../kernel/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { workToWrapUp } from '../core/derive.ts';
import type { Doc, Stage } from '../core/doc.ts';
import { fold } from '../core/fold.ts';
import type { InteractionsPorts } from '../ports.ts';
import { thread, touch } from './conversations.ts';
import { checkDisposition } from './dispositions.ts';
import type { InteractionsTables } from './tables.ts';

const SYSTEM: Actor = { kind: 'system', part: 'interactions' };

export type Begin = {
  /** The caller's own id, for a command that may be sent again; else one is made. */
  interaction?: InteractionId;
  tenant: TenantId;
  channel: ContactChannel;
  direction: InteractionSummary['direction'];
  /** Null on channels without calls: then `interaction` says which contact it is. */
  call: CallId | null;
  remote: Address;
  local: Address;
  customer: CustomerId;
  /** The caller who has the address, where he was joined to the customer. */
  joinedFrom?: CustomerId | null;
  /** Id of the fact or command that led to it. */
  cause?: string;
  at?: number;
};

/** `conversation`: null of colleagues among themselves. */
export type Begun = { interaction: InteractionId; conversation: ConversationId | null; begun: boolean };

export type End = {
  tenant: TenantId;
  interaction: InteractionId;
  cause: HangupCause;
  by: 'customer' | 'agent' | 'flow' | 'system' | 'api';
  stage: Stage;
  at?: number;
};

export type WrapUpCommand = {
  tenant: TenantId;
  interaction: InteractionId;
  /** Whose part it is about; the last agent's where null. */
  agent: AgentId | null;
  disposition: string;
  resolved: boolean;
  notes: string | null;
  actor: Actor;
};

export function createLifecycle(deps: {
  db: Db;
  log: EventLog;
  personal: PersonalData;
  clock: Clock;
  random: Random;
  ports: InteractionsPorts;
}) {
  const { db, log, personal, clock, random, ports } = deps;
  return {
    /** Idempotent by the call, or the id where there is none: the second time gives the first one's id, and `begun` is false. */
    async begin(command: Begin): Promise<Begun> {
      const { tenant, channel, direction, call, customer, joinedFrom = null } = command;
      const at = command.at ?? clock.now();
      const id = command.interaction ?? makeId('int', at, random.bytes(10));
      return db.tenant(tenant, async (tx) => {
        const tables = tx.tables<InteractionsTables>();
        const data = {
          interaction: id,
          channel,
          direction,
          customer,
          ...(call === null ? {} : { call }),
          local: addressKey(command.local),
        };
        const remote = addressKey(command.remote);
        const doc = fold(null, { type: 'interaction.started', version: 1, at, data })!;
        const row = await tables
          .insertInto('interaction')
          .values({
            tenant,
            id,
            call,
            channel,
            customer,
            joined_from: joinedFrom,
            remote,
            state: 'open',
            queue: null,
            started_at: at,
            doc: JSON.stringify(doc),
          })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst();
        if (!row) {
          const begun = tables.selectFrom('interaction').select(['id', 'conversation']);
          const first = call === null ? begun.where('id', '=', id) : begun.where('call', '=', call);
          const there = await first.executeTakeFirstOrThrow();
          return { interaction: there.id, conversation: there.conversation, begun: false };
        }
        const sealed = await personal.seal(tx, joinedFrom ?? customer, remote);
        // Colleagues who call each other are nobody's customers.
        const conversation = direction === 'internal' ? null : await thread(tx, { tenant, interaction: id, customer, channel, at });
        if (conversation !== null) await tables.updateTable('interaction').set({ conversation }).where('id', '=', id).execute();
        const told = { ...data, ...(conversation === null ? {} : { conversation }), remote: sealed };
        const event = { stream: id, type: 'interaction.started', data: told, actor: SYSTEM, at } as const;
        await log.append(tx, [command.cause === undefined ? event : { ...event, cause: command.cause }]);
        return { interaction: id, conversation, begun: true };
      });
    },

    /** Ends once; later calls change nothing. */
    async end(command: End): Promise<void> {
      const { tenant, interaction, cause, by, stage } = command;
      await db.tenant(tenant, async (tx) => {
        const row = await tx
          .tables<InteractionsTables>()
          .updateTable('interaction')
          .set({ ending: true })
          .where('id', '=', interaction)
          .where('ending', '=', false)
          .returning('conversation')
          .executeTakeFirst();
        if (!row) return;
        const at = command.at ?? clock.now();
        if (row.conversation !== null) await touch(tx, row.conversation, at);
        const data = { interaction, cause, by, stage };
        await log.append(tx, [{ stream: interaction, type: 'interaction.ended', data, actor: SYSTEM, at }]);
      });
    },

    /** The document with the wrap-up in it. Writing again replaces what the agent wrote. */
    async wrapUp(command: WrapUpCommand): Promise<Doc> {
      const { tenant, interaction, disposition, resolved } = command;
      const { doc, work } = await db.tenant(tenant, async (tx) => {
        // Notes are sealed with the customer's key: an erasure that runs now must come wholly before or after.
        const { rows } = await sql<{ joined_from: CustomerId | null }>`
          select joined_from from interaction where id = ${interaction} for update`.execute(tx.tables<InteractionsTables>());
        // The log itself is folded, not the row: the row may not have seen the agent's part yet.
        const before = (await log.readStream(tx, interaction)).reduce<Doc | null>(fold, null);
        if (!before) throw new AppError('interaction.not-found', { id: interaction });
        const found = workToWrapUp(before, command.agent);
        if (!found) throw new AppError('interaction.nothing-to-wrap-up', { id: interaction });
        await checkDisposition(tx, found.queue, disposition);
        const notes =
          command.notes === null || command.notes.trim() === ''
            ? null
            : await personal.seal(tx, rows[0]?.joined_from ?? before.customer, command.notes);
        const data = { interaction, work: found.id, agent: found.agent, disposition, resolved, notes };
        const at = clock.now();
        await log.append(tx, [{ stream: interaction, type: 'interaction.wrapped-up', data, actor: command.actor, at }]);
        return { doc: fold(before, { type: 'interaction.wrapped-up', version: before.version + 1, at, data })!, work: found };
      });
      await ports.wrapUpDone(tenant, work.id, work.agent);
      return doc;
    },

    /** The document with the new end of the wrap-up. For the caller's own part alone. */
    async moreWrapUp({ tenant, agent }: Pick<Caller, 'tenant' | 'agent'>, interaction: InteractionId): Promise<Doc> {
      const read = () =>
        db.tenant(tenant, async (tx) => (await log.readStream(tx, interaction)).reduce<Doc | null>(fold, null), { read: true });
      const work = (await read())?.works.findLast((each) => each.state === 'released' && each.agent === agent);
      if (!work || agent === null) throw new AppError('interaction.nothing-to-wrap-up', { id: interaction });
      await ports.wrapUpMore(tenant, work.id, agent);
      return (await read())!;
    },
  };
}
