// The first steps, and which of them are done: told by what is there, so that whoever leaves goes on where he was. Pure.
import type { Company } from '@tandem/contract/api/company.ts';
import type { FlowSummary } from '@tandem/contract/api/flows.ts';
import type { NumberView } from '@tandem/contract/api/numbers.ts';
import type { Queue } from '@tandem/contract/api/queues.ts';

export const STEPS = ['company', 'hours', 'people', 'menu', 'trunk', 'number', 'call'] as const;
export type Step = (typeof STEPS)[number];

export type There = {
  company: Pick<Company, 'name'>;
  hours: readonly unknown[];
  /** Users who take work, and who is looking. */
  agents: readonly { user: string }[];
  self: string;
  queues: readonly Pick<Queue, 'members'>[];
  flows: readonly Pick<FlowSummary, 'id' | 'publishedVersion'>[];
  trunks: readonly unknown[];
  numbers: readonly Pick<NumberView, 'flow'>[];
  taken: boolean;
};

/** As the server names a tenant that nobody named yet. */
export const UNNAMED = 'Tandem';

export function doneSteps(there: There): ReadonlySet<Step> {
  const { company, hours, agents, self, queues, flows, trunks, numbers, taken } = there;
  const lines = numbers.filter(({ flow }) => flow !== null);
  const done: Record<Step, boolean> = {
    company: company.name !== UNNAMED,
    hours: hours.length > 0,
    people: agents.some(({ user }) => user !== self),
    menu: queues.some(({ members }) => members.length > 0) && flows.some(({ publishedVersion }) => publishedVersion !== null),
    // Who has a number and no trunk wants to be reached from inside only.
    trunk: trunks.length > 0 || lines.length > 0,
    number: lines.length > 0,
    call: taken,
  };
  return new Set(STEPS.filter((step) => done[step]));
}

/** The first that is not done; the last where all are. */
export function nextStep(done: ReadonlySet<Step>): Step {
  return STEPS.find((step) => !done.has(step)) ?? STEPS.at(-1)!;
}

export const stepAfter = (step: Step): Step => STEPS[Math.min(STEPS.length - 1, STEPS.indexOf(step) + 1)]!;
