// One contact of the fake API: what its row, its page and its timeline hold, and the choices of its wrap-up.

export const id = (prefix: string, n: number) => `${prefix}_0193f0a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

export type FakeContact = Record<string, unknown> & {
  id: string;
  startedAt: number;
  state: string;
  queue: { id: string; name?: string } | null;
  agent: { id: string; name?: string } | null;
  customer: Record<string, unknown> & { id: string };
};
const CHOICES = [
  ['answered', 'Question answered', '已解答问题', true],
  ['complaint', 'Complaint', '投诉', null],
] as const;
export const DISPOSITIONS = {
  queue: null,
  version: 0,
  changedAt: null,
  queues: [],
  items: CHOICES.map(([key, en, zh, resolved]) => ({ key, parent: null, name: { en, 'zh-CN': zh }, resolved, next: null })),
  names: CHOICES.map(([key, en, zh]) => ({ key, path: [{ en, 'zh-CN': zh }] })),
};

export function detail(contact: FakeContact, wrapUp: unknown) {
  const end = (contact.endedAt as number | null) ?? null;
  const at = contact.startedAt;
  const closed = contact.state !== 'open';
  return {
    ...contact,
    segments: [
      {
        id: 's1',
        kind: 'flow',
        flow: { id: id('flo', 1), name: 'Main menu' },
        queue: null,
        agent: null,
        startedAt: at,
        endedAt: at + 12_000,
        outcome: 'queued',
      },
      {
        id: 's2',
        kind: 'queue',
        flow: null,
        queue: contact.queue,
        agent: null,
        startedAt: at + 12_000,
        endedAt: at + 31_000,
        outcome: 'answered',
      },
      {
        id: 's3',
        kind: 'agent',
        flow: null,
        queue: contact.queue,
        agent: contact.agent,
        startedAt: at + 31_000,
        endedAt: end,
        outcome: end ? 'ended' : null,
      },
    ],
    legs: [
      {
        id: id('leg', 1),
        call: id('cal', 1),
        party: 'customer',
        startedAt: at,
        answeredAt: at + 2_000,
        endedAt: end,
        cause: closed ? 'normal' : null,
        sipStatus: null,
      },
      {
        id: id('leg', 2),
        call: id('cal', 1),
        party: 'agent',
        startedAt: at + 27_000,
        answeredAt: at + 31_000,
        endedAt: end,
        cause: closed ? 'normal' : null,
        sipStatus: closed ? 200 : null,
      },
    ],
    wrapUps: wrapUp ? [wrapUp] : [],
    wrappingUp:
      contact.state === 'wrap-up' && contact.agent ? [{ agent: contact.agent.id, until: Date.now() + 60_000, moreMs: 60_000 }] : [],
    conversation: null,
    matters: [],
    voicemails: [],
    origin: null,
    joinedFrom: null,
    callbacks: [],
    recordings: [
      { id: id('rec', 1), state: closed ? 'sealed' : 'recording', durationMs: closed ? 24_000 : null, whole: true, startedAt: at + 31_000 },
    ],
  };
}

export function events(contact: FakeContact) {
  const why = { rule: 'longest-idle', eligible: 3, idleMs: 61_000, waitedMs: 15_000, candidates: [] };
  const agent = contact.agent?.id;
  const queue = contact.queue?.id;
  const list: [string, number, Record<string, unknown>][] = [
    ['interaction.started', 0, { direction: contact.direction, local: contact.local }],
    ['call.arrived', 0, { trunk: id('trk', 1), leg: id('leg', 1) }],
    ['flow.started', 300, { version: 3 }],
    ['flow.node-entered', 400, { node: 'welcome', type: 'say' }],
    ['call.answered', 2_000, { leg: id('leg', 1) }],
    ['work.queued', 12_000, { queue }],
    ['work.offered', 27_000, { agent, queue, why }],
    ['call.ringing', 27_500, { leg: id('leg', 2) }],
    ['work.assigned', 31_000, { agent, queue, waitedMs: 19_000, why }],
    ['call.bridged', 31_100, { agent }],
    ['recording.started', 31_200, {}],
    ['call.held', 40_000, { by: 'agent', leg: id('leg', 2) }],
    ['call.resumed', 44_000, { by: 'agent', leg: id('leg', 2) }],
  ];
  if (contact.endedAt !== null) {
    const end = (contact.endedAt as number) - contact.startedAt;
    list.push(
      ['call.leg-ended', end, { leg: id('leg', 1), cause: 'normal', by: 'remote' }],
      ['interaction.ended', end, { by: 'customer', stage: 'agent', cause: contact.cause }],
      ['recording.sealed', end + 400, { durationMs: 24_000, whole: true }],
      ['work.released', end + 10, { agent, reason: 'ended', wrapUpUntil: null }],
    );
  }
  return list.map(([type, at, data], n) => ({
    id: id('evt', n),
    cursor: String(n),
    type,
    stream: contact.id,
    version: n + 1,
    at: contact.startedAt + at,
    actor: { kind: 'system', part: 'fake' },
    data,
  }));
}
