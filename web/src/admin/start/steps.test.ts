// Which first steps count as done, by what is there.
import { expect, test } from 'vitest';
import type { FlowId } from '@tandem/contract/ids.ts';
import { doneSteps, nextStep, STEPS, stepAfter, UNNAMED, type There } from './steps.ts';

const flow = 'flo_1' as FlowId;
const empty: There = {
  company: { name: UNNAMED },
  hours: [],
  agents: [{ user: 'usr_me' }],
  self: 'usr_me',
  queues: [],
  flows: [],
  trunks: [],
  numbers: [],
  taken: false,
};
const done = (more: Partial<There>) => [...doneSteps({ ...empty, ...more })];

test('an empty centre has nothing done, and begins with the company', () => {
  expect(done({})).toEqual([]);
  expect(nextStep(doneSteps(empty))).toBe('company');
});

test('each step is told by what it makes', () => {
  expect(done({ company: { name: 'Acme' } })).toEqual(['company']);
  expect(done({ hours: [{}] })).toEqual(['hours']);
  expect(done({ agents: [...empty.agents, { user: 'usr_other' }] })).toEqual(['people']);
  expect(done({ trunks: [{}] })).toEqual(['trunk']);
  expect(done({ taken: true })).toEqual(['call']);
});

test('a menu needs a queue somebody serves and a flow calls can enter', () => {
  const queues = [{ members: ['agt_1' as never] }];
  expect(done({ queues })).toEqual([]);
  expect(done({ queues, flows: [{ id: flow, publishedVersion: null }] })).toEqual([]);
  expect(done({ queues: [{ members: [] }], flows: [{ id: flow, publishedVersion: 1 }] })).toEqual([]);
  expect(done({ queues, flows: [{ id: flow, publishedVersion: 1 }] })).toEqual(['menu']);
});

test('a number that leads somewhere needs no trunk', () => {
  expect(done({ numbers: [{ flow: null }] })).toEqual([]);
  expect(done({ numbers: [{ flow }] })).toEqual(['trunk', 'number']);
});

test('what comes next is the first that is open, and the last at the end', () => {
  expect(nextStep(new Set(['company', 'people']))).toBe('hours');
  expect(nextStep(new Set(STEPS))).toBe('call');
  expect([stepAfter('company'), stepAfter('call')]).toEqual(['hours', 'call']);
});
