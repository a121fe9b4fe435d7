// One step of a run: what happened, and what follows. Total: an input that does not fit the wait, or comes late, changes nothing.
import type { FlowGraph } from '@tandem/contract/flow-nodes/graph.ts';
import { ask, ended, enter, failing, hangUp } from './enter.ts';
import { MAX_RUN, type RunEffect, type RunInput, type RunState, type Stepped, type Waiting } from './run.ts';
import { languageOf, speak } from './say.ts';

export function step(graph: FlowGraph, state: RunState, input: RunInput): Stepped {
  if (state.status === 'ended') return { state, effects: [] };
  if (state.status === 'new') {
    if (input.kind !== 'started') return { state, effects: [] };
    const begun = enter(graph, { ...state, status: 'running', startedAt: input.at }, graph.start);
    return { state: begun.state, effects: [{ do: 'timer', token: 0, name: 'max-run', ms: MAX_RUN }, ...begun.effects] };
  }
  if (input.kind === 'customer-left') return ended(state, 'customer-left', null, state.waiting?.on === 'queue' ? [{ do: 'abandon' }] : []);
  const closing = state.waiting?.on === 'said' && 'end' in state.waiting.after;
  if (!closing) {
    if (input.kind === 'failed') return failing(graph, state, input.detail);
    if (input.at - state.startedAt >= MAX_RUN) return failing(graph, state, 'the longest time a run may take is over');
  }
  // A call is answered once, also where it was not this run that asked for it.
  const now = input.kind === 'answered' ? { ...state, answered: true } : state;
  return state.waiting ? waited(graph, now, state.waiting, input) : { state: now, effects: [] };
}

function waited(graph: FlowGraph, state: RunState, waiting: Waiting, input: RunInput): Stepped {
  const same: Stepped = { state, effects: [] };
  const node = state.node === null ? undefined : graph.nodes[state.node];
  switch (waiting.on) {
    case 'answer':
      return input.kind === 'answered' && node?.type === 'answer' ? enter(graph, state, node.next) : same;
    case 'said':
      if (input.kind !== 'said' || input.token !== waiting.token) return same;
      return 'go' in waiting.after ? enter(graph, state, waiting.after.go) : hangUp(state, waiting.after.end, waiting.after.detail);
    case 'asked':
      return input.kind === 'asked' && input.token === waiting.token ? asked(graph, state, input) : same;
    case 'looked-up':
      if (node?.type !== 'lookup') return same;
      if (input.kind === 'lookup-failed' && input.token === waiting.token) return enter(graph, state, node.failed);
      if (input.kind !== 'looked-up' || input.token !== waiting.token) return same;
      if (input.record === null) return enter(graph, state, node.notFound);
      return enter(graph, { ...state, vars: { ...state.vars, ...fields(node.into, input.record) } }, node.found);
    case 'transferred':
      if (node?.type !== 'transfer' || input.kind !== 'transferred' || input.token !== waiting.token) return same;
      return input.accepted ? ended(state, 'transferred', null) : enter(graph, state, node.failed);
    case 'queue':
      return queued(graph, state, waiting, input);
    case 'customer':
      return same;
  }
}

function fields(into: Readonly<Record<string, string>>, record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(into).map(([variable, field]) => [variable, Object.hasOwn(record, field) ? record[field]! : '']),
  );
}

function asked(graph: FlowGraph, state: RunState, input: Extract<RunInput, { kind: 'asked' }>): Stepped {
  const node = state.node === null ? undefined : graph.nodes[state.node];
  if (node?.type !== 'menu' && node?.type !== 'collect') return { state, effects: [] };
  if (input.end === 'complete') {
    if (node.type === 'collect') return enter(graph, { ...state, vars: { ...state.vars, [node.into]: input.digits } }, node.next);
    const choice = Object.hasOwn(node.choices, input.digits) ? node.choices[input.digits] : undefined;
    if (choice !== undefined) return enter(graph, state, choice);
  }
  const silent = input.end === 'no-input';
  if (state.tries >= node.retries) {
    if (node.type === 'collect') return enter(graph, state, node.failed);
    return enter(graph, state, silent ? node.noInput : node.invalid);
  }
  return ask(graph, { ...state, tries: state.tries + 1 }, node, (silent ? node.sayNoInput : node.sayInvalid) ?? []);
}

function queued(graph: FlowGraph, state: RunState, waiting: Extract<Waiting, { on: 'queue' }>, input: RunInput): Stepped {
  const same: Stepped = { state, effects: [] };
  const node = state.node === null ? undefined : graph.nodes[state.node];
  if (node?.type !== 'queue') return same;
  const hear = (heard: 'announcement' | 'music', more: RunEffect[] = []): Stepped => {
    const play = state.token + 1;
    const items =
      heard === 'music'
        ? [{ kind: 'music', music: node.music } as const]
        : speak(node.comfort?.say ?? [], state.vars, languageOf(state.vars, graph.language));
    return {
      state: { ...state, token: play, waiting: { ...waiting, play, heard } },
      effects: [{ do: 'say', token: play, items, loop: heard === 'music' }, ...more],
    };
  };
  switch (input.kind) {
    case 'said':
      return input.token === waiting.play && waiting.heard === 'announcement' ? hear('music') : same;
    case 'timer':
      if (input.token !== waiting.entry || waiting.leaving) return same;
      // Routing answers `dequeued`, or `assigned` where an agent was quicker.
      if (input.name === 'max-wait')
        return { state: { ...state, waiting: { ...waiting, leaving: true } }, effects: [{ do: 'leave-queue', entry: waiting.entry }] };
      if (input.name !== 'comfort' || !node.comfort) return same;
      {
        const again: RunEffect = { do: 'timer', token: waiting.entry, name: 'comfort', ms: node.comfort.everyMs };
        // The last announcement may still be playing where the pause is shorter than it.
        return waiting.heard === 'announcement' || node.comfort.say.length === 0
          ? { state, effects: [again] }
          : hear('announcement', [again]);
      }
    case 'assigned':
      return ended(state, 'assigned', null, [{ do: 'stop' }]);
    case 'dequeued': {
      const on = enter(graph, state, input.reason === 'timed-out' ? node.timedOut : node.failed);
      return { state: on.state, effects: [{ do: 'stop' }, ...on.effects] };
    }
    default:
      return same;
  }
}
