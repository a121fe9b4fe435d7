// Checks what a graph names outside itself (queues, flows, tables, prompts, music) and the variables it reads.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import { saysOf } from '@tandem/contract/flow-nodes/edges.ts';
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import { LANGUAGES } from '@tandem/contract/texts.ts';
import { holesOf } from './say.ts';

export type Known = {
  queues: ReadonlySet<string>;
  skills: ReadonlySet<string>;
  /** Published flows. */
  flows: ReadonlySet<string>;
  tables: ReadonlySet<string>;
  /** Prompts that exist in every language. */
  prompts: ReadonlySet<string>;
  music: ReadonlySet<string>;
};

/** Set before the flow starts. */
export const GIVEN_VARIABLES = ['language', 'remote', 'local', 'customerKnown', 'customerLevel'] as const;

export function checkReferences(graph: FlowGraph, known: Known): FlowProblem[] {
  const variables = new Set<string>([...GIVEN_VARIABLES, ...Object.values(graph.nodes).flatMap(setBy)]);
  return Object.entries(graph.nodes).flatMap(([id, node]) => {
    const problem = (pointer: string, code: string, message: string): FlowProblem => ({
      node: id,
      pointer: `/nodes/${id}${pointer}`,
      code,
      message,
    });
    const unset = (pointer: string, names: readonly string[]) =>
      names
        .filter((name) => !variables.has(name))
        .map((name) => problem(pointer, 'unset-variable', `No node sets the variable "${name}".`));
    const found: FlowProblem[] = saysOf(node).flatMap(({ pointer, say }) => checkSay(say, pointer, known, problem, unset));
    switch (node.type) {
      case 'queue':
        if (!known.queues.has(node.queue)) found.push(problem('/queue', 'unknown-queue', `There is no queue ${node.queue}.`));
        if (!known.music.has(node.music)) found.push(problem('/music', 'unknown-prompt', `There is no music "${node.music}".`));
        for (const [at, need] of (node.skills ?? []).entries())
          if (!known.skills.has(need.skill)) found.push(problem(`/skills/${at}`, 'unknown-skill', `There is no skill ${need.skill}.`));
        break;
      case 'music':
        if (!known.music.has(node.music)) found.push(problem('/music', 'unknown-prompt', `There is no music "${node.music}".`));
        break;
      case 'transfer':
        if (node.to.kind === 'flow' && !known.flows.has(node.to.flow))
          found.push(problem('/to/flow', 'unknown-flow', `There is no published flow ${node.to.flow}.`));
        break;
      case 'lookup':
        if (!known.tables.has(node.table)) found.push(problem('/table', 'unknown-table', `There is no lookup table "${node.table}".`));
        found.push(...unset('/key', holesOf(node.key)));
        break;
      case 'set':
        found.push(...unset('/value', holesOf(node.value)));
        if (node.variable === 'language' && holesOf(node.value).length === 0 && !LANGUAGES.some((each) => each === node.value))
          found.push(problem('/value', 'unknown-language', `"${node.value}" is none of ${LANGUAGES.join(', ')}.`));
        break;
      case 'branch':
        for (const [at, each] of node.cases.entries()) found.push(...unset(`/cases/${at}/when/variable`, [each.when.variable]));
        break;
      case 'collect':
        if (node.min > node.max) found.push(problem('/min', 'bad-limits', 'The least number of digits is above the greatest.'));
        break;
      default:
    }
    return found;
  });
}

function setBy(node: FlowNode): string[] {
  if (node.type === 'set') return [node.variable];
  if (node.type === 'collect') return [node.into];
  return node.type === 'lookup' ? Object.keys(node.into) : [];
}

function checkSay(
  say: Say,
  pointer: string,
  known: Known,
  problem: (pointer: string, code: string, message: string) => FlowProblem,
  unset: (pointer: string, names: readonly string[]) => FlowProblem[],
): FlowProblem[] {
  return say.flatMap((item, at) => {
    const place = `${pointer}/${at}`;
    if ('text' in item)
      return [problem(`${place}/text`, 'text-in-voice', 'Text cannot be spoken on a call until there is a voice: use a prompt.')];
    if ('digits' in item) return unset(`${place}/digits`, holesOf(item.digits));
    if (!('prompt' in item)) return [];
    const holes = holesOf(item.prompt);
    if (promptExists(item.prompt, known.prompts)) return unset(`${place}/prompt`, holes);
    return [problem(`${place}/prompt`, 'unknown-prompt', `There is no prompt "${item.prompt}" in every language.`)];
  });
}

/** A name with variables exists where at least one prompt could be meant. */
function promptExists(name: string, prompts: ReadonlySet<string>): boolean {
  if (!name.includes('{')) return prompts.has(name);
  const parts = name.split(/\{\{[^}]*\}\}/);
  if (parts.some((part) => /[{}]/.test(part))) return false;
  const [head, tail] = [parts[0]!, parts.at(-1)!];
  return [...prompts].some((prompt) => prompt.startsWith(head) && prompt.endsWith(tail) && prompt.length > head.length + tail.length);
}
