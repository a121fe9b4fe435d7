// Steps of a change of what agents serve, and the way back.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { AgentId, Id, QueueId } from '@tandem/contract/ids.ts';
import { stepsBack, stepsOf, type Duty, type DutyStep, type DutyWish } from './duty.ts';

const lin = 'agt_1' as AgentId;
const queues = ['que_1', 'que_2', 'que_3'] as QueueId[];
const skills = ['skl_1', 'skl_2'] as Id<'skl'>[];
const duty: Duty = { queues: new Set([queues[0]!]), skills: new Map([[skills[0]!, 50]]) };

function after({ queues: its, skills: levels }: Duty, steps: readonly DutyStep[]): Duty {
  const [q, s] = [new Set(its), new Map(levels)];
  for (const step of steps) {
    if ('queue' in step) {
      if (step.now) q.add(step.queue);
      else q.delete(step.queue);
    } else if (step.now === null) s.delete(step.skill);
    else s.set(step.skill, step.now);
  }
  return { queues: q, skills: s };
}

describe('what agents serve', () => {
  it('changes only what is otherwise', () => {
    expect(
      stepsOf(lin, duty, { joinQueues: [queues[0]!, queues[1]!], leaveQueues: [queues[2]!], skills: [{ skill: skills[0]!, level: 50 }] }),
    ).toEqual([{ agent: lin, queue: queues[1], was: false, now: true }]);
    expect(stepsOf(lin, duty, { dropSkills: [skills[0]!, skills[1]!], leaveQueues: [queues[0]!] })).toEqual([
      { agent: lin, queue: queues[0], was: true, now: false },
      { agent: lin, skill: skills[0], was: 50, now: null },
    ]);
  });

  it('goes back to what it was, but for what somebody changed meanwhile and for who is no more', () => {
    const steps = stepsOf(lin, duty, { joinQueues: [queues[1]!], skills: [{ skill: skills[0]!, level: 90 }] });
    const now = after(duty, steps);
    expect(after(now, stepsBack(new Map([[lin, now]]), steps).back)).toEqual(duty);
    const meanwhile: Duty = { ...now, skills: new Map([[skills[0]!, 70]]) };
    const { back, left } = stepsBack(new Map([[lin, meanwhile]]), steps);
    expect(back).toEqual([{ agent: lin, queue: queues[1], was: true, now: false }]);
    expect(left).toEqual([steps[1]]);
    expect(stepsBack(new Map(), steps)).toEqual({ back: [], left: steps });
  });

  it('there and back is where it was, whatever was wished', () => {
    const someQueues = fc.subarray(queues);
    const wishes: fc.Arbitrary<DutyWish> = fc.record({
      joinQueues: someQueues,
      leaveQueues: someQueues,
      skills: fc.array(fc.record({ skill: fc.constantFrom(...skills), level: fc.integer({ min: 1, max: 100 }) }), { maxLength: 3 }),
      dropSkills: fc.subarray(skills),
    });
    fc.assert(
      fc.property(wishes, someQueues, fc.option(fc.integer({ min: 1, max: 100 })), (wish, its, level) => {
        const before: Duty = { queues: new Set(its), skills: new Map(level === null ? [] : [[skills[0]!, level]]) };
        const steps = stepsOf(lin, before, wish);
        const now = after(before, steps);
        for (const queue of wish.joinQueues ?? []) expect(now.queues.has(queue)).toBe(true);
        expect(after(now, stepsBack(new Map([[lin, now]]), steps).back)).toEqual(before);
      }),
    );
  });
});
