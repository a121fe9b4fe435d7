// Consultation, conference, park, calls dialled out and call-backs as they show in the document of their contact.
import { describe, expect, test } from 'vitest';
import { agentOf, agentsOf, stageOf } from './derive.ts';
import type { Doc } from './doc.ts';
import { fold } from './fold.ts';

type Fact = [type: Parameters<typeof fold>[1]['type'], data: Record<string, unknown>];
const id = (prefix: string, n: number) => `${prefix}_0199000${n}-0000-7000-8000-000000000000`;
const [ann, bob] = [id('agt', 1), id('agt', 2)];
const interaction = id('int', 0);
const call = id('cal', 0);
const leg = (n: number) => ({ interaction, call, leg: id('leg', n) });
const started = (direction: string): Fact => [
  'interaction.started',
  { interaction, channel: 'voice', direction, customer: id('cus', 0), call, remote: 'personal:v1:x', local: 'ext:4001' },
];
const folded = (facts: Fact[]): Doc =>
  facts.reduce<Doc | null>((doc, [type, data], n) => fold(doc, { type, data, version: n + 1, at: 1_000 + n }), null)!;
const offered = { interaction, work: id('wrk', 1), queue: id('que', 1), offer: id('off', 1), agent: ann };

/** Queued, taken by Ann, who asks Bob. */
const asking: Fact[] = [
  started('inbound'),
  ['call.arrived', leg(1)],
  ['work.queued', { interaction, work: offered.work, queue: offered.queue, queuedAt: 1 }],
  ['work.offered', offered],
  ['call.dialled', { ...leg(2), agent: ann, device: id('dev', 1) }],
  ['call.answered', leg(2)],
  ['work.assigned', { ...offered, waitedMs: 1 }],
  ['call.bridged', { interaction, call, legs: [leg(1).leg, leg(2).leg], agent: ann }],
  ['call.dialled', { ...leg(3), agent: bob, device: id('dev', 2) }],
  ['call.consulted', { ...leg(3), by: ann, target: 'agent2' }],
];
const shape = (doc: Doc) => doc.segments.map(({ kind, agent, outcome }) => [kind, agent, outcome]);

