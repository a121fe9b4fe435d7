// Whom a typed text may mean: numbers as they are dialled, colleagues by name and team, the free ones first.
import { expect, test } from 'vitest';
import type { AgentView } from '../../api/agents.ts';
import { choicesFor, mayPick, targetOf } from './targets.ts';

const agent = (id: string, name: string, state: AgentView['state'], reachable = true): AgentView =>
  ({ id, name, state, team: { id: 'tem_1', name: 'Sales' }, presence: { reachable } }) as unknown as AgentView;

const agents = [
  agent('agt_me', 'Me', 'idle'),
  agent('agt_busy', 'Anna', 'on-contact'),
  agent('agt_gone', 'Bert', 'unreachable', false),
  agent('agt_away', 'Carl', 'away'),
  agent('agt_free', 'Wang Fang', 'idle'),
];
const targets = (text: string): string[] => choicesFor(text, agents, 'agt_me').map(targetOf);

test.each([
  ['', ['agt_free', 'agt_busy', 'agt_away']],
  ['wang', ['agt_free']],
  [' Bert ', ['agt_gone']],
  ['sales', ['agt_free', 'agt_busy', 'agt_away', 'agt_gone']],
  ['4003', ['4003']],
  ['+86 138 0013 8000', ['+86 138 0013 8000']],
  ['agent7', ['agent7']],
  ['me', []],
  ['<script>', []],
])('%j', (text, expected) => {
  expect(targets(text)).toEqual(expected);
});

test('who has no phone is shown and cannot be taken', () => {
  expect(choicesFor('bert', agents, null).map(mayPick)).toEqual([false]);
  expect(choicesFor('4003', agents, null).map(mayPick)).toEqual([true]);
});
