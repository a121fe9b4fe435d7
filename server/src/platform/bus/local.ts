// Ports within one process. Values are copied as JSON on the way, so that a user cannot come to rely on sharing objects.
import { AppError } from '../errors/types.ts';
import { silentLog, type Log } from '../lifecycle/types.ts';
import { clientState, type ClientState } from './connection-state.ts';
import { serving, type Serve } from './serving.ts';
import type { PortClient, PortContract, Transport } from './types.ts';

type Room = { serve: Serve | null; clients: Set<ClientState>; changed: ((count: number) => void)[] };

const copy = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

export function createLocalTransport(options: { log?: Log } = {}): Transport {
  const log = options.log ?? silentLog;
  const rooms = new Map<string, Room>();
  const roomOf = (name: string): Room => {
    const room = rooms.get(name) ?? { serve: null, clients: new Set(), changed: [] };
    rooms.set(name, room);
    return room;
  };
  const count = (room: Room) => room.changed.forEach((changed) => changed(room.serve ? room.clients.size : 0));

  return {
    async serve(contract, handlers) {
      const room = roomOf(contract.name);
      if (room.serve) throw new AppError('port.in-use', { port: contract.name });
      room.serve = serving(contract, handlers, (call, error) =>
        log.error('port call failed', { port: contract.name, call, error: String(error) }),
      );
      room.changed = [];
      // As over a socket: whoever serves hears of its clients first.
      queueMicrotask(() => {
        if (!room.serve) return;
        room.clients.forEach((client) => client.connected(true));
        count(room);
      });
      return {
        emit(event, data) {
          const sent = copy(data);
          for (const client of room.clients) queueMicrotask(() => client.heard(event, sent));
        },
        onClients: (changed) => void room.changed.push(changed),
        async close() {
          room.serve = null;
          room.clients.forEach((client) => client.connected(false));
        },
      };
    },
    connect<P extends PortContract>(contract: P): PortClient<P> {
      const room = roomOf(contract.name);
      const state = clientState(contract.name, log);
      room.clients.add(state);
      queueMicrotask(() => {
        if (!room.serve || !room.clients.has(state)) return;
        state.connected(true);
        count(room);
      });
      const client: PortClient<PortContract> = {
        call: (name, input, callOptions) =>
          state.begin(name, callOptions?.timeoutMs, (id) => {
            const sent = copy(input);
            queueMicrotask(() => {
              void room
                .serve?.(name, sent)
                .then((answer) => state.settle(id, answer.ok ? { ok: true, output: copy(answer.output) } : answer));
            });
          }),
        on: (event, heard) => state.on(event, heard),
        onConnection: (changed) => state.onConnection(changed),
        async close() {
          room.clients.delete(state);
          state.connected(false);
          count(room);
        },
      };
      return client;
    },
  };
}