describe('the document', () => {
  test('an offer whose talk is told shows one segment, in whichever order the two are told', () => {
    const [bridged] = asking.splice(7, 1);
    const other = folded([...asking.slice(0, 6), bridged!, asking[6]!]);
    asking.splice(7, 0, bridged!);
    expect(shape(other).filter(([kind]) => kind === 'agent')).toEqual([['agent', ann, null]]);
    expect(shape(folded(asking)).filter(([kind]) => kind === 'agent')).toEqual([['agent', ann, null]]);
  });

  test('a supervisor who took over is an agent of the contact, with a leg and a talk of his own; one who listened is none', () => {
    const talking = asking.slice(0, 8);
    const boss = bob;
    const listened = folded([...talking, ['call.monitored', { ...leg(4), by: boss, agent: ann, mode: 'listen' }]]);
    expect(agentsOf(listened)).toEqual([ann]);
    expect(listened.legs).toHaveLength(2);
    const doc = folded([
      ...talking,
      ['call.taken-over', { ...leg(4), by: boss, agent: ann }],
      ['call.bridged', { interaction, call, legs: [leg(1).leg, leg(4).leg], agent: boss }],
      ['work.released', { ...offered, reason: 'transferred', wrapUpUntil: null }],
    ]);
    expect(doc.legs.map((each) => [each.party, each.agent ?? null])).toEqual([
      ['customer', null],
      ['agent', ann],
      ['agent', boss],
    ]);
    expect(shape(doc).slice(1)).toEqual([
      ['agent', ann, 'transferred'],
      ['agent', boss, null],
    ]);
    expect([stageOf(doc), agentsOf(doc)]).toEqual(['agent', [ann, boss]]);
  });

  test('one who waits and is moved has waited in both queues; hurried, he stays where he was', () => {
    const other = id('que', 2);
    const moved = {
      interaction,
      work: offered.work,
      from: offered.queue,
      priority: 5,
      reservedFor: null,
      waitedMs: 1,
      note: 'personal:v1:x',
    };
    const doc = folded([
      ...asking.slice(0, 3),
      ['work.moved', { ...moved, queue: offered.queue }],
      ['work.moved', { ...moved, queue: other }],
      ['work.offered', { ...offered, queue: other }],
      ['work.assigned', { ...offered, queue: other, waitedMs: 1 }],
    ]);
    expect(doc.segments.map(({ kind, queue, outcome }) => [kind, queue, outcome])).toEqual([
      ['queue', offered.queue, 'moved'],
      ['queue', other, 'answered'],
      ['agent', other, null],
    ]);
    expect(new Set(doc.segments.map((each) => each.id)).size).toBe(3);
    expect(doc.works).toMatchObject([{ queue: other, state: 'assigned' }]);
  });

  test('a consultation that is completed hands the talk to the third', () => {
    const doc = folded([
      ...asking,
      ['call.answered', leg(3)],
      ['call.transferred', { interaction, call, kind: 'attended', by: ann, target: 'agent2', accepted: true }],
      ['call.bridged', { interaction, call, legs: [leg(1).leg, leg(3).leg], agent: bob }],
      ['work.released', { ...offered, reason: 'transferred', wrapUpUntil: null }],
      ['call.leg-ended', { ...leg(2), cause: 'normal', sipStatus: 200 }],
    ]);
    expect(doc.legs.map((each) => each.party)).toEqual(['customer', 'agent', 'consulted']);
    expect(shape(doc)).toEqual([
      ['queue', null, 'answered'],
      ['agent', ann, 'transferred'],
      ['consult', ann, 'transferred'],
      ['agent', bob, null],
    ]);
    expect([agentsOf(doc), stageOf(doc)]).toEqual([[ann, bob], 'agent']);
    const over = folded([...asking, ['call.leg-ended', { ...leg(3), cause: 'declined', sipStatus: 603 }]]);
    expect(shape(over).at(-1)).toEqual(['consult', ann, 'ended']);
    // Who was asked and did not answer had no part in it.
    expect(agentsOf(over)).toEqual([ann]);
  });

  test('a conference ends the consultation; parking shows until somebody fetches', () => {
    const conference = folded([
      ...asking,
      ['call.conferenced', { interaction, call, legs: [leg(1).leg, leg(2).leg, leg(3).leg], by: ann }],
    ]);
    expect(shape(conference).at(-1)).toEqual(['consult', ann, 'conference']);
    const parked = folded([...asking.slice(0, 8), ['call.parked', { ...leg(1), by: ann, place: '7001' }]]);
    expect(shape(parked).at(-1)).toEqual(['parked', ann, null]);
    const fetched = folded([
      ...asking.slice(0, 8),
      ['call.parked', { ...leg(1), by: ann, place: '7001' }],
      ['work.released', { ...offered, reason: 'transferred', wrapUpUntil: null }],
      ['call.dialled', { ...leg(4), agent: bob, device: id('dev', 2) }],
      ['call.answered', leg(4)],
      ['call.unparked', { ...leg(1), place: '7001', by: bob, reason: 'fetched' }],
      ['call.bridged', { interaction, call, legs: [leg(1).leg, leg(4).leg], agent: bob }],
    ]);
    expect(shape(fetched).slice(-2)).toEqual([
      ['parked', ann, 'fetched'],
      ['agent', bob, null],
    ]);
    expect(agentOf(fetched)).toBe(ann);
  });

  test('who dials out has the contact, and a call-back knows where it was asked for', () => {
    const out: Fact[] = [
      started('outbound'),
      ['callback.requested', { interaction, origin: id('int', 9), queue: id('que', 1), notBefore: null }],
      ['call.dialled', { ...leg(1), agent: ann, device: id('dev', 1) }],
      ['call.answered', leg(1)],
      ['call.dialled', { ...leg(2), trunk: id('trk', 1) }],
      ['call.answered', leg(2)],
      ['call.bridged', { interaction, call, legs: [leg(1).leg, leg(2).leg], agent: ann }],
    ];
    const doc = folded(out);
    expect([doc.origin, agentsOf(doc), agentOf(doc), stageOf(doc)]).toEqual([id('int', 9), [ann], ann, 'agent']);
    expect(shape(folded([...out, ['call.leg-ended', { ...leg(1), cause: 'normal', sipStatus: 200 }]]))).toEqual([['agent', ann, 'ended']]);
  });
});
