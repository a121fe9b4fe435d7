// What north tries on south's things: good requests of its own, with ids that are not.
import type { Side } from '../kit/world-side.ts';

/** A body that the route would take from south's own administrator. */
export const BODIES: Readonly<Record<string, () => unknown>> = {
  'PATCH /users/{id}': () => ({ name: 'Taken over' }),
  'PATCH /queues/{id}': () => ({ priority: 99 }),
  'PATCH /numbers/{id}': () => ({ label: 'taken over' }),
  'PATCH /hours/{id}': () => ({ zone: 'UTC' }),
  'DELETE /hours/{id}': () => undefined,
  'DELETE /trunks/{id}': () => undefined,
  'PATCH /trunks/{id}': () => ({ host: 'taken-over.test' }),
  'PATCH /devices/{id}': () => ({ password: 'taken over' }),
  'PATCH /customers/{id}': () => ({ name: 'Taken over' }),
  'PUT /agents/{id}/skills': () => ({ skills: [] }),
  'PUT /agents/{id}/presence': () => ({ presence: 'away', reason: 'taken over', onQueue: false }),
  'PUT /flows/{id}/draft': () => ({ draft: {} }),
  'PUT /interactions/{id}/wrap-up': () => ({ disposition: 'taken-over', resolved: false }),
  'POST /calls/{id}/transfer': () => ({ target: '6001' }),
  'DELETE /users/{id}/second-factor': () => undefined,
  'PATCH /roles/{id}': () => ({ permissions: [] }),
  'DELETE /roles/{id}': () => undefined,
  'DELETE /api-keys/{id}': () => undefined,
  'POST /flows/{id}/publish': () => undefined,
  'POST /customers/{id}/erase': () => undefined,
  'POST /calls/{id}/hold': () => undefined,
  'POST /calls/{id}/resume': () => undefined,
  'POST /calls/{id}/hang-up': () => undefined,
  'POST /calls/{id}/digits': () => ({ digits: '1' }),
  'POST /calls/{id}/consult': () => ({ target: '6001' }),
  'DELETE /calls/{id}/consult': () => undefined,
  'POST /calls/{id}/swap': () => undefined,
  'POST /calls/{id}/complete': () => undefined,
  'POST /calls/{id}/conference': () => undefined,
  'DELETE /calls/{id}/participants/{leg}': () => undefined,
  'POST /calls/{id}/park': () => ({}),
  'POST /parked/{place}/fetch': () => undefined,
  'DELETE /callbacks/{id}': () => undefined,
  'POST /voicemails/{id}/take': () => undefined,
  'POST /voicemails/{id}/done': () => undefined,
  'POST /voicemails/{id}/reopen': () => undefined,
  'PATCH /matters/{id}': () => ({ title: 'Taken over' }),
  'DELETE /matters/{id}': () => undefined,
  'POST /matters/{id}/link': () => ({ interaction: 'int_01990000-0000-7000-8000-00000000000a' }),
  'POST /matters/{id}/unlink': () => ({ interaction: 'int_01990000-0000-7000-8000-00000000000a' }),
};

const text = { en: 'x', 'zh-CN': 'x' };

/** Requests of north's administrator that name something of south's; none of them may be taken. */
export function namings(north: Side, { ids: its, agent }: Side): [method: string, path: string, body: unknown][] {
  return [
    ['POST', '/queues', { key: 'q1', name: text, members: [agent.agent] }],
    ['POST', '/queues', { key: 'q2', name: text, skills: [{ skill: its.skill, level: 1 }] }],
    ['PATCH', `/queues/${north.ids.queue}`, { members: [agent.agent] }],
    ['PATCH', `/devices/${north.agent.device}`, { agent: agent.agent }],
    ['PATCH', `/queues/${north.ids.queue}`, { skills: [{ skill: its.skill, level: 1 }] }],
    ['PUT', `/agents/${north.agent.agent}/skills`, { skills: [{ skill: its.skill, level: 50 }] }],
    ['POST', '/numbers', { number: '6002', flow: its.flow }],
    ['PATCH', `/numbers/${north.ids.number}`, { flow: its.flow }],
    ['POST', '/devices', { username: 'north-thief', agent: agent.agent }],
    ['POST', '/devices', { username: 'south-agent', agent: null }],
    ['POST', '/users', { email: 'x1@north.test', name: 'X', role: 'agent', team: its.red, password: 'a long secret' }],
    ['POST', '/users', { email: 'x2@north.test', name: 'X', role: 'agent', site: its.site, password: 'a long secret' }],
    ['POST', '/users', { email: 'agent@south.test', name: 'X', role: 'agent', password: 'a long secret' }],
    ['PATCH', `/users/${north.agent.user}`, { team: its.red }],
    ['PATCH', `/users/${north.agent.user}`, { role: its.role }],
    ['POST', '/users', { email: 'x4@north.test', name: 'X', role: its.role, password: 'a long secret' }],
    ['POST', '/hours', { id: its.hours, key: 'h3', name: text, zone: 'UTC', week: [], special: [] }],
    ['POST', '/roles', { id: its.role, name: text, permissions: [] }],
    ['POST', '/api-keys', { id: its.key, name: 'X', permissions: [] }],
    ['POST', `/matters/${north.ids.matter}/link`, { interaction: its.message }],
    ['POST', '/matters', { customer: its.customer, title: 'X', kind: 'order' }],
    ['POST', '/matters', { id: its.matter, customer: north.ids.customer, title: 'X', kind: 'order' }],
    ['POST', '/teams', { name: 'Thieves', site: its.site }],
    ['POST', '/teams', { name: 'Thieves', parent: its.red }],
    // The id is the caller's to choose; one that is taken stays whose it is.
    ['POST', '/queues', { id: its.queue, key: 'q3', name: text }],
    ['POST', '/skills', { id: its.skill, key: 's3', name: text }],
    ['POST', '/flows', { id: its.flow, key: 'f3', name: text, draft: {} }],
    ['POST', '/numbers', { id: its.number, number: '6003', flow: null }],
    ['POST', '/devices', { id: agent.device, username: 'north-other', agent: null }],
    ['POST', '/trunks', { id: its.trunk, name: 't3', addresses: [], host: 'x.test', port: 5060, country: 'CN', rules: [] }],
    ['POST', '/teams', { id: its.red, name: 'Taken' }],
    ['POST', '/users', { id: agent.user, email: 'x3@north.test', name: 'X', role: 'agent', password: 'a long secret' }],
  ];
}

/** A flow that leads into the queue. */
export function flowInto(queue: string): unknown {
  return {
    schema: 1,
    language: 'en',
    start: 'a',
    nodes: {
      a: { type: 'answer', next: 'q' },
      q: { type: 'queue', queue: queue, say: [], music: 'default', timedOut: 'h', failed: 'h' },
      h: { type: 'hang-up', say: [] },
    },
  };
}
