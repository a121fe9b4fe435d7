// From documents to what the API shows: names looked up once a page, personal data opened where it may be.
import type { InteractionDetail, InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { AgentId, CustomerId, FlowId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Voicemail } from '@tandem/contract/api/voicemails.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { agentOf, lastWrapUp, queueOf, stageOf, stateOf } from '../core/derive.ts';
import type { Doc } from '../core/doc.ts';
import type { InteractionsPorts } from '../ports.ts';
import type { Related } from './related.ts';
import { rowsOf, type Row } from './store.ts';
import type { VoicemailRow } from './tables.ts';

type Names = {
  customers: Awaited<ReturnType<InteractionsPorts['customers']>>;
  agents: ReadonlyMap<AgentId, string>;
  queues: ReadonlyMap<QueueId, TenantText>;
  flows: ReadonlyMap<FlowId, TenantText>;
};

export type Presenter = ReturnType<typeof createPresenter>;

export function createPresenter(deps: { db: Db; personal: PersonalData; ports: InteractionsPorts }) {
  const { db, personal, ports } = deps;

  async function namesFor(tenant: TenantId, docs: readonly Doc[], detailed: boolean, more: readonly AgentId[] = []): Promise<Names> {
    const agents = new Set([...more, ...docs.flatMap((doc) => doc.works.flatMap((work) => work.agent ?? []))]);
    for (const segment of docs.flatMap((doc) => doc.segments)) if (segment.agent) agents.add(segment.agent);
    const [customers, agentNames, queues, flows] = await Promise.all([
      ports.customers(tenant, [...new Set(docs.map((doc) => doc.customer))]),
      ports.agentNames(tenant, [...agents]),
      ports.queueNames(tenant),
      detailed ? ports.flowNames(tenant) : new Map<FlowId, TenantText>(),
    ]);
    return { customers, agents: agentNames, queues, flows };
  }

  return {
    async summaries(tenant: TenantId, rows: readonly Row[], language: Language): Promise<InteractionSummary[]> {
      if (rows.length === 0) return [];
      const names = await namesFor(
        tenant,
        rows.map((row) => row.doc),
        false,
      );
      return rows.map((row) => summary(row, names, language));
    },

    /** Notes are opened only for those who may see the customer. */
    async detail(tenant: TenantId, row: Row, related: Related, language: Language, mayOpen: boolean): Promise<InteractionDetail> {
      const { doc } = row;
      const boxed = related.voicemails.flatMap((each) => each.agent ?? []);
      const names = await namesFor(tenant, [doc], true, boxed);
      const opened = mayOpen
        ? await db.tenant(
            tenant,
            (tx) =>
              personal.openAll(
                tx,
                doc.wrapUps.flatMap((each) => each.notes ?? []),
              ),
            { read: true },
          )
        : [];
      let next = 0;
      return {
        ...summary(row, names, language),
        segments: doc.segments.map((segment) => ({
          ...segment,
          flow: named(segment.flow, names.flows, language),
          queue: named(segment.queue, names.queues, language),
          agent: namedAgent(segment.agent, names),
        })),
        // Contacts folded before audio was measured have no such field.
        legs: doc.legs.map(({ agent: _, ...leg }) => ({ ...leg, quality: leg.quality ?? null })),
        wrapUps: doc.wrapUps.map(({ agent, disposition, resolved, notes, at }) => ({
          agent,
          disposition,
          resolved,
          at,
          notes: notes === null ? null : (opened[next++] ?? null),
        })),
        wrappingUp: doc.works.flatMap(({ agent, state, wrapUpUntil = null, moreMs = 0 }) =>
          agent !== null && state === 'released' ? [{ agent, until: wrapUpUntil, moreMs }] : [],
        ),
        recordings: doc.recordings,
        conversation: related.conversation,
        matters: related.matters,
        voicemails: related.voicemails.map((each) => ({
          id: each.id,
          recording: each.recording,
          durationMs: each.duration_ms,
          queue: named(each.queue, names.queues, language),
          agent: namedAgent(each.agent, names),
          state: each.state,
          leftAt: each.left_at,
        })),
        origin: doc.origin ?? null,
        callbacks: related.callbacks,
      };
    },

    async voicemails(tenant: TenantId, rows: readonly VoicemailRow[], language: Language): Promise<Voicemail[]> {
      if (rows.length === 0) return [];
      const interactions = await db.tenant(
        tenant,
        (tx) =>
          rowsOf(
            tx,
            rows.map((row) => row.interaction),
          ),
        { read: true },
      );
      const byId = new Map(interactions.map((row) => [row.id, row]));
      const docs = interactions.map((row) => row.doc);
      const [names, users] = await Promise.all([
        namesFor(
          tenant,
          docs,
          false,
          rows.flatMap((row) => row.agent ?? []),
        ),
        ports.userNames(
          tenant,
          rows.flatMap((row) => row.by_user ?? []),
        ),
      ]);
      return rows.map((row) => {
        const contact = byId.get(row.interaction);
        return {
          id: row.id,
          interaction: row.interaction,
          recording: row.recording,
          recordingState: contact?.doc.recordings.find((each) => each.id === row.recording)?.state ?? 'recording',
          durationMs: row.duration_ms,
          customer: customerOf(row.customer, names),
          remote: contact?.remote ?? '',
          queue: named(row.queue, names.queues, language),
          agent: namedAgent(row.agent, names),
          state: row.state,
          by: row.by_user && { id: row.by_user, name: users.get(row.by_user) ?? '' },
          leftAt: row.left_at,
          changedAt: row.changed_at,
        };
      });
    },
  };
}

function customerOf(id: CustomerId, { customers }: Names): InteractionSummary['customer'] {
  const customer = customers.get(id);
  return { id, name: customer?.name ?? '', level: customer?.level ?? null, known: customer?.known ?? false };
}

function namedAgent(id: AgentId | null, { agents }: Names): { id: AgentId; name: string } | null {
  return id && { id, name: agents.get(id) ?? '' };
}

function summary(row: Row, names: Names, language: Language): InteractionSummary {
  const { doc } = row;
  const wrapUp = lastWrapUp(doc);
  return {
    id: doc.id,
    channel: doc.channel,
    direction: doc.direction,
    state: stateOf(doc),
    stage: stageOf(doc),
    customer: customerOf(doc.customer, names),
    remote: row.remote,
    local: doc.local,
    queue: named(queueOf(doc), names.queues, language),
    agent: namedAgent(agentOf(doc), names),
    startedAt: doc.startedAt,
    answeredAt: doc.answeredAt,
    endedAt: doc.endedAt,
    cause: doc.cause,
    disposition: wrapUp?.disposition ?? null,
    resolved: wrapUp?.resolved ?? null,
    recordings: doc.recordings.map(({ id }) => ({ id })),
  };
}

function named<I extends string>(id: I | null, texts: ReadonlyMap<I, TenantText>, language: Language): { id: I; name: string } | null {
  if (id === null) return null;
  const text = texts.get(id);
  return { id, name: text?.[language] ?? text?.en ?? text?.['zh-CN'] ?? '' };
}
