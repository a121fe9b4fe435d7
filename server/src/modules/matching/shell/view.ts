// A queue's matching as the API shows it.
import type { MatchingDetail, MatchingQueue } from '@tandem/contract/api/matching.ts';
import type { Id, QueueId, TenantId } from '@tandem/contract/ids.ts';
import { partsOfIssue } from '@tandem/contract/routing.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { IssueModel } from '../core/model.ts';
import type { MatchedQueue } from '../ports.ts';
import { measure, stateOfRow } from './look.ts';
import type { MatchingDeps } from './matching.ts';
import { rowsOf } from './store.ts';
import { freshRow, type QueueRow } from './tables.ts';

export function createViews({ db, clock, ports }: Pick<MatchingDeps, 'db' | 'clock' | 'ports'>) {
  async function view(tenant: TenantId, { id, name, order }: MatchedQueue, row: QueueRow): Promise<MatchingQueue> {
    const { uplift, comesTrue } = await db.tenant(tenant, (tx) => measure(tx, tenant, row, clock.now()), { read: true });
    const { settings, record, model } = row;
    return {
      queue: { id, name },
      order,
      settings,
      state: order === 'best-outcome' ? stateOfRow(row) : 'off',
      fallBack: record.fallBack,
      model: record.version,
      learnedAt: record.learnedAt,
      contacts: model?.contacts ?? 0,
      spread: model?.spread ?? null,
      since: record.since,
      uplift,
      comesTrue,
    };
  }

  async function list(tenant: TenantId): Promise<MatchingQueue[]> {
    const [queues, rows] = await Promise.all([ports.queues(tenant), rowsOf(db, tenant)]);
    const by = new Map(rows.map((row) => [row.queue, row]));
    return Promise.all(queues.map((queue) => view(tenant, queue, by.get(queue.id) ?? freshRow(queue.id))));
  }

  async function known(tenant: TenantId, id: QueueId): Promise<MatchedQueue> {
    const queue = (await ports.queues(tenant)).find((each) => each.id === id);
    if (!queue) throw new AppError('queue.not-found', { id });
    return queue;
  }

  async function one(tenant: TenantId, id: QueueId): Promise<MatchingDetail> {
    const queue = await known(tenant, id);
    const row = (await rowsOf(db, tenant)).find((each) => each.queue === id) ?? freshRow(id);
    return { ...(await view(tenant, queue, row)), issues: await issuesOf(tenant, queue, row.model?.issues ?? []) };
  }

  /** Of those who serve the queue now, best first. */
  async function issuesOf(tenant: TenantId, { members }: MatchedQueue, issues: readonly IssueModel[]): Promise<MatchingDetail['issues']> {
    const [names, skills] = await Promise.all([ports.agentNames(tenant, members), ports.skillNames(tenant)]);
    return issues.map(({ issue, contacts, averageMs, agents }) => ({
      issue: issue === '' ? null : named(issue, skills),
      contacts,
      averageMs,
      agents: agents
        .filter(({ agent }) => members.includes(agent))
        .sort((a, b) => a.cost - b.cost)
        .map((each) => ({ ...each, agent: { id: each.agent, name: names.get(each.agent) ?? '' } })),
    }));
  }

  return { list, known, one };
}

function named(issue: string, names: Awaited<ReturnType<MatchingDeps['ports']['skillNames']>>): MatchingDetail['issues'][number]['issue'] {
  const { channel, skills, topic } = partsOfIssue(issue);
  return { channel, skills: skills.map((id) => ({ id: id as Id<'skl'>, name: names.get(id) ?? { en: id } })), topic };
}
