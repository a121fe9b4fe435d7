// Whether somebody can do it: lists of skills, all needed, and rules of all, any and not; a ring may ask for less of a skill.
import type { QueueConfig, SkillId, SkillNeed, SkillRule, Work } from './types.ts';

/** The levels that a ring lowered; 0: no longer asked for. */
export type Relaxed = ReadonlyMap<SkillId, number>;
export const AS_WRITTEN: Relaxed = new Map();

type Skilled = { readonly skills: ReadonlyMap<SkillId, number> };
export type Lack = { skill: SkillId; needed: number; has: number };

/** The first need he does not meet. */
export function lackOf(agent: Skilled, needs: readonly SkillNeed[], relaxed: Relaxed = AS_WRITTEN): Lack | null {
  for (const { skill, level } of needs) {
    const has = agent.skills.get(skill) ?? 0;
    const needed = lowered(skill, level, relaxed);
    if (has < needed) return { skill, needed, has };
  }
  return null;
}

export function meets(agent: Skilled, rule: SkillRule, relaxed: Relaxed = AS_WRITTEN): boolean {
  if ('all' in rule) return rule.all.every((each) => meets(agent, each, relaxed));
  if ('any' in rule) return rule.any.some((each) => meets(agent, each, relaxed));
  if ('not' in rule) return !meets(agent, rule.not);
  return (agent.skills.get(rule.skill) ?? 0) >= lowered(rule.skill, rule.level, relaxed);
}

/** What work needs of an agent who is asked as one of this queue: the queue's skills and the work's own. */
export function needsIn(queue: Pick<QueueConfig, 'skills'>, work: Pick<Work, 'skills'>): readonly SkillNeed[] {
  return work.skills.length === 0 ? queue.skills : [...queue.skills, ...work.skills];
}

/** More is better: his levels in what is needed and wished for. */
export function skillScore(agent: Skilled, wanted: readonly SkillNeed[]): number {
  return wanted.reduce((sum, { skill }) => sum + (agent.skills.get(skill) ?? 0), 0);
}

function lowered(skill: SkillId, level: number, relaxed: Relaxed): number {
  return Math.min(level, relaxed.get(skill) ?? level);
}
