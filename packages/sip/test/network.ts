// A network on a virtual clock for tests: endpoints in one process, datagrams that are lost, doubled and overtaken by chance from a seed.
import { createEndpoint, type Effect, type Endpoint, type EndpointOptions, type Flow } from '../src/index.ts';

/** mulberry32: small, seeded, good enough for tests. */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Weather = { loss: number; duplicate: number; minDelayMs: number; maxDelayMs: number };
export const calm: Weather = { loss: 0, duplicate: 0, minDelayMs: 5, maxDelayMs: 5 };

type Told = Exclude<Effect, { do: 'transmit' } | { do: 'start-timer' } | { do: 'stop-timer' }>;

export type Host = { ip: string; endpoint: Endpoint; run(effects: Effect[]): void; flowTo(ip: string): Flow };

export type World = {
  now(): number;
  chance: () => number;
  /** Datagrams handed to the network, as text, for looking at what was sent. */
  readonly sent: { at: number; from: string; to: string; text: string }[];
  add(ip: string, told: (effect: Told, host: Host) => void, options?: Partial<EndpointOptions>, transport?: Flow['transport']): Host;
  after(ms: number, work: () => void): void;
  /** Runs until nothing is left to happen, or `untilMs`. */
  run(untilMs?: number): void;
};

export function createWorld(seed = 1, weather: Weather = calm): World {
  const chance = seeded(seed);
  const hosts = new Map<string, { host: Host; receive(bytes: Uint8Array, from: string): void }>();
  let queue: { at: number; order: number; work: () => void }[] = [];
  let clock = 0;
  let order = 0;

  function after(ms: number, work: () => void): void {
    const event = { at: clock + ms, order: (order += 1), work };
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((queue[middle] as { at: number }).at <= event.at) low = middle + 1;
      else high = middle;
    }
    queue.splice(low, 0, event);
  }

  const world: World = {
    now: () => clock,
    chance,
    sent: [],
    after,
    add(ip, told, options = {}, transport = 'udp') {
      const timers = new Map<string, { live: boolean }>();
      const endpoint = createEndpoint({
        now: () => clock,
        random: (count) => Uint8Array.from({ length: count }, () => Math.floor(chance() * 256)),
        sentBy: () => ({ host: ip, port: 5060 }),
        ...options,
      });
      const flowTo = (to: string): Flow => ({ transport, socket: ip, ip: to, port: 5060 });
      const host: Host = {
        ip,
        endpoint,
        flowTo,
        run(effects) {
          for (const effect of effects) {
            if (effect.do === 'transmit') carry(effect.flow.ip, effect.bytes);
            else if (effect.do === 'start-timer') {
              const old = timers.get(effect.timer);
              if (old !== undefined) old.live = false;
              const timer = { live: true };
              timers.set(effect.timer, timer);
              after(effect.ms, () => {
                if (!timer.live) return;
                timers.delete(effect.timer);
                host.run(endpoint.fired(effect.timer));
              });
            } else if (effect.do === 'stop-timer') {
              const old = timers.get(effect.timer);
              if (old !== undefined) old.live = false;
              timers.delete(effect.timer);
            } else told(effect, host);
          }
        },
      };
      function carry(to: string, bytes: Uint8Array): void {
        world.sent.push({ at: clock, from: ip, to, text: new TextDecoder().decode(bytes) });
        const copies = chance() < weather.loss ? 0 : chance() < weather.duplicate ? 2 : 1;
        for (let copy = 0; copy < copies; copy += 1) {
          const delay = weather.minDelayMs + chance() * (weather.maxDelayMs - weather.minDelayMs);
          after(delay, () => hosts.get(to)?.receive(bytes, ip));
        }
      }
      hosts.set(ip, { host, receive: (bytes, from) => host.run(endpoint.receive(bytes, flowTo(from))) });
      return host;
    },
    run(untilMs = Infinity) {
      for (let event = queue[0]; event !== undefined && event.at <= untilMs; event = queue[0]) {
        queue = queue.slice(1);
        clock = event.at;
        event.work();
      }
      if (untilMs !== Infinity) clock = untilMs;
    },
  };
  return world;
}

export const nothingOpen = { clients: 0, servers: 0, awaitingAck: 0, acks: 0, awaitingPrack: 0, timers: 0 };
