// Whom a typed text may mean: numbers as they are dialled, colleagues by name and team, the free ones first.
import type { Directory } from '@tandem/contract/api/directory.ts';
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
const directory = {
  queues: [
    { id: 'que_support', name: { en: 'Support', 'zh-CN': '客户支持' }, number: '4002', waiting: 2, idle: 1 },
    { id: 'que_back', name: { en: 'Back office' }, number: null, waiting: 0, idle: 0 },
  ],
  numbers: [{ number: '4090', label: 'Echo test' }],
} as unknown as Directory;
/** As pinyin-pro would read them. */
const SYLLABLES: Record<string, string> = { 客: 'ke', 户: 'hu', 支: 'zhi', 持: 'chi' };
const readings = (text: string): string[][] => [...text].map((each) => [SYLLABLES[each] ?? '']);
const sought = { agents, directory: null, self: 'agt_me', readings };
const targets = (text: string): string[] => choicesFor(text, sought).map(targetOf);

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
  expect(choicesFor('bert', sought).map(mayPick)).toEqual([false]);
  expect(choicesFor('4003', sought).map(mayPick)).toEqual([true]);
});

test.each([
  ['', ['agt_free', 'agt_busy', 'agt_away', '4002'], true],
  ['zc', ['4002'], true],
  ['kehu', ['4002'], true],
  ['wf', ['agt_free'], true],
  ['4002', ['4002'], true],
  ['echo', ['4090'], true],
  ['40', ['40', '4002', '4090'], true],
  ['back', ['que_back'], false],
])('in the house: %j', (text, expected, may) => {
  const choices = choicesFor(text, { ...sought, directory });
  expect(choices.map(targetOf)).toEqual(expected);
  expect(choices.every(mayPick)).toBe(may);
});
