// Interactions put together: life-cycle, projection, reading by callers of any scope.
import type { EventView, InteractionDetail, InteractionQuery, InteractionSummary, WrapUp } from '@tandem/contract/api/interactions.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, CallId, CustomerId, InteractionId, TenantId } from '@tandem/contract/ids.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { Type, type Static } from 'typebox';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { EventLog, Reader } from '../../../platform/eventlog/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { actorOf, type Caller, type Page } from '../../../platform/http/types.ts';
import { stageOf, stateOf } from '../core/derive.ts';
import type { Doc, Stage, State } from '../core/doc.ts';
import { fold } from '../core/fold.ts';
import type { InteractionsPorts } from '../ports.ts';
import { createConversations } from './conversations.ts';
import { createDispositions } from './dispositions.ts';
import { createLifecycle, type Begin, type End } from './lifecycle.ts';
import { viewEvents } from './event-view.ts';
import { createMatters } from './matters.ts';
import { createPresenter } from './present.ts';
import { createProjection, FOLDED } from './projection.ts';
import { expirePersonal } from './expire-personal.ts';
import { moveCustomer } from './move-customer.ts';
import { relatedTo } from './related.ts';
import { returnCustomer } from './return-customer.ts';
import { createArrivals } from './arrivals.ts';
import { createSearch } from './search.ts';
import { listedRowsOf, listRows, oneRow, within, type Row } from './store.ts';
import type { InteractionsTables } from './tables.ts';
import { talkedAfter } from './talked-after.ts';
import { createVisibility } from './visible.ts';
import { createVoicemails } from './voicemails.ts';

export type InteractionsOptions = { db: Db; log: EventLog; personal: PersonalData; clock: Clock; random: Random; ports: InteractionsPorts };
export type Interactions = ReturnType<typeof createInteractions>;
export type OpenInteraction = {
  tenant: TenantId;
  interaction: InteractionId;
  /** Null on channels without calls. */
  call: CallId | null;
  customer: CustomerId;
  state: State;
  stage: Stage;
  startedAt: number;
};

const Place = Type.Object({ at: Type.Integer(), id: IdOf('int') });
const Version = Type.Integer({ minimum: 0 });

