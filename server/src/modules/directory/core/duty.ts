// What an agent serves: his queues and the levels of his skills. A change is taken apart into single steps, so that each can be taken back by itself.
import type { AgentId, Id, QueueId } from '@tandem/contract/ids.ts';

type SkillId = Id<'skl'>;
export type Duty = { queues: ReadonlySet<QueueId>; skills: ReadonlyMap<SkillId, number> };
export type DutyWish = {
  joinQueues?: readonly QueueId[];
  leaveQueues?: readonly QueueId[];
  skills?: readonly { skill: SkillId; level: number }[];
  dropSkills?: readonly SkillId[];
};

/** `was` and `now`: whether he serves the queue, or his level of the skill, null: he has it not. */
export type DutyStep =
  | { agent: AgentId; queue: QueueId; was: boolean; now: boolean }
  | { agent: AgentId; skill: SkillId; was: number | null; now: number | null };

export const isEmpty = ({ joinQueues = [], leaveQueues = [], skills = [], dropSkills = [] }: DutyWish): boolean =>
  joinQueues.length + leaveQueues.length + skills.length + dropSkills.length === 0;

/** What the wish changes for him: nothing where it is so already. What is both wished and not is wished. */
export function stepsOf(agent: AgentId, duty: Duty, wish: DutyWish): DutyStep[] {
  const { joinQueues = [], leaveQueues = [], skills = [], dropSkills = [] } = wish;
  const queues = new Map([...leaveQueues.map((queue) => [queue, false] as const), ...joinQueues.map((queue) => [queue, true] as const)]);
  const levels = new Map<SkillId, number | null>([
    ...dropSkills.map((skill) => [skill, null] as const),
    ...skills.map(({ skill, level }) => [skill, level] as const),
  ]);
  return [
    ...[...queues].map(([queue, now]) => ({ agent, queue, was: duty.queues.has(queue), now })),
    ...[...levels].map(([skill, now]) => ({ agent, skill, was: duty.skills.get(skill) ?? null, now })),
  ].filter(({ was, now }) => was !== now);
}

/** The steps back: of those that still stand. `left`: what somebody changed since, which stays as it is. */
export function stepsBack(duties: ReadonlyMap<AgentId, Duty>, steps: readonly DutyStep[]): { back: DutyStep[]; left: DutyStep[] } {
  const stands = (step: DutyStep): boolean => {
    const duty = duties.get(step.agent);
    if (!duty) return false;
    return 'queue' in step ? duty.queues.has(step.queue) === step.now : (duty.skills.get(step.skill) ?? null) === step.now;
  };
  const back = steps.filter(stands).map((step) => ({ ...step, was: step.now, now: step.was }) as DutyStep);
  return { back, left: steps.filter((step) => !stands(step)) };
}
