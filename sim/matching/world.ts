// A contact centre whose truth is known: how quick each agent is at each issue, who comes when with what, and how long it takes.
import type { AgentId } from '@tandem/contract/ids.ts';
import type { Dice } from '../../server/src/kernel/dice.ts';
import { createDice } from '../../server/src/kernel/dice.ts';

export type Size = {
  agents: number;
  issues: number;
  /** Mean handling time over all agents and issues, ms. */
  meanMs: number;
  /** Spread of the factor agent x issue, as its coefficient of variation; log-normal with mean 1. */
  cv: number;
  /** Spread of single contacts about what is expected, likewise. */
  noise: number;
};
export type Caller = { at: number; issue: number; /** Handling time with an agent whose factor is 1, ms. */ ms: number };
export type World = { size: Size; agents: readonly AgentId[]; /** [agent][issue] */ factors: readonly (readonly number[])[] };

export const issueName = (issue: number): string => `issue-${issue}`;

export function worldOf(size: Size, seed: number): World {
  const dice = createDice(seed);
  const agents = Array.from({ length: size.agents }, (_, n): AgentId => `agt_${String(n).padStart(4, '0')}`);
  return { size, agents, factors: agents.map(() => Array.from({ length: size.issues }, () => logNormal(dice, size.cv))) };
}

/** They come by themselves, at such a rate that the agents would be at work `load` of their time if any of them took any contact. */
export function callers({ size }: World, { load, lastsMs, seed }: { load: number; lastsMs: number; seed: number }): Caller[] {
  const dice = createDice(seed);
  const gapMs = size.meanMs / (load * size.agents);
  const found: Caller[] = [];
  for (let at = dice.gap(gapMs); at < lastsMs; at += dice.gap(gapMs))
    found.push({ at: Math.round(at), issue: dice.between(0, size.issues - 1), ms: size.meanMs * logNormal(dice, size.noise) });
  return found;
}

/** Mean 1. */
function logNormal(dice: Dice, cv: number): number {
  const variance = Math.log(1 + cv ** 2);
  return variance === 0 ? 1 : dice.human(Math.exp(-variance / 2), Math.sqrt(variance));
}
