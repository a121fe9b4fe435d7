// One step of a run: what happened, and what follows. Total: an input that does not fit the wait, or comes late, changes nothing.
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import { callBack, numberIfLeft } from './callback.ts';
import { ended, failing, hangUp } from './ending.ts';
import { enter } from './enter.ts';
import { ruleNow, sentOn, withRules } from './full.ts';
import { edgeOfStatus, readInto } from './http-request.ts';
import { graphOf, type Program } from './program.ts';
import { laned, meetLanes, stillOpen, through, type AtLane, type MetLane } from './lanes.ts';
import { approach, join, overflowing, ruled } from './queue-entry.ts';
import { queued } from './queued.ts';
import { recorded, startRecording } from './recorded.ts';
import { MAX_RUN, type After, type RunInput, type RunState, type Stepped, type Waiting } from './run.ts';
import { ask, sayThen } from './speech.ts';

export function step(program: Program, state: RunState, input: RunInput): Stepped {
  if (state.status === 'ended') return { state, effects: [] };
  if (state.status === 'new') {
    if (input.kind !== 'started') return { state, effects: [] };
    const begun = atLanes(program, { ...state, status: 'running', startedAt: input.at }, input.lanes ?? [], 'start');
    return { state: begun.state, effects: [{ do: 'timer', token: 0, name: 'max-run', ms: MAX_RUN }, ...begun.effects] };
  }
  if (input.kind === 'customer-left') return left(program, state);
  const closing = state.waiting?.on === 'said' && 'end' in state.waiting.after;
  if (!closing) {
    if (input.kind === 'failed') return failing(program, state, input.detail);
    // A talk with somebody who was dialled may last.
    const talks = state.waiting?.on === 'dial' && state.waiting.talking;
    if (!talks && input.at - state.startedAt >= MAX_RUN) return failing(program, state, 'the longest time a run may take is over');
  }
  // A call is answered once, also where it was not this run that asked for it.
  const now = input.kind === 'answered' ? { ...state, answered: true } : state;
  return now.waiting ? waited(program, now, now.waiting, input) : { state: now, effects: [] };
}

const nodeOf = (program: Program, state: RunState): FlowNode | undefined => {
  const { nodes } = graphOf(program, state);
  const node = state.node !== null && Object.hasOwn(nodes, state.node) ? nodes[state.node] : undefined;
  return node?.type === 'queue' ? laned(state, node) : node;
};

/** Who hangs up in line leaves it; who had asked to be called back has his place kept. */
function left(program: Program, state: RunState): Stepped {
  const { waiting } = state;
  const node = nodeOf(program, state);
  if (waiting?.on !== 'queue' || node?.type !== 'queue') return ended(state, 'customer-left', null);
  const number = numberIfLeft(state, waiting);
  if (number !== null) return ended(state, 'customer-left', 'call-back', [callBack(state, node, state.token, number)]);
  const asked = waiting.dialog?.stage === 'requesting' || waiting.dialog?.stage === 'confirmed';
  return ended(state, 'customer-left', asked ? 'call-back' : null, asked ? [] : [{ do: 'abandon' }]);
}

function waited(program: Program, state: RunState, waiting: Waiting, input: RunInput): Stepped {
  const same: Stepped = { state, effects: [] };
  const node = nodeOf(program, state);
  const go = (to: string, vars = state.vars): Stepped => enter(program, { ...state, vars }, to);
  const fits = 'token' in waiting && 'token' in input && input.token === waiting.token;
  switch (waiting.on) {
    case 'answer':
      return input.kind === 'answered' && node?.type === 'answer' ? go(node.next) : same;
    case 'said':
      return input.kind === 'said' && fits ? after(program, state, waiting.after, node) : same;
    case 'asked':
      return input.kind === 'asked' && fits ? asked(program, state, input) : same;
    case 'looked-up':
      if (node?.type !== 'lookup' || !fits) return same;
      if (input.kind === 'lookup-failed') return go(node.failed);
      if (input.kind !== 'looked-up') return same;
      return input.record === null ? go(node.notFound) : go(node.found, { ...state.vars, ...fields(node.into, input.record) });
    case 'hours':
      if (node?.type !== 'hours' || input.kind !== 'hours' || !fits) return same;
      return go(input.state === null ? (node.failed ?? node.closed) : node[input.state]);
    case 'http':
      if (node?.type !== 'http' || !fits) return same;
      if (input.kind === 'http-failed') return go(node.failed);
      if (input.kind !== 'http-answered') return same;
      return go(edgeOfStatus(node, input.status), { ...state.vars, ...readInto(node.into, input.body) });
    case 'transferred':
      if (node?.type !== 'transfer' || input.kind !== 'transferred' || !fits) return same;
      return input.accepted ? ended(state, 'transferred', null) : go(node.failed);
    case 'dial':
      return node?.type === 'dial' ? dialled(program, state, waiting, node, input) : same;
    case 'recorded': {
      if (node?.type !== 'voicemail' && node?.type !== 'record') return same;
      const over = recorded(state, waiting, node, input);
      return 'go' in over ? go(over.go, over.vars) : over;
    }
    case 'kept':
      if (node?.type !== 'voicemail' || input.kind !== 'kept' || !fits) return same;
      if (!input.ok) return go(node.failed);
      return sayThen(program, state, node.saved ?? [], { go: node.next }) ?? go(node.next);
    case 'rule':
      if (node?.type !== 'queue' || input.kind !== 'rule' || !fits) return same;
      return atLanes(program, withRules(input.open ? stillOpen(state, input.open) : state, input.full ?? []), input.lanes ?? [], {
        queue: { announce: input.announce },
      });
    case 'lane':
      return laneHeard(program, state, waiting, input);
    case 'before-queue': {
      if (node?.type !== 'queue' || input.kind !== 'outlook' || !fits) return same;
      const over = overflowing(node, 'entry', null, input.queue);
      if (over !== null) return go(over);
      const rule = ruleNow(state, node, input.queue);
      if (rule === null) return join(program, state, node);
      const on = sentOn(state, node, rule);
      return on.go === null ? join(program, on.state, node) : enter(program, on.state, on.go);
    }
    case 'queue': {
      if (node?.type !== 'queue') return same;
      const next = queued(program, state, waiting, node, input);
      return 'go' in next ? enter(program, state, next.go, next.effects) : next;
    }
    case 'customer':
      return same;
  }
}