export function createInteractions(options: InteractionsOptions) {
  const { db, log, personal } = options;
  const lifecycle = createLifecycle(options);
  const presenter = createPresenter(options);
  const visibility = createVisibility(options);
  const reach = (caller: Caller) => visibility.reach(caller, 'interactions:read');
  const voicemails = createVoicemails({ ...options, presenter, boxReach: visibility.boxReach });
  const reaches = (caller: Caller, id: InteractionId) => visibility.reachesInteraction(caller, 'interactions:read', id);
  const search = createSearch({ db, ports: options.ports, reach });
  const matters = createMatters({ ...options, presenter, reach, reaches });

  async function visibleRow(caller: Caller, id: InteractionId): Promise<Row> {
    const reach = await visibility.reach(caller, 'interactions:read');
    const row = await db.tenant(
      caller.tenant,
      async (tx) => {
        if (reach === 'all') return oneRow(tx, id);
        const reached = await tx
          .tables<InteractionsTables>()
          .selectFrom('interaction')
          .select('id')
          .where('id', '=', id)
          .where(within(reach))
          .executeTakeFirst();
        return reached && oneRow(tx, id);
      },
      { read: true },
    );
    // Somebody has just said who he is, or unsaid it: the screen that asked for it must not see the one from before once more.
    if (row && row.customer !== row.doc.customer) return (await readAhead(caller.tenant, id)) ?? row;
    // Who is being rung has been told so by the event; the rows by which that is known may be a moment behind it.
    const late =
      row ?? ((await visibility.reachesInteraction(caller, 'interactions:read', id)) ? await readAhead(caller.tenant, id) : undefined);
    // One answer for "none" and "not yours": it must not tell which ids exist.
    if (!late) throw new AppError('interaction.not-found', { id });
    return late;
  }
  /** The row with its document as the log has it now. */
  const readAhead = (tenant: TenantId, id: InteractionId): Promise<Row | undefined> =>
    db.tenant(
      tenant,
      async (tx) => {
        const row = await oneRow(tx, id);
        const doc = row && (await log.readStream(tx, id)).reduce<Doc | null>(fold, null);
        return row && doc ? { ...row, doc } : row;
      },
      { read: true },
    );
  /** As `visibleRow`, with what was appended a moment ago. */
  const visibleNow = async (caller: Caller, id: InteractionId): Promise<Row> => {
    const row = await visibleRow(caller, id);
    return (await readAhead(caller.tenant, id)) ?? row;
  };
  async function detailOf(caller: Caller, row: Row, language: Language): Promise<InteractionDetail> {
    const around = { reach: await reach(caller), mattersShown: caller.scope('matters:read') !== null };
    const related = await db.tenant(caller.tenant, (tx) => relatedTo(tx, row, around), { read: true });
    return presenter.detail(caller.tenant, row, related, language, mayOpen(caller));
  }
  const mayOpen = (caller: Caller) => caller.scope('customers:read') !== null;

  return {
    begin: (command: Begin) => lifecycle.begin(command),
    end: (command: End) => lifecycle.end(command),
    visible: visibility.visible,
    voicemails,
    matters,
    ...createArrivals({ db }),
    dispositions: createDispositions(options),
    conversations: createConversations({ db, log, presenter, reach }),
    /** For other modules' routes (recordings, control): the same rule, for another action. */
    reachesInteraction: visibility.reachesInteraction,

    /** Starts the reader that folds the log. */
    project: (): Promise<Reader> => log.reader({ name: 'interactions', types: FOLDED, handle: createProjection({ personal, log }) }),

    async list(caller: Caller, query: Static<typeof InteractionQuery>, language: Language): Promise<Page<InteractionSummary>> {
      const { limit = 50, cursor, ...filters } = query;
      const after = cursor === undefined ? null : decodeCursor(cursor, Place);
      const wanted = await search.wanted(caller, filters);
      if (wanted === null) return { items: [], nextCursor: null };
      const rows = await db.tenant(caller.tenant, (tx) => listRows(tx, { ...wanted, after, limit: limit + 1 }), { read: true });
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        items: await presenter.summaries(caller.tenant, shown, language),
        nextCursor: last ? encodeCursor({ at: last.started_at, id: last.id }) : null,
      };
    },

    /** How many a list of the same filters has. */
    count: search.count,

    async detail(caller: Caller, id: InteractionId, language: Language): Promise<InteractionDetail> {
      return detailOf(caller, await visibleRow(caller, id), language);
    },

    async events(caller: Caller, id: InteractionId, page: { limit?: number; cursor?: string }): Promise<Page<EventView>> {
      if (!(await reaches(caller, id))) throw new AppError('interaction.not-found', { id });
      const { limit = 50, cursor } = page;
      const after = cursor === undefined ? 0 : decodeCursor(cursor, Version);
      return db.tenant(
        caller.tenant,
        async (tx) => {
          const events = await visibility.told(
            caller,
            id,
            (await log.readStream(tx, id)).filter((event) => event.version > after),
          );
          const shown = events.slice(0, limit);
          const last = events.length > limit ? shown.at(-1) : undefined;
          return { items: await viewEvents(tx, personal, shown, mayOpen(caller)), nextCursor: last ? encodeCursor(last.version) : null };
        },
        { read: true },
      );
    },

    async putWrapUp(caller: Caller, id: InteractionId, body: Static<typeof WrapUp>, language: Language): Promise<InteractionDetail> {
      const row = await visibleRow(caller, id);
      if (!(await visibility.reachesInteraction(caller, 'interactions:wrap-up', id)))
        throw new AppError('access.out-of-scope', { action: 'interactions:wrap-up' });
      // An agent writes about his own part; who reaches further and had none writes about the last agent's.
      const own = caller.scope('interactions:wrap-up') === 'own';
      const had = caller.agent !== null && row.doc.works.some((work) => work.agent === caller.agent);
      const doc = await lifecycle.wrapUp({
        tenant: caller.tenant,
        interaction: id,
        agent: own || had ? caller.agent : null,
        disposition: body.disposition,
        resolved: body.resolved,
        notes: body.notes ?? null,
        actor: actorOf(caller),
      });
      return detailOf(caller, { ...row, doc }, language);
    },

    /** How it went with an agent who does not ask over the API himself: a digital worker. Rejects with `disposition.unknown`. */
    wrapUpBy: async (command: Parameters<typeof lifecycle.wrapUp>[0]): Promise<void> => void (await lifecycle.wrapUp(command)),

    /** Those of the contacts whose customer talked with an agent, none of these excepted, within a day after them. */
    talkedAfter: (tenant: TenantId, contacts: readonly InteractionId[], except: readonly AgentId[]): Promise<Set<InteractionId>> =>
      db.tenant(tenant, (tx) => talkedAfter(tx, contacts, except), { read: true }),

    /** More time to write, for who is writing. */
    async moreWrapUp(caller: Caller, id: InteractionId, language: Language): Promise<InteractionDetail> {
      const row = await visibleRow(caller, id);
      return detailOf(caller, { ...row, doc: await lifecycle.moreWrapUp(caller, id) }, language);
    },

    /**
     * The caller nobody knew is this customer: his contacts and numbers become that one's. Where somebody had said so of another customer, it
     * is taken back from that one first.
     */
    async setCustomer(caller: Caller, id: InteractionId, customer: CustomerId, language: Language): Promise<InteractionDetail> {
      const { doc, joined_from: joined } = await visibleNow(caller, id);
      if (joined !== null) await options.ports.rejoinCustomer(caller.tenant, joined, customer, actorOf(caller));
      else if (doc.customer !== customer) await options.ports.mergeCustomer(caller.tenant, doc.customer, customer, actorOf(caller));
      return detailOf(caller, await visibleNow(caller, id), language);
    },

    /** It was a wrong answer: the contact, and all that came with it, is the caller's again. Throws `interaction.not-joined`. */
    async takeBackCustomer(caller: Caller, id: InteractionId, language: Language): Promise<InteractionDetail> {
      const { joined_from: joined } = await visibleRow(caller, id);
      if (joined === null) throw new AppError('interaction.not-joined', { id });
      await options.ports.partCustomer(caller.tenant, joined, actorOf(caller));
      return detailOf(caller, await visibleNow(caller, id), language);
    },

    /** In the transaction of the merge. */
    moveCustomer: (tx: Tx, from: CustomerId, into: CustomerId, actor: Actor) => moveCustomer({ log }, tx, { from, into, actor }),
    /** In the transaction that takes a merge back; the contacts that went. */
    returnCustomer: (tx: Tx, from: CustomerId, to: CustomerId, actor: Actor) => returnCustomer({ log }, tx, { from, to, actor }),

    /** Those of them that the caller may see, as lists show them. */
    async seenOf(caller: Caller, ids: readonly InteractionId[], language: Language): Promise<InteractionSummary[]> {
      if (ids.length === 0) return [];
      const far = await reach(caller);
      const rows = await db.tenant(caller.tenant, (tx) => listedRowsOf(tx, ids, far), { read: true });
      return presenter.summaries(caller.tenant, rows, language);
    },

    /** As lists show them; ids that do not exist are left out. */
    async summariesOf(tenant: TenantId, ids: readonly InteractionId[], language: Language): Promise<InteractionSummary[]> {
      if (ids.length === 0) return [];
      return presenter.summaries(tenant, await db.tenant(tenant, (tx) => listedRowsOf(tx, ids), { read: true }), language);
    },

    /** The text under the key of the contact's customer. Rejects with `interaction.not-found`. */
    sealFor(tenant: TenantId, id: InteractionId, text: string): Promise<string> {
      return db.tenant(tenant, async (tx) => {
        const row = await oneRow(tx, id);
        if (!row) throw new AppError('interaction.not-found', { id });
        return personal.seal(tx, row.joined_from ?? row.doc.customer, text);
      });
    },

    async byCall(tenant: TenantId, call: CallId): Promise<{ interaction: InteractionId; customer: CustomerId; doc: Doc } | null> {
      const row = await db.tenant(tenant, (tx) =>
        tx
          .tables<InteractionsTables>()
          .selectFrom('interaction')
          .select(['id', 'customer', 'doc'])
          .where('call', '=', call)
          .executeTakeFirst(),
      );
      return row ? { interaction: row.id, customer: row.customer, doc: row.doc } : null;
    },

    /** All tenants' contacts that have not ended: what a restart must take up again or close. */
    async openInteractions(): Promise<OpenInteraction[]> {
      const rows = await db.system((tx) =>
        tx
          .tables<InteractionsTables>()
          .selectFrom('interaction')
          .select(['tenant', 'id', 'call', 'customer', 'started_at', 'doc'])
          .where('ending', '=', false)
          .orderBy('id')
          .execute(),
      );
      return rows.map((row) => ({
        tenant: row.tenant,
        interaction: row.id,
        call: row.call,
        customer: row.customer,
        state: stateOf(row.doc),
        stage: stageOf(row.doc),
        startedAt: row.started_at,
      }));
    },

    async customersOf(tenant: TenantId, agent: Parameters<typeof within>[0]['agents'][number]): Promise<CustomerId[]> {
      const rows = await db.tenant(tenant, (tx) =>
        tx
          .tables<InteractionsTables>()
          .selectFrom('interaction')
          .select('customer')
          .distinct()
          .where(within({ agents: [agent], queues: [] }))
          .execute(),
      );
      return rows.map((row) => row.customer);
    },

    /** Who talked with the customer last, before this contact; null: nobody. */
    async lastAgentOf(tenant: TenantId, customer: CustomerId, before: InteractionId): Promise<AgentId | null> {
      const row = await db.tenant(
        tenant,
        (tx) =>
          tx
            .tables<InteractionsTables>()
            .selectFrom('interaction_agent')
            .innerJoin('interaction', 'interaction.id', 'interaction_agent.interaction')
            .select('interaction_agent.agent')
            .where('interaction.customer', '=', customer)
            .where('interaction.id', '<>', before)
            .orderBy('interaction.started_at', 'desc')
            .limit(1)
            .executeTakeFirst(),
        { read: true },
      );
      return row?.agent ?? null;
    },

    ofCustomer: async (tx: Tx, customer: CustomerId): Promise<InteractionId[]> =>
      (await tx.tables<InteractionsTables>().selectFrom('interaction').select('id').where('customer', '=', customer).execute()).map(
        (row) => row.id,
      ),

    /** Retention: see shell/expire-personal.ts. */
    expirePersonal: (tenant: TenantId, before: number, signal: AbortSignal, redact: (streams: readonly string[]) => Promise<void>) =>
      expirePersonal(db, tenant, before, signal, redact),

    /** Empties the address kept in clear, removes his matters, closes his messages; called in the erasure's transaction. Notes go with the customer's key. */
    async erase(tx: Tx, customer: CustomerId): Promise<number> {
      await matters.eraseOf(tx, customer);
      await voicemails.closeOf(tx, customer);
      const rows = await tx
        .tables<InteractionsTables>()
        .updateTable('interaction')
        .set({ remote: '' })
        .where('customer', '=', customer)
        .returning('id')
        .execute();
      return rows.length;
    },
  };
}
