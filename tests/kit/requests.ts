// A request to every route that is good but for who asks: the route's own faults must not be taken for a refusal.
import { straightToQueue } from '../../server/src/modules/flow/index.ts';
import { PASSWORD, type Member, type Side, type WorldCall } from './world-side.ts';

/** Whose things are asked for: an agent with a finished and a live call of his. */
export type Target = { member: Member; done: WorldCall; live: WorldCall };
export type Sample = {
  /** What stands in the path. */
  id?: string;
  body?: unknown;
  /** A code that says the request came through, though nothing was to be done. */
  fine?: string;
  /** The session of the caller does not outlive it. */
  ends?: boolean;
};

let n = 0;
const text = { en: 'Made by a test', 'zh-CN': '测试所建' };
/** A fresh word that is a key, a user name and a trunk name alike. */
export const word = (): string => `made-${++n}`;

/** By operation, e.g. `GET /interactions/{id}`. */
export function samples({ ids }: Side, { member, done, live }: Target): Readonly<Record<string, Sample>> {
  const none = {};
  const interaction = { id: done.interaction };
  const recording = { id: done.recording! };
  const call = { id: live.call };
  const customer = { id: live.customer };
  const agent = { id: member.agent };
  const queue = { id: ids.queue };
  const flow = { id: ids.flow };
  const graph = straightToQueue(ids.queue as never);
  return {
    'GET /sessions/current': none,
    'GET /me': none,
    'PUT /me/password': { body: { present: `not ${PASSWORD}`, next: 'another good secret' }, fine: 'auth.wrong-password' },
    'DELETE /sessions/current': { ends: true },
    'GET /interactions': none,
    'GET /interactions/{id}': interaction,
    'GET /interactions/{id}/events': interaction,
    'GET /interactions/{id}/explain': interaction,
    'PUT /interactions/{id}/wrap-up': { ...interaction, body: { disposition: 'again', resolved: true } },
    'GET /recordings/{id}': recording,
    'GET /recordings/{id}/audio': recording,
    'GET /calls': none,
    'POST /calls/{id}/hold': { ...call, fine: 'call.wrong-state' },
    'POST /calls/{id}/resume': { ...call, fine: 'call.wrong-state' },
    'POST /calls/{id}/transfer': {
      ...call,
      body: { target: 'nobody-there' },
      fine: live.recording === null ? 'call.wrong-state' : 'call.no-such-target',
    },
    'POST /calls/{id}/hang-up': call,
    'GET /customers': none,
    'GET /customers/{id}': customer,
    'PATCH /customers/{id}': { ...customer, body: { note: 'noted' } },
    'GET /customers/{id}/timeline': customer,
    'POST /customers/{id}/erase': customer,
    'GET /agents': none,
    'GET /agents/{id}': agent,
    'PUT /agents/{id}/presence': { ...agent, body: { presence: 'away', reason: 'tea', onQueue: false } },
    'GET /agents/{id}/skills': agent,
    'PUT /agents/{id}/skills': { ...agent, body: { skills: [{ skill: ids.skill, level: 40 }] } },
    'GET /sites': none,
    'GET /teams': none,
    'POST /teams': { body: { name: word() } },
    'GET /queues': none,
    'GET /queues/{id}': queue,
    'GET /queues/{id}/live': queue,
    'POST /queues': { body: { key: word(), name: text } },
    'PATCH /queues/{id}': { ...queue, body: { priority: 1 } },
    'GET /skills': none,
    'POST /skills': { body: { key: word(), name: text } },
    'GET /numbers': none,
    'POST /numbers': { body: { number: String(70_000 + ++n), flow: null } },
    'PATCH /numbers/{id}': { id: ids.number, body: { label: 'Support' } },
    'GET /trunks': none,
    'POST /trunks': { body: { name: word(), addresses: [], host: 'carrier.test', port: 5060, country: 'CN', rules: [] } },
    'PATCH /trunks/{id}': { id: ids.trunk, body: { country: 'CN' } },
    'GET /devices': none,
    'POST /devices': { body: { username: word(), agent: null } },
    'PATCH /devices/{id}': { id: member.device, body: { agent: member.agent } },
    'GET /flows': none,
    'GET /flows/{id}': flow,
    'GET /flows/{id}/versions': flow,
    'POST /flows/validate': { body: { graph } },
    'POST /flows': { body: { key: word(), name: text, draft: graph } },
    'PUT /flows/{id}/draft': { ...flow, body: { draft: graph } },
    'POST /flows/{id}/publish': flow,
    'GET /users': none,
    'POST /users': { body: { email: `${word()}@north.test`, name: 'Made', role: 'agent', password: PASSWORD } },
    'PATCH /users/{id}': { id: member.user, body: { name: 'Renamed' } },
    'GET /audit': none,
    'GET /kpis': none,
    'GET /kpis/live': none,
    'GET /kpis/agents': none,
    'GET /kpis/definitions': none,
    'POST /kpis/recompute': { body: { from: '2026-01-01', to: '2026-01-02' } },
  };
}