function after(program: Program, state: RunState, then: After, node: FlowNode | undefined): Stepped {
  if ('go' in then) return enter(program, state, then.go);
  if ('end' in then) return hangUp(state, then.end, then.detail);
  if (then.stage === 'record' && (node?.type === 'voicemail' || node?.type === 'record')) return startRecording(state, node);
  if (then.stage === 'queue' && node?.type === 'queue') return approach(program, state, node);
  return { state, effects: [] };
}

/** Told of the lanes it meets, and then on: into the flow, or into the queue. */
function atLanes(program: Program, from: RunState, lanes: readonly MetLane[], onward: AtLane['onward']): Stepped {
  const { state, effects, waits } = meetLanes(program, from, lanes, onward);
  if (waits) return { state, effects };
  if (onward === 'start') return enter(program, state, program.main.start, effects);
  const node = nodeOf(program, state);
  const on: Stepped = node?.type === 'queue' ? ruled(program, state, node, onward.queue.announce) : { state, effects: [] };
  return { state: on.state, effects: [...effects, ...on.effects] };
}

function laneHeard(program: Program, state: RunState, waiting: AtLane, input: RunInput): Stepped {
  const told = 'token' in input && input.token === waiting.token && input.kind === waiting.stage;
  if (!told && !(waiting.stage === 'answer' && input.kind === 'answered')) return { state, effects: [] };
  const lane = waiting.met[0]!;
  const pressed = input.kind === 'asked' && input.end === 'complete' && input.digits === lane.key;
  const came: Stepped = pressed ? through(state, lane) : { state, effects: [] };
  const on = atLanes(program, came.state, waiting.met, waiting.onward);
  return { state: on.state, effects: [...came.effects, ...on.effects] };
}

function dialled(
  program: Program,
  state: RunState,
  waiting: Extract<Waiting, { on: 'dial' }>,
  node: Extract<FlowNode, { type: 'dial' }>,
  input: RunInput,
): Stepped {
  const same: Stepped = { state, effects: [] };
  if (waiting.talking) return input.kind === 'dial-ended' ? enter(program, state, node.next) : same;
  if (input.kind === 'timer' && input.name === 'dial' && input.token === waiting.token) return enter(program, state, node.failed);
  if (input.kind !== 'dialled') return same;
  if (input.outcome === 'answered') return { state: { ...state, waiting: { ...waiting, talking: true } }, effects: [] };
  const to = { busy: node.busy, declined: node.busy, 'no-answer': node.noAnswer, failed: node.failed }[input.outcome];
  return enter(program, state, to);
}

function fields(into: Readonly<Record<string, string>>, record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(into).map(([variable, field]) => [variable, Object.hasOwn(record, field) ? record[field]! : '']),
  );
}

function asked(program: Program, state: RunState, input: Extract<RunInput, { kind: 'asked' }>): Stepped {
  const node = nodeOf(program, state);
  if (node?.type !== 'menu' && node?.type !== 'collect') return { state, effects: [] };
  if (input.end === 'complete') {
    if (node.type === 'collect') return enter(program, { ...state, vars: { ...state.vars, [node.into]: input.digits } }, node.next);
    const choice = Object.hasOwn(node.choices, input.digits) ? node.choices[input.digits] : undefined;
    if (choice !== undefined) return enter(program, state, choice);
  }
  const silent = input.end === 'no-input';
  if (state.tries >= node.retries) {
    if (node.type === 'collect') return enter(program, state, node.failed);
    return enter(program, state, silent ? node.noInput : node.invalid);
  }
  return ask(program, { ...state, tries: state.tries + 1 }, node, (silent ? node.sayNoInput : node.sayInvalid) ?? []);
}
