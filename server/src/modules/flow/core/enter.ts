// Entering nodes: passes through those that need nothing from outside and stops at the first that waits.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import type { FlowNode, NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import type { Say } from '@tandem/contract/flow-nodes/say.ts';
import { holds } from './condition.ts';
import { MAX_ENTERED, MAX_STEPS, type Outcome, type RunEffect, type RunState, type Spoken, type Stepped } from './run.ts';
import { fill, languageOf, speak } from './say.ts';

/** Enters `id` and goes on until the run waits or ends. */
export function enter(graph: FlowGraph, from: RunState, id: string): Stepped {
  let state = from;
  const effects: RunEffect[] = [];
  let next: string | null = id;
  for (let steps = 0; next !== null; steps++) {
    const node: FlowNode | undefined = Object.hasOwn(graph.nodes, next) ? graph.nodes[next] : undefined;
    if (!node) return failing(graph, state, `no node ${next}`, effects);
    if (steps >= MAX_STEPS) return failing(graph, state, `${MAX_STEPS} nodes without waiting, last ${next}`, effects);
    if (state.entered >= MAX_ENTERED) return failing(graph, state, `${MAX_ENTERED} nodes in one run`, effects);
    state = { ...state, node: next, waiting: null, tries: 0, entered: state.entered + 1 };
    effects.push({ do: 'entered', node: next, type: node.type });
    const passed = pass(graph, state, node);
    if (typeof passed === 'string') next = passed;
    else if ('vars' in passed) {
      state = { ...state, vars: passed.vars };
      next = passed.go;
    } else return { state: passed.state, effects: [...effects, ...passed.effects] };
  }
  return { state, effects };
}

/** The next node, or where the run stops in this one. */
function pass(graph: FlowGraph, state: RunState, node: FlowNode): string | { vars: RunState['vars']; go: string } | Stepped {
  const token = state.token + 1;
  switch (node.type) {
    case 'answer':
      return state.answered ? node.next : { state: { ...state, waiting: { on: 'answer' } }, effects: [{ do: 'answer' }] };
    case 'play':
      return sayThen(graph, state, node.say, { go: node.next }) ?? node.next;
    case 'menu':
    case 'collect':
      return ask(graph, state, node, []);
    case 'branch':
      return node.cases.find((each) => holds(each.when, state.vars))?.next ?? node.otherwise;
    case 'set':
      return { vars: { ...state.vars, [node.variable]: fill(node.value, state.vars) }, go: node.next };
    case 'lookup':
      return {
        state: { ...state, token, waiting: { on: 'looked-up', token } },
        effects: [{ do: 'lookup', token, table: node.table, key: fill(node.key, state.vars) }],
      };
    case 'queue':
      return enqueue(graph, state, node);
    case 'transfer':
      if (node.to.kind === 'flow') return ended(state, 'transferred', null, [{ do: 'enter-flow', flow: node.to.flow }]);
      return {
        state: { ...state, token, waiting: { on: 'transferred', token } },
        effects: [{ do: 'transfer', token, address: node.to.address }],
      };
    case 'hang-up':
      return sayThen(graph, state, node.say ?? [], { end: 'hung-up', detail: null }) ?? hangUp(state, 'hung-up', null);
    case 'echo':
      return { state: { ...state, waiting: { on: 'customer' } }, effects: [{ do: 'echo' }] };
    case 'music':
      return {
        state: { ...state, token, waiting: { on: 'customer' } },
        effects: [{ do: 'say', token, items: [{ kind: 'music', music: node.music }], loop: true }],
      };
  }
}

/** Null where there is nothing to be heard. */
function sayThen(
  graph: FlowGraph,
  state: RunState,
  say: Say,
  after: { go: string } | { end: Outcome; detail: string | null },
): Stepped | null {
  const items = speak(say, state.vars, languageOf(state.vars, graph.language));
  if (items.length === 0) return null;
  const token = state.token + 1;
  return { state: { ...state, token, waiting: { on: 'said', token, after } }, effects: [{ do: 'say', token, items, loop: false }] };
}

/** Puts the question of a menu or collect node, `before` first (what went wrong the last time). */
export function ask(graph: FlowGraph, state: RunState, node: NodeOf<'menu'> | NodeOf<'collect'>, before: Say): Stepped {
  const token = state.token + 1;
  const items = speak([...before, ...node.say], state.vars, languageOf(state.vars, graph.language));
  const collect =
    node.type === 'menu'
      ? { min: 1, max: 1, terminators: '', firstDigitMs: node.firstDigitMs, interDigitMs: node.firstDigitMs }
      : { min: node.min, max: node.max, terminators: node.terminators, firstDigitMs: node.firstDigitMs, interDigitMs: node.interDigitMs };
  return {
    state: { ...state, token, waiting: { on: 'asked', token } },
    effects: [{ do: 'ask', token, items, collect, bargeIn: node.bargeIn }],
  };
}

function enqueue(graph: FlowGraph, state: RunState, node: NodeOf<'queue'>): Stepped {
  const entry = state.token + 1;
  const play = entry + 1;
  const announcement = speak(node.say ?? [], state.vars, languageOf(state.vars, graph.language));
  const music: Spoken[] = [{ kind: 'music', music: node.music }];
  const announces = announcement.length > 0;
  return {
    state: { ...state, token: play, waiting: { on: 'queue', entry, play, heard: announces ? 'announcement' : 'music', leaving: false } },
    effects: [
      { do: 'say', token: play, items: announces ? announcement : music, loop: !announces },
      { do: 'enqueue', entry, queue: node.queue, priority: node.priority ?? 0, skills: node.skills ?? [] },
      ...(node.maxWaitMs === undefined ? [] : [{ do: 'timer', token: entry, name: 'max-wait', ms: node.maxWaitMs } as const]),
      ...(node.comfort ? [{ do: 'timer', token: entry, name: 'comfort', ms: node.comfort.everyMs } as const] : []),
    ],
  };
}

export function ended(state: RunState, outcome: Outcome, detail: string | null, effects: RunEffect[] = []): Stepped {
  return { state: { ...state, status: 'ended', waiting: null, outcome }, effects: [...effects, { do: 'ended', outcome, detail }] };
}

export function hangUp(state: RunState, outcome: Outcome, detail: string | null): Stepped {
  return ended(state, outcome, detail, [{ do: 'hang-up', cause: outcome === 'failed' ? 'failed' : 'normal' }]);
}

/** Ends the run because it cannot go on: says so where the caller can hear it, then hangs up. */
export function failing(graph: FlowGraph, state: RunState, detail: string, before: RunEffect[] = []): Stepped {
  const leave: RunEffect[] = state.waiting?.on === 'queue' ? [{ do: 'leave-queue', entry: state.waiting.entry }] : [];
  const said = state.answered ? sayThen(graph, state, [{ prompt: 'technical-problem' }], { end: 'failed', detail }) : null;
  const end = said ?? hangUp(state, 'failed', detail);
  return { state: end.state, effects: [...before, ...leave, ...end.effects] };
}
