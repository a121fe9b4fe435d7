// Checks what a graph names outside itself (queues, agents, hours, flows, tables, secrets, prompts) and the variables it reads.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import { saysOf } from '@tandem/contract/flow-nodes/edges.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import { LANGUAGES } from '@tandem/contract/texts.ts';
import { checkSay, languagesOf } from './check-say.ts';
import { SECRET } from './http-request.ts';
import type { Known } from './known.ts';
import { returns } from './nesting.ts';
import { problem as problemAt, type ProblemCode, type Said } from './problems.ts';
import { holesOf } from './say.ts';
import { GIVEN_VARIABLES } from './sub-flow.ts';

export function checkReferences(graph: FlowGraph, known: Known): FlowProblem[] {
  const variables = new Set<string>([...GIVEN_VARIABLES, ...Object.values(graph.nodes).flatMap(setBy)]);
  const calledByOthers = returns(graph);
  const languages = languagesOf(graph);
  return Object.entries(graph.nodes).flatMap(([id, node]) => {
    const problem = (pointer: string, code: ProblemCode, said?: Said): FlowProblem => problemAt(id, `/nodes/${id}${pointer}`, code, said);
    // What a sub-flow reads may be handed over by whoever calls it.
    const unset = (pointer: string, names: readonly string[]) =>
      calledByOthers ? [] : names.filter((name) => !variables.has(name)).map((name) => problem(pointer, 'unset-variable', { name }));
    const expression = (pointer: string, text: string): FlowProblem[] => {
      const read = known.expression(text);
      return read.ok ? unset(pointer, read.variables) : [problem(pointer, 'bad-expression', { reason: read.reason })];
    };
    const there = (names: { has(name: string): boolean }, name: string, pointer: string, code: ProblemCode, said: string): FlowProblem[] =>
      names.has(name) ? [] : [problem(pointer, code, { [said]: name })];
    const skills = (pointer: string, needs: readonly { skill: string }[]) =>
      needs.flatMap(({ skill }, at) => there(known.skills, skill, `${pointer}/${at}`, 'unknown-skill', 'id'));
    const says = saysOf(node).flatMap(({ pointer, say }) => checkSay(say, pointer, languages, known, problem, unset));

    const own = (): FlowProblem[] => {
      switch (node.type) {
        case 'queue':
          return [
            ...there(known.queues, node.queue, '/queue', 'unknown-queue', 'id'),
            ...there(known.music, node.music, '/music', 'unknown-music', 'music'),
            ...skills('/skills', node.skills ?? []),
            ...unset('/topic', holesOf(node.topic ?? '')),
            ...unset('/mood', holesOf(node.mood ?? '')),
          ];
        case 'skills':
          return [
            ...skills('/skills', node.skills ?? []),
            ...skills(
              '/byLanguage',
              (node.byLanguage ?? []).map((each) => each.need),
            ),
          ];
        case 'music':
          return there(known.music, node.music, '/music', 'unknown-music', 'music');
        case 'transfer':
          return node.to.kind === 'flow' ? there(known.flows, node.to.flow, '/to/flow', 'unknown-flow', 'id') : [];
        case 'sub-flow': {
          const flow = known.flows.get(node.flow);
          const handed = Object.entries(node.in ?? {}).flatMap(([name, template]) => unset(`/in/${name}`, holesOf(template)));
          if (!flow && node.flow !== known.self) return [...handed, problem('/flow', 'unknown-flow', { id: node.flow })];
          return flow && !flow.returns ? [...handed, problem('/flow', 'no-return', { id: node.flow })] : handed;
        }
        case 'lookup':
          return [...there(known.tables, node.table, '/table', 'unknown-table', 'table'), ...unset('/key', holesOf(node.key))];
        case 'hours': {
          if (typeof node.hours === 'string') return there(known.hours, node.hours, '/hours', 'unknown-hours', 'id');
          const reason = known.openingFault(node.hours);
          return reason === null ? [] : [problem('/hours', 'bad-hours', { reason })];
        }
        case 'http':
          return http(node, known, problem, unset);
        case 'dial':
          return 'number' in node.to ? unset('/to/number', holesOf(node.to.number)) : [];
        case 'voicemail':
          return 'queue' in node.box
            ? there(known.queues, node.box.queue, '/box/queue', 'unknown-queue', 'id')
            : there(known.agents, node.box.agent, '/box/agent', 'unknown-agent', 'id');
        case 'set':
          if ((node.value === undefined) === (node.cel === undefined)) return [problem('', 'one-value')];
          if (node.cel !== undefined) return expression('/cel', node.cel);
          if (node.variable === 'language' && holesOf(node.value!).length === 0 && !LANGUAGES.some((each) => each === node.value))
            return [problem('/value', 'unknown-language', { value: node.value!, languages: LANGUAGES.join(', ') })];
          return unset('/value', holesOf(node.value!));
        case 'branch':
          return node.cases.flatMap(({ when }, at) =>
            'cel' in when ? expression(`/cases/${at}/when/cel`, when.cel) : unset(`/cases/${at}/when/variable`, [when.variable]),
          );
        case 'collect':
          return node.min > node.max ? [problem('/min', 'bad-limits')] : [];
        default:
          return [];
      }
    };
    return [...says, ...own()];
  });
}

function setBy(node: FlowNode): string[] {
  switch (node.type) {
    case 'set':
      return [node.variable];
    case 'collect':
    case 'record':
      return [node.into];
    case 'lookup':
    case 'http':
      return Object.keys(node.into);
    case 'sub-flow':
      return Object.keys(node.out ?? {});
    default:
      return [];
  }
}

function http(
  node: Extract<FlowNode, { type: 'http' }>,
  known: Known,
  problem: (pointer: string, code: ProblemCode, said?: Readonly<Record<string, string>>) => FlowProblem,
  unset: (pointer: string, names: readonly string[]) => FlowProblem[],
): FlowProblem[] {
  // Which server is asked must not hang on what a caller keys in.
  const host = /^https?:\/\/[^/?#{}@]+(?=$|[/?#])/.test(node.url) ? [] : [problem('/url', 'bad-url')];
  const headers = Object.entries(node.headers ?? {}).flatMap(([name, value]) => [
    ...unset(`/headers/${name}`, holesOf(value)),
    ...Array.from(value.matchAll(SECRET), (match) => match[1]!)
      .filter((secret) => !known.secrets.has(secret))
      .map((secret) => problem(`/headers/${name}`, 'unknown-secret', { name: secret })),
  ]);
  const body =
    node.body === undefined
      ? []
      : node.method === 'GET'
        ? [problem('/body', 'bad-body')]
        : unset('/body', holesOf(JSON.stringify(node.body)));
  return [...host, ...unset('/url', holesOf(node.url)), ...headers, ...body];
}
