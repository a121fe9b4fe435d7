// What the parts of an endpoint share: the options with their defaults, the effects being collected, the timers that run.
import type { Timing } from '../transaction/types.ts';
import type { Effect, EndpointOptions, Flow, Policy } from './types.ts';

export type Context = {
  readonly options: Required<Omit<EndpointOptions, 'policy' | 'software'>> & { readonly policy: Policy; readonly software: string | null };
  /** Effects of the call being worked on, in order. */
  out: Effect[];
  readonly timers: Timers;
  /** 128 bits nobody can guess, as a token. */
  token(): string;
  transmit(flow: Flow, bytes: Uint8Array): void;
};

/** Timers by owner, so that an owner's end stops all of its timers. */
export type Timers = {
  start(owner: string, timer: string, ms: number): void;
  stop(owner: string, timer: string): void;
  stopAll(owner: string): void;
  /** The owner and timer of a name that fired; null where it was stopped meanwhile (its firing was under way). */
  fired(name: string): { owner: string; timer: string } | null;
  size(): number;
};

function createTimers(emit: (effect: Effect) => void): Timers {
  const running = new Map<string, Set<string>>();
  let size = 0;
  return {
    start(owner, timer, ms) {
      let own = running.get(owner);
      if (own === undefined) running.set(owner, (own = new Set()));
      if (!own.has(timer)) size += 1;
      own.add(timer);
      emit({ do: 'start-timer', timer: `${owner} ${timer}`, ms });
    },
    stop(owner, timer) {
      const own = running.get(owner);
      if (own?.delete(timer) !== true) return;
      size -= 1;
      if (own.size === 0) running.delete(owner);
      emit({ do: 'stop-timer', timer: `${owner} ${timer}` });
    },
    stopAll(owner) {
      for (const timer of running.get(owner) ?? []) {
        size -= 1;
        emit({ do: 'stop-timer', timer: `${owner} ${timer}` });
      }
      running.delete(owner);
    },
    fired(name) {
      const cut = name.lastIndexOf(' ');
      const owner = name.slice(0, cut);
      const timer = name.slice(cut + 1);
      const own = running.get(owner);
      if (own?.delete(timer) !== true) return null;
      size -= 1;
      if (own.size === 0) running.delete(owner);
      return { owner, timer };
    },
    size: () => size,
  };
}

const defaultPolicy: Policy = { methods: ['INVITE', 'BYE', 'OPTIONS'], extensions: [], bodies: ['application/sdp'], forwards: false };

export function createContext(options: EndpointOptions): Context {
  const context: Context = {
    options: {
      t1: 500,
      t2: 4_000,
      t4: 5_000,
      maxTransactions: 60_000,
      maxRefusalsPerSecond: 200,
      maxRingMs: 660_000,
      ...options,
      policy: { ...defaultPolicy, ...options.policy },
      software: options.software ?? null,
    },
    out: [],
    timers: createTimers((effect) => context.out.push(effect)),
    token() {
      let text = '';
      for (const byte of options.random(16)) text += byte.toString(16).padStart(2, '0');
      return text;
    },
    transmit(flow, bytes) {
      context.out.push({ do: 'transmit', flow, bytes });
    },
  };
  return context;
}

export const timingOf = (context: Context, flow: Flow): Timing => ({
  t1: context.options.t1,
  t2: context.options.t2,
  t4: context.options.t4,
  reliable: flow.transport !== 'udp',
});

const flowKey = (flow: Flow): string => `${flow.transport} ${flow.socket} ${flow.ip} ${flow.port}`;

/** Owners by flow, so that a closed connection finds its transactions at once. */
export type FlowIndex = { add(flow: Flow, owner: string): void; remove(flow: Flow, owner: string): void; of(flow: Flow): string[] };

export function createFlowIndex(): FlowIndex {
  const index = new Map<string, Set<string>>();
  return {
    add(flow, owner) {
      const key = flowKey(flow);
      const owners = index.get(key);
      if (owners === undefined) index.set(key, new Set([owner]));
      else owners.add(owner);
    },
    remove(flow, owner) {
      const key = flowKey(flow);
      const owners = index.get(key);
      owners?.delete(owner);
      if (owners?.size === 0) index.delete(key);
    },
    of: (flow) => [...(index.get(flowKey(flow)) ?? [])],
  };
}
