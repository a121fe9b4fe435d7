// A supervisor with a live call: he follows the talk from his own phone, whispers to who talks with the customer, joins both, or takes the customer over.
import type { HangupCause, LegQuality } from '@tandem/contract/edge.ts';
import type { LegId } from '@tandem/contract/ids.ts';
import type { MonitorMode } from '@tandem/contract/api/monitor.ts';
import { recordAnew } from './channels.ts';
import { dial, NOBODY } from './dialling.ts';
import { mix, talker, talking } from './mix.ts';
import { agentParts } from './parting.ts';
import { edge, log, unchanged, type CallState, type ControlEffect, type ControlInput, type ControlStep, type Monitor } from './state.ts';

/** How long his phone rings. */
const RING_MS = 30_000;

/** Somebody of ours talks with the customer, and nobody is with them yet. */
export function mayMonitor(state: CallState): boolean {
  return talker(state) !== null && state.monitor === null;
}

/** He is with the call, or his phone rings for it. */
export function isMonitored(state: CallState): boolean {
  return state.monitor !== null && state.monitor.phase !== 'leaving';
}

/** Nothing is under way that would move the customer or leave a third party alone. */
export function mayTakeOver(state: CallState): boolean {
  const { transfer, coming, giving, consult, leaving, customer } = state;
  const from = talker(state);
  const still = !transfer && !coming && !giving && !consult && !leaving.includes(customer.leg);
  return from !== null && still && !leaving.includes(from.leg);
}

export function onMonitor(state: CallState, input: Extract<ControlInput, { kind: 'monitor' }>): ControlStep {
  const { leg, device, agent, mode } = input;
  const of = talker(state);
  if (of === null || of.agent === agent || !mayMonitor(state)) return unchanged(state);
  const monitor: Monitor = { leg, device, agent, of: of.agent, mode, announced: input.announced ?? false, joined: false, phase: 'ringing' };
  return {
    state: { ...state, monitor },
    effects: [dial(state, { kind: 'device', device, agent }, leg, RING_MS, state.caller ?? NOBODY)],
  };
}

export function onMonitorAnswered(state: CallState): ControlStep {
  const { monitor } = state;
  if (monitor?.phase !== 'ringing') return unchanged(state);
  if (monitor.mode === 'take-over' && mayTakeOver(state)) return takeOver(state, false);
  // The moment for it has passed: he hears what there is and may try again.
  return inMode(state, monitor, monitor.mode === 'take-over' ? 'listen' : monitor.mode);
}

export function onMonitorChange(state: CallState, mode: MonitorMode): ControlStep {
  const { monitor } = state;
  if (monitor === null || monitor.mode === mode || monitor.phase === 'leaving') return unchanged(state);
  if (monitor.phase === 'ringing') return { state: { ...state, monitor: { ...monitor, mode } }, effects: [] };
  if (mode !== 'take-over') return inMode(state, monitor, mode);
  return mayTakeOver(state) ? takeOver(state, false) : unchanged(state);
}

function inMode(state: CallState, monitor: Monitor, mode: Exclude<MonitorMode, 'take-over'>): ControlStep {
  const { leg, agent: by, of: agent } = monitor;
  const next: CallState = { ...state, monitor: { ...monitor, joined: true, phase: 'up', mode } };
  return {
    state: next,
    effects: [mix(next), ...told(state, monitor), ...recordAnew(next), log('call.monitored', { call: state.call, leg, by, agent, mode })],
  };
}

/** A tone as he comes, for those who talk; music and tones that others hear are not broken by it. */
function told(before: CallState, monitor: Monitor): ControlEffect[] {
  if (!monitor.announced || monitor.phase !== 'ringing') return [];
  return talking(before).map((leg) =>
    edge({ do: 'play', leg, play: `monitored-${monitor.leg}-${leg}`, items: [{ kind: 'tone', tone: 'beep' }], loop: false }),
  );
}

export function onMonitorEnd(state: CallState): ControlStep {
  const { monitor } = state;
  if (monitor === null || monitor.phase === 'leaving') return unchanged(state);
  const next: CallState = { ...state, monitor: { ...monitor, phase: 'leaving' } };
  const effects: ControlEffect[] = [edge({ do: 'hangup', leg: monitor.leg, cause: monitor.phase === 'up' ? 'normal' : 'withdrawn' })];
  if (monitor.phase === 'up') effects.push(...(state.over ? [] : [mix(next)]), ...recordAnew(next));
  return { state: next, effects };
}

/** Whoever takes the place of the one he followed is none of what he was allowed: he leaves. No step can forget it. */
export function withMonitor(step: ControlStep): ControlStep {
  const { monitor } = step.state;
  if (monitor === null || monitor.phase === 'leaving' || talker(step.state)?.agent === monitor.of) return step;
  const ended = onMonitorEnd(step.state);
  return { state: ended.state, effects: [...step.effects, ...ended.effects] };
}

/** The one who talks with the customer leaves, and a supervisor who spoke with both stays. */
export function staysWith(state: CallState, leg: LegId): boolean {
  const { monitor, transfer, coming, giving, consult } = state;
  if (monitor?.phase !== 'up' || monitor.mode !== 'barge' || talker(state)?.leg !== leg) return false;
  return !transfer && !coming && !giving && !consult && !state.leaving.includes(state.customer.leg);
}

/** `gone`: the leg of the other has ended already. */
export function takeOver(state: CallState, gone: boolean): ControlStep {
  const { monitor, customer, agent } = state;
  const from = talker(state);
  if (monitor === null || from === null) return unchanged(state);
  const { leg, device, agent: by } = monitor;
  const queue = agent?.queue ?? null;
  const parted = agent === null ? otherParts(state, from.leg, gone) : agentParts(state, gone);
  const next: CallState = {
    ...parted.state,
    monitor: null,
    agent: { leg, device, agent: by, work: null, queue },
    hold: null,
    had: 'agent',
  };
  return {
    state: next,
    effects: [
      log('call.taken-over', { call: state.call, leg, by, agent: from.agent }),
      ...parted.effects,
      edge({ do: 'stop', leg: customer.leg }),
      mix(next),
      { do: 'ask-recording', queue },
      log('call.bridged', { call: state.call, legs: [customer.leg, leg], agent: by }),
    ],
  };
}

function otherParts(state: CallState, leg: LegId, gone: boolean): ControlStep {
  const next: CallState = { ...state, other: null };
  if (gone) return { state: next, effects: [] };
  return {
    state: { ...next, leaving: [...state.leaving, leg] },
    effects: [edge({ do: 'hangup', leg, cause: 'transferred' })],
  };
}

/** His leg has ended. One that was never answered heard nothing: nothing is told of it. */
export function monitorEnded(state: CallState, cause: HangupCause, quality: LegQuality | undefined): ControlStep {
  const { monitor } = state;
  if (monitor === null) return unchanged(state);
  const next: CallState = { ...state, monitor: null };
  const { leg, agent: by } = monitor;
  const told = log('call.monitor-ended', { call: state.call, leg, by, cause, ...(quality === undefined ? {} : { quality }) });
  if (monitor.phase !== 'up') return { state: next, effects: monitor.joined ? [told] : [] };
  return { state: next, effects: [told, ...(state.over ? [] : [mix(next)]), ...recordAnew(next)] };
}
