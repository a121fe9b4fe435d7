// A call-back that rings the customer first: he answers, hears who calls, and is the next in the line. Nobody coming in time, he is told so and called again.
import type { PlayItem } from '@tandem/contract/edge.ts';
import { callee } from './dialling.ts';
import {
  edge,
  log,
  unchanged,
  type CallState,
  type ControlEffect,
  type ControlInput,
  type ControlStep,
  type CustomerFirst,
} from './state.ts';
import { waitingMusic } from './waiting-music.ts';

/** What is said takes no longer, also where nobody tells that it is over. */
const SORRY_MS = 25_000;
/** A phone that rings for him at the limit may still be answered. */
const RINGING_MS = 3_000;

/** Nothing is known of the language of whom we call. */
const both = (prompt: string): PlayItem[] => (['zh-CN', 'en'] as const).map((language): PlayItem => ({ kind: 'prompt', prompt, language }));
const GREETING = 'first-greeting';
const SORRY = 'first-sorry';

/** His phone is rung, without an agent. */
export function onRingCustomer(state: CallState): ControlStep {
  const { out, customer } = state;
  if (state.over || out === null || out.dialled || out.first === undefined) return unchanged(state);
  return { state: { ...state, out: { ...out, dialled: true } }, effects: callee(state, out.to, customer.leg, out.timeoutMs, out.from) };
}

/** He is there and no agent is yet: into the line, at the place he kept. */
export function onFirstAnswered(state: CallState, first: CustomerFirst, at: number): ControlStep {
  const { customer, out } = state;
  const { work, queue, queuedAt, priority, skills } = first;
  return {
    state: {
      ...state,
      customer: { ...customer, up: true },
      line: { work, queue },
      out: out && { ...out, first: { ...first, until: at + first.holdMs } },
    },
    effects: [
      log('call.answered', { call: state.call, leg: customer.leg }),
      edge({ do: 'play', leg: customer.leg, play: GREETING, items: both('callback/greeting'), loop: false }),
      { do: 'queue', work, queue, queuedAt, callback: { priority, skills } },
    ],
  };
}

/** Null where it is none of what is said here. */
export function onFirstHeard(state: CallState, { leg, play, end }: Extract<ControlInput, { kind: 'played' }>): ControlStep | null {
  if (leg !== state.customer.leg || (play !== GREETING && play !== SORRY)) return null;
  if (end === 'stopped' || state.over || state.agent !== null) return unchanged(state);
  return play === GREETING ? { state, effects: [waitingMusic(state, leg, 'hold')] } : letGo(state);
}

/** He has waited as long as he is to. */
export function onFirstLate(state: CallState, first: CustomerFirst, at: number): ControlStep {
  const again = (part: Partial<CustomerFirst>): CallState => ({
    ...state,
    out: state.out && { ...state.out, first: { ...first, ...part } },
  });
  if (first.sorry === true) return letGo(again({ until: at + SORRY_MS }));
  if (state.offer !== null) return { state: again({ until: at + RINGING_MS }), effects: [] };
  const effects: ControlEffect[] = [
    ...(state.line === null ? [] : [{ do: 'take-back', work: state.line.work } as const]),
    edge({ do: 'play', leg: state.customer.leg, play: SORRY, items: both('callback/sorry'), loop: false }),
  ];
  return { state: { ...again({ sorry: true, until: at + SORRY_MS }), line: null }, effects };
}

/** What became of the try, as he leaves without having had an agent. */
export function outcomeOfFirst({ sorry }: CustomerFirst): 'not-served' | 'left' {
  return sorry === true ? 'not-served' : 'left';
}

/** Until when he waits at the longest, epoch ms; undefined where he does not. */
export function firstUntil({ out, over, had, customer }: CallState): number | undefined {
  return over || had !== null || !customer.up ? undefined : out?.first?.until;
}

function letGo(state: CallState): ControlStep {
  const { leg } = state.customer;
  if (state.leaving.includes(leg)) return unchanged(state);
  return {
    state: { ...state, letGo: 'system', leaving: [...state.leaving, leg] },
    effects: [edge({ do: 'hangup', leg, cause: 'normal' })],
  };
}
