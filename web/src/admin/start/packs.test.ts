// The packs: each makes a graph the server would take, with every way leading somewhere, in both languages and with no gap unfilled.
import { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { HoursId, QueueId } from '@tandem/contract/ids.ts';
import { Check } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { graphOfPack, PACKS } from './packs.ts';

const id = (n: number) => `01990000-0000-7000-8000-00000000000${n}`;
const hours: HoursId = `hrs_${id(9)}`;

describe.each(PACKS.map((pack) => [pack.key, pack] as const))('%s', (_, pack) => {
  const queues = Object.fromEntries(pack.queues.map(({ key }, i): [string, QueueId] => [key, `que_${id(i)}`]));

  test.each([hours, null])('is a graph whose ways all lead somewhere (hours: %s)', (open) => {
    const graph = graphOfPack(pack, { company: 'A {{b}} & Co', language: 'zh-CN', queues, hours: open });
    expect(Check(FlowGraph, graph)).toBe(true);
    const text = JSON.stringify(graph);
    const ways = [...text.matchAll(/"(?:next|noInput|invalid|timedOut|failed|open|closed|holiday)":"([^"]+)"/g)].map((match) => match[1]!);
    const menu = graph.nodes['menu'];
    const choices = menu?.type === 'menu' ? Object.values(menu.choices) : [];
    expect([...ways, ...choices].filter((way) => !(way in graph.nodes))).toEqual([]);
    // And all of them are reached.
    const reached = new Set([graph.start, ...ways, ...choices]);
    expect(Object.keys(graph.nodes).filter((node) => !reached.has(node))).toEqual([]);
    expect(text).not.toMatch(/\{company\}|\{\{|undefined/);
    expect(Object.values(queues).every((queue) => text.includes(queue))).toBe(true);
  });

  test('names every key it takes in both languages, and a queue for each', () => {
    for (const [digit, queue] of Object.entries(pack.choices)) {
      expect(pack.menu.en).toContain(`press ${digit}`);
      expect(pack.menu['zh-CN']).toContain(`按 ${digit}`);
      expect(pack.queues.map(({ key }) => key)).toContain(queue);
    }
    expect(pack.queues.map(({ key }) => key)).toContain(pack.operator);
  });
});
