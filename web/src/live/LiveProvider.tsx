// Gives the screens the live stream: its state, its frames in batches, and the server's time once a second.
import { notifyManager } from '@tanstack/react-query';
import {
  createContext,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
  type RefObject,
} from 'react';
import { createBatcher, touchedBy, type Touched } from './batch.ts';
import type { ServerClock } from './clock.ts';
import type { Connection, Frame } from './connection.ts';
import { wishOf, type Intent } from './intent.ts';
import { createIntents, type Intents } from './intents.ts';
import { createLiveSocket, type LiveSocket } from './socket.ts';

type Live = { socket: LiveSocket; clock: ServerClock; ticker: Ticker; intents: Intents };

const LiveContext = createContext<Live | null>(null);

type LiveProviderProps = {
  clock: ServerClock;
  bearer: () => string | null;
  running: boolean;
  onSignedOut: () => void;
  children: ReactNode;
};

/** `running` while somebody is signed in; `onSignedOut` and `bearer` must not change from one drawing to the next. */
export function LiveProvider({ clock, bearer, running, onSignedOut, children }: LiveProviderProps): ReactNode {
  const live = useMemo(
    () => ({ socket: createLiveSocket(bearer), clock, ticker: createTicker(clock), intents: createIntents(notifyManager.schedule) }),
    [clock, bearer],
  );
  useEffect(() => {
    if (!running) return undefined;
    const leave = live.socket.on({ signedOut: onSignedOut });
    live.socket.start();
    return () => {
      live.socket.stop();
      leave();
    };
  }, [live, running, onSignedOut]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function useLive(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error('the live stream is used outside of LiveProvider');
  return live;
}

export function useConnection(): { connection: Connection; retry: () => void } {
  const { socket } = useLive();
  const connection = useSyncExternalStore(socket.onState, socket.state);
  return { connection, retry: socket.retry };
}

/** What was asked for and is not confirmed yet; whoever uses it is drawn anew with each change. */
export function useIntents(): Intents {
  const { intents } = useLive();
  useSyncExternalStore(intents.subscribe, intents.version);
  return intents;
}

/** The one about a single thing: what is wished and not confirmed, and why the last wish was refused. */
export function useIntent<W>(about: string): { wish: W | null; refused: Error | null; intents: Intents } {
  const { intents } = useLive();
  const intent = useSyncExternalStore(intents.subscribe, () => intents.of(about)) as Intent<W>;
  return { wish: wishOf(intent), refused: intent.refused, intents };
}

/** While this is on the screen every agent is followed; otherwise one is told of oneself only. */
export function useAllAgents(): void {
  const { socket } = useLive();
  useEffect(() => socket.followAgents(), [socket]);
}

/** To be told when other connections of this page turned out to be dead: this one will be as well. */
export const useRenewal = (): (() => void) => useLive().socket.renew;

const QUIET_MS = 120;
const EVERY_MS = 1_000;

/** Calls back with what the newest batch of events touched, at most once in `everyMs`; `'all'` where events may have been missed. */
export function useTouched(onTouched: (touched: Touched | 'all') => void, everyMs = EVERY_MS): void {
  const { socket } = useLive();
  const latest = useRef(onTouched);
  useEffect(() => {
    latest.current = onTouched;
  });
  useEffect(() => {
    const batcher = createBatcher((frames) => latest.current(touchedBy(frames)), QUIET_MS, everyMs);
    const leave = socket.on({ frame: (frame) => batcher.add(frame), refresh: () => latest.current('all') });
    return () => {
      leave();
      batcher.stop();
    };
  }, [socket, everyMs]);
}

/** Calls back with each event as it comes; for the few that must not wait for a batch. */
export function useFrames(onFrame: (frame: Frame) => void): void {
  const { socket } = useLive();
  const latest = useRef(onFrame);
  useEffect(() => {
    latest.current = onFrame;
  });
  useEffect(() => socket.on({ frame: (frame) => latest.current(frame) }), [socket]);
}

/** The server's time, changing once a second. One timer serves every duration on the screen. */
export function useServerNow(): number {
  const { ticker } = useLive();
  return useSyncExternalStore(ticker.subscribe, ticker.now);
}

/** The start of the server's day here, changing once a day. */
export function useServerDay(): number {
  const { ticker } = useLive();
  return useSyncExternalStore(ticker.subscribe, () => new Date(ticker.now()).setHours(0, 0, 0, 0));
}

/**
 * For what is on the screen by the hundred: `show` writes the server's time into the element that the answer is the ref of, with each drawing and once
 * a second, past React. The element has no children of its own.
 */
export function useSecondly<E extends HTMLElement>(show: (element: E, now: number) => void): RefObject<E | null> {
  const { ticker, clock } = useLive();
  const element = useRef<E>(null);
  const latest = useRef(show);
  useLayoutEffect(() => {
    latest.current = show;
    if (element.current) show(element.current, clock.now());
  });
  useEffect(() => ticker.subscribe(() => element.current && latest.current(element.current, ticker.now())), [ticker]);
  return element;
}

/** The server's time when asked, without being told of every second. */
export function useClock(): ServerClock {
  return useLive().clock;
}

type Ticker = { subscribe: (listener: () => void) => () => void; now: () => number };

function createTicker(clock: ServerClock): Ticker {
  const listeners = new Set<() => void>();
  let now = clock.now();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = () => {
    now = clock.now();
    for (const listener of listeners) listener();
    plan();
  };
  // Just after each full second of the server's clock, so that all desks tick together.
  const plan = () => (timer = setTimeout(tick, 1_000 - (clock.now() % 1_000) + 5));
  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) plan();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearTimeout(timer);
      };
    },
    now: () => now,
  };
}

/** True once `flag` has held for `ms`: a blink of the line is not worth a banner. */
export function useHeldFor(flag: boolean, ms: number): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!flag) {
      setHeld(false);
      return undefined;
    }
    const timer = setTimeout(() => setHeld(true), ms);
    return () => clearTimeout(timer);
  }, [flag, ms]);
  return held;
}
