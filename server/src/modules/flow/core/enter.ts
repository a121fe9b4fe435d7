// Entering nodes: passes through those that need nothing from outside and stops at the first that waits.
import type { FlowNode, NodeOf } from '@tandem/contract/flow-nodes/nodes.ts';
import { SECOND } from '../../../kernel/time.ts';
import { holds } from './condition.ts';
import { ended, failing, hangUp } from './ending.ts';
import { httpRequest } from './http-request.ts';
import { graphOf, type Program } from './program.ts';
import { enterQueue, together } from './queue-entry.ts';
import { enterRecording } from './recorded.ts';
import { MAX_ENTERED, MAX_STEPS, type RunEffect, type RunState, type Stepped } from './run.ts';
import { fill, languageOf } from './say.ts';
import { ask, sayThen } from './speech.ts';
import { call, giveBack } from './sub-flow.ts';

/** What the caller of a dial node waits beyond the time-out, before the flow goes on without an answer. */
const DIAL_GRACE_MS = 10 * SECOND;

/** On to `go`, in another state where it changed; `detail` says what went otherwise than written. */
export type Passed = { go: string; state?: RunState; detail?: string };

/** Enters `id` and goes on until the run waits or ends. */
export function enter(program: Program, from: RunState, id: string, before: RunEffect[] = []): Stepped {
  let state = from;
  const effects: RunEffect[] = [...before];
  let next: string | null = id;
  for (let steps = 0; next !== null; steps++) {
    const { nodes } = graphOf(program, state);
    const node: FlowNode | undefined = Object.hasOwn(nodes, next) ? nodes[next] : undefined;
    if (!node) return failing(program, state, `no node ${next}`, effects);
    if (steps >= MAX_STEPS) return failing(program, state, `${MAX_STEPS} nodes without waiting, last ${next}`, effects);
    if (state.entered >= MAX_ENTERED) return failing(program, state, `${MAX_ENTERED} nodes in one run`, effects);
    state = { ...state, node: next, waiting: null, tries: 0, entered: state.entered + 1 };
    const { flow } = state;
    const passed = pass(program, state, node);
    effects.push({ do: 'entered', node: next, type: node.type, flow, detail: 'go' in passed ? (passed.detail ?? null) : null });
    if (!('go' in passed)) return { state: passed.state, effects: [...effects, ...passed.effects] };
    state = passed.state ?? state;
    next = passed.go;
  }
  return { state, effects };
}

/** The next node, or where the run stops in this one. */
function pass(program: Program, state: RunState, node: FlowNode): Passed | Stepped {
  const token = state.token + 1;
  const waits = (waiting: RunState['waiting'], ...effects: RunEffect[]): Stepped => ({ state: { ...state, token, waiting }, effects });
  switch (node.type) {
    case 'answer':
      return state.answered ? { go: node.next } : { state: { ...state, waiting: { on: 'answer' } }, effects: [{ do: 'answer' }] };
    case 'play':
      return sayThen(program, state, node.say, { go: node.next }) ?? { go: node.next };
    case 'menu':
    case 'collect':
      return ask(program, state, node, []);
    case 'branch':
      return branch(program, state, node);
    case 'set':
      return set(program, state, node);
    case 'skills':
      return { go: node.next, state: needs(program, state, node) };
    case 'lookup':
      return waits({ on: 'looked-up', token }, { do: 'lookup', token, table: node.table, key: fill(node.key, state.vars) });
    case 'hours':
      return waits({ on: 'hours', token }, { do: 'hours', token, hours: node.hours });
    case 'http':
      return waits({ on: 'http', token }, { do: 'http', token, request: httpRequest(node, state.vars) });
    case 'queue':
      return enterQueue(state, node);
    case 'dial': {
      const to = 'number' in node.to ? { number: fill(node.to.number, state.vars) } : node.to;
      return waits(
        { on: 'dial', token, talking: false },
        { do: 'dial', token, to, timeoutMs: node.timeoutMs },
        { do: 'timer', token, name: 'dial', ms: node.timeoutMs + DIAL_GRACE_MS },
      );
    }
    case 'voicemail':
    case 'record':
      return enterRecording(program, state, node);
    case 'sub-flow':
      return call(program, state, node);
    case 'return':
      return giveBack(program, state) ?? hangUp(state, 'hung-up', null);
    case 'transfer':
      if (node.to.kind === 'flow') return ended(state, 'transferred', null, [{ do: 'enter-flow', flow: node.to.flow }]);
      return waits({ on: 'transferred', token }, { do: 'transfer', token, address: node.to.address });
    case 'hang-up':
      return sayThen(program, state, node.say ?? [], { end: 'hung-up', detail: null }) ?? hangUp(state, 'hung-up', null);
    case 'echo':
      return { state: { ...state, waiting: { on: 'customer' } }, effects: [{ do: 'echo' }] };
    case 'music':
      return waits({ on: 'customer' }, { do: 'say', token, items: [{ kind: 'music', music: node.music }], loop: true });
  }
}

function branch(program: Program, state: RunState, node: NodeOf<'branch'>): Passed {
  const faults: string[] = [];
  for (const each of node.cases) {
    const held = holds(each.when, state.vars, program.evaluate);
    if (held.reason !== undefined) faults.push(held.reason);
    if (held.holds) return told(each.next, faults);
  }
  return told(node.otherwise, faults);
}

function told(go: string, faults: string[]): Passed {
  return faults.length === 0 ? { go } : { go, detail: faults.join('; ').slice(0, 500) };
}

function set(program: Program, state: RunState, node: NodeOf<'set'>): Passed {
  const result =
    node.cel === undefined ? { ok: true as const, value: fill(node.value ?? '', state.vars) } : program.evaluate(node.cel, state.vars);
  const vars = { ...state.vars, [node.variable]: result.ok ? result.value : '' };
  return { go: node.next, state: { ...state, vars }, ...(result.ok ? {} : { detail: result.reason }) };
}

function needs(program: Program, state: RunState, node: NodeOf<'skills'>): RunState {
  const language = languageOf(state.vars, graphOf(program, state).language);
  const spoken = (node.byLanguage ?? []).filter((each) => each.language === language).map((each) => each.need);
  const skills = together(node.replace ? [] : state.skills, [...(node.skills ?? []), ...spoken]);
  return { ...state, skills, priority: node.priority ?? state.priority };
}
