// From documents to what the API shows: names looked up once a page, personal data opened where it may be.
import type { InteractionDetail, InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { AgentId, CustomerId, FlowId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Voicemail } from '@tandem/contract/api/voicemails.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { headOf } from '../core/head.ts';
import type { InteractionsPorts } from '../ports.ts';
import { createBriefNames } from './brief-names.ts';
import type { Related } from './related.ts';
import { rowsOf, type ListedRow, type Row } from './store.ts';
import type { VoicemailRow } from './tables.ts';

type Names = {
  customers: Awaited<ReturnType<InteractionsPorts['customers']>>;
  agents: ReadonlyMap<AgentId, string>;
  queues: ReadonlyMap<QueueId, TenantText>;
  flows: ReadonlyMap<FlowId, TenantText>;
};

export type Presenter = ReturnType<typeof createPresenter>;

export function createPresenter(deps: { db: Db; personal: PersonalData; clock: Clock; ports: InteractionsPorts }) {
  const { db, personal, ports, clock } = deps;
  const brief = createBriefNames(ports, clock);

  async function namesFor(
    tenant: TenantId,
    named: { customers: readonly CustomerId[]; agents: readonly (AgentId | null)[]; flows?: boolean },
  ): Promise<Names> {
    const [customers, agents, queues, flows] = await Promise.all([
      ports.customers(tenant, [...new Set(named.customers)]),
      brief.agentNames(tenant, [...new Set(named.agents.filter((agent) => agent !== null))]),
      brief.queueNames(tenant),
      named.flows ? brief.flowNames(tenant) : new Map<FlowId, TenantText>(),
    ]);
    return { customers, agents, queues, flows };
  }

  return {
    async summaries(tenant: TenantId, rows: readonly ListedRow[], language: Language): Promise<InteractionSummary[]> {
      if (rows.length === 0) return [];
      const heads = rows.map((row) => row.head);
      const names = await namesFor(tenant, { customers: heads.map((head) => head.customer), agents: heads.map((head) => head.agent) });
      return rows.map((row) => summary(row, names, language));
    },

    /** Notes are opened only for those who may see the customer. */
    async detail(tenant: TenantId, row: Row, related: Related, language: Language, mayOpen: boolean): Promise<InteractionDetail> {
      const { doc } = row;
      const head = headOf(doc);
      const agents = [head, ...doc.segments, ...related.voicemails].map((each) => each.agent);
      const names = await namesFor(tenant, { customers: [doc.customer], agents, flows: true });
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
        ...summary({ ...row, head }, names, language),
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
        joinedFrom: row.joined_from,
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
      const [names, users] = await Promise.all([
        namesFor(tenant, { customers: rows.map((row) => row.customer), agents: rows.map((row) => row.agent) }),
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

function summary({ id, remote, head }: Omit<ListedRow, 'started_at'>, names: Names, language: Language): InteractionSummary {
  return {
    ...head,
    id,
    remote,
    customer: customerOf(head.customer, names),
    queue: named(head.queue, names.queues, language),
    agent: namedAgent(head.agent, names),
    recordings: head.recordings.map((recording) => ({ id: recording })),
    tags: head.tags ?? [],
  };
}

function named<I extends string>(id: I | null, texts: ReadonlyMap<I, TenantText>, language: Language): { id: I; name: string } | null {
  if (id === null) return null;
  const text = texts.get(id);
  return { id, name: text?.[language] ?? text?.en ?? text?.['zh-CN'] ?? '' };
}
