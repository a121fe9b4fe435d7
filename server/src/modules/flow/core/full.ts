// What becomes of somebody who comes to a queue that is full, by the queue's own settings: offered a call-back, a message, another queue, or told and let go.
import type { FullRule } from '@tandem/contract/api/queue-callbacks.ts';
import type { FlowNode, NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { QueueId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { MINUTE } from '../../../kernel/time.ts';
import type { QueueOutlook, RunState } from './run.ts';

/** `rules`: of the queue he is on his way into. `nodes`: steps that stand in no graph. `offers`: queues where he is offered a call-back. `been`: queues that sent him on. */
export type Full = {
  rules: readonly FullRule[];
  offers: readonly QueueId[];
  been: readonly QueueId[];
  nodes: Readonly<Record<string, FlowNode>>;
};
const NONE: Full = { rules: [], offers: [], been: [], nodes: {} };

const BYE = 'full: goodbye';
const TITLE: TenantText = { en: 'When it is full', 'zh-CN': '队列已满时' };

/** Its hours' rules are among `rules` only where they are closed. */
export function withRules(state: RunState, rules: readonly FullRule[]): RunState {
  return rules.length === 0 && state.full === undefined ? state : { ...state, full: { ...(state.full ?? NONE), rules } };
}

export const mayBeFull = (state: RunState): boolean => (state.full?.rules.length ?? 0) > 0;

/** The first rule that holds and leads on; null: he stands in the line. `queue` null: nobody can tell how it stands. */
export function ruleNow(state: RunState, node: NodeOf<'queue'>, queue: QueueOutlook | null): FullRule | null {
  const { rules, been } = state.full ?? NONE;
  const leads = ({ act }: FullRule): boolean => act.do !== 'queue' || (act.queue !== node.queue && !been.includes(act.queue));
  return rules.find((rule) => leads(rule) && holds(rule, queue)) ?? null;
}

function holds({ when }: FullRule, queue: QueueOutlook | null): boolean {
  switch (when.is) {
    case 'closed':
      return true;
    case 'waiting':
      return queue !== null && queue.waiting > when.above;
    case 'estimate':
      return queue !== null && queue.estimateMs !== null && queue.estimateMs > when.above;
    case 'unstaffed':
      return queue !== null && !queue.staffed;
  }
}

/** The step he takes then, in a state that knows it; null: he stands in the line, where he is offered a call-back. */
export function sentOn(from: RunState, node: NodeOf<'queue'>, { when, act }: FullRule): { state: RunState; go: string | null } {
  const full = from.full ?? NONE;
  const to = (go: string, nodes: Full['nodes']): { state: RunState; go: string } => ({
    state: { ...from, full: { ...full, rules: [], been: [...full.been, node.queue], nodes: { ...full.nodes, ...nodes } } },
    go,
  });
  const why = when.is === 'closed' ? 'hours/closed' : 'queue/full';
  const bye: FlowNode = { type: 'hang-up', title: TITLE, say: [{ prompt: 'goodbye' }] };
  switch (act.do) {
    case 'callback':
      return { state: { ...from, full: { ...full, rules: [], offers: [...full.offers, node.queue] } }, go: null };
    case 'voicemail': {
      const message: FlowNode = {
        type: 'voicemail',
        title: TITLE,
        greeting: [{ prompt: why }, { prompt: 'voicemail/leave-message-after-tone' }],
        maxMs: 2 * MINUTE,
        endKeys: '#',
        box: { queue: node.queue },
        saved: [{ prompt: 'voicemail/saved' }],
        next: BYE,
        failed: BYE,
      };
      return to(`full: message for ${node.queue}`, { [`full: message for ${node.queue}`]: message, [BYE]: bye });
    }
    case 'queue':
      return to(`full: ${act.queue}`, { [`full: ${act.queue}`]: { ...node, title: TITLE, queue: act.queue } });
    case 'goodbye':
      return to(`full: ${act.prompt}`, {
        [`full: ${act.prompt}`]: { ...bye, say: [{ prompt: act.prompt }, { prompt: 'goodbye' }] },
      });
  }
}
