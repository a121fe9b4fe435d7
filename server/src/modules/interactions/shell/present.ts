// From documents to what the API shows: names looked up once a page, personal data opened where it may be.
import type { InteractionDetail, InteractionSummary } from '@tandem/contract/api/interactions.ts';
import type { AgentId, FlowId, QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Language, TenantText } from '@tandem/contract/texts.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { agentOf, lastWrapUp, queueOf, stageOf, stateOf } from '../core/derive.ts';
import type { Doc } from '../core/doc.ts';
import type { InteractionsPorts } from '../ports.ts';
import type { Row } from './store.ts';

type Names = {
  customers: Awaited<ReturnType<InteractionsPorts['customers']>>;
  agents: ReadonlyMap<AgentId, string>;
  queues: ReadonlyMap<QueueId, TenantText>;
  flows: ReadonlyMap<FlowId, TenantText>;
};

export function createPresenter(deps: { db: Db; personal: PersonalData; ports: InteractionsPorts }) {
  const { db, personal, ports } = deps;

  async function namesFor(tenant: TenantId, docs: readonly Doc[], detailed: boolean): Promise<Names> {
    const agents = new Set(docs.flatMap((doc) => doc.works.flatMap((work) => work.agent ?? [])));
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
    async detail(tenant: TenantId, row: Row, language: Language, mayOpen: boolean): Promise<InteractionDetail> {
      const { doc } = row;
      const names = await namesFor(tenant, [doc], true);
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
          agent: segment.agent && { id: segment.agent, name: names.agents.get(segment.agent) ?? '' },
        })),
        legs: doc.legs,
        wrapUps: doc.wrapUps.map(({ agent, disposition, resolved, notes, at }) => ({
          agent,
          disposition,
          resolved,
          at,
          notes: notes === null ? null : (opened[next++] ?? null),
        })),
        recordings: doc.recordings,
      };
    },
  };
}

function summary(row: Row, names: Names, language: Language): InteractionSummary {
  const { doc } = row;
  const customer = names.customers.get(doc.customer);
  const agent = agentOf(doc);
  const wrapUp = lastWrapUp(doc);
  return {
    id: doc.id,
    channel: doc.channel,
    direction: doc.direction,
    state: stateOf(doc),
    stage: stageOf(doc),
    customer: { id: doc.customer, name: customer?.name ?? '', level: customer?.level ?? null, known: customer?.known ?? false },
    remote: row.remote,
    local: doc.local,
    queue: named(queueOf(doc), names.queues, language),
    agent: agent && { id: agent, name: names.agents.get(agent) ?? '' },
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
