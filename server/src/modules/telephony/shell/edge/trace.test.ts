// What the edge keeps of the SIP messages of calls, within its bounds.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Flow } from '@tandem/sip';
import { callIdIn, createTrace, type Trace, type TraceLimits } from './trace.ts';

const flow: Flow = { transport: 'udp', socket: 'main', ip: '192.0.2.9', port: 5060 };
const local = { ip: '127.0.0.1', port: 5060 };
const sip = (first: string, callId: string, more = ''): Buffer =>
  Buffer.from(`${first}\r\nVia: SIP/2.0/UDP x\r\nCall-ID: ${callId}\r\nCSeq: 1 INVITE\r\n${more}\r\n`);
const owner = (leg: string, tenant = 'tnt_a') => ({ tenant, leg, call: `cal_of_${leg}` }) as Parameters<Trace['bind']>[1];

let time = 0;
let trace: Trace;
const start = (limits: Partial<TraceLimits> = {}): void => {
  trace = createTrace({ now: () => time, limits });
};
const heard = (first: string, callId: string, more = ''): void => trace.message('in', sip(first, callId, more), flow, local);
const firsts = (calls: string[]): string[] =>
  trace.of(calls as never).flatMap((leg) => leg.messages.map(({ text }) => text.split(' SIP')[0]!.split('\r')[0]!));

beforeEach(() => {
  time = 1_000;
  start();
});

describe('a call’s messages', () => {
  it('are the leg’s from its first INVITE on, in order, and are told while it is up', () => {
    heard('INVITE sip:4001', 'one');
    heard('REGISTER sip:x', 'reg');
    time = 1_010;
    trace.bind('one', owner('leg_1'));
    trace.message('out', sip('SIP/2.0 100 Trying', 'one'), flow, local);
    expect(firsts(['cal_of_leg_1'])).toEqual(['INVITE sip:4001', 'SIP/2.0 100 Trying']);
    const [leg] = trace.of(['cal_of_leg_1']);
    expect(leg).toMatchObject({ startedAt: 1_000, endedAt: null, left: 0 });
    expect(trace.take([])).toEqual([]);
    expect(trace.of(['cal_other'])).toEqual([]);
  });

  it('are told when the leg has ended and its last answers have come, until they are taken', () => {
    heard('INVITE sip:4001', 'one');
    trace.bind('one', owner('leg_1'));
    trace.ended('leg_1');
    heard('BYE sip:x', 'one');
    expect(trace.take([])).toEqual([]);
    time += 4_000;
    const [told] = trace.take([]);
    expect(told!.messages).toHaveLength(2);
    expect(trace.take([])).toEqual([told]);
    expect(trace.take([told!.leg])).toEqual([]);
    expect(trace.of([told!.call])).toEqual([]);
  });

  it('of one leg over several ways are one trace', () => {
    for (const way of ['a', 'b']) {
      trace.message('out', sip('INVITE sip:x', way), flow, local);
      trace.bind(way, owner('leg_1'));
      trace.message('in', sip('SIP/2.0 503 No', way), flow, local);
    }
    expect(firsts(['cal_of_leg_1'])).toEqual(['INVITE sip:x', 'SIP/2.0 503 No', 'INVITE sip:x', 'SIP/2.0 503 No']);
  });

  it('carry no proofs of passwords', () => {
    heard('INVITE sip:4001', 'one', 'Authorization: Digest username="u", response="secret-proof"\r\n');
    trace.bind('one', owner('leg_1'));
    expect(trace.of(['cal_of_leg_1'])[0]!.messages[0]!.text).not.toContain('secret-proof');
  });

  it('are copies: what they came in may be used again', () => {
    const bytes = sip('INVITE sip:4001', 'one');
    trace.message('in', bytes, flow, local);
    bytes.fill(0);
    trace.bind('one', owner('leg_1'));
    expect(firsts(['cal_of_leg_1'])).toEqual(['INVITE sip:4001']);
  });
});

describe('bounds', () => {
  it('of a leg: what is too much is counted', () => {
    start({ messages: 2 });
    heard('INVITE sip:4001', 'one');
    trace.bind('one', owner('leg_1'));
    heard('UPDATE sip:x', 'one');
    heard('UPDATE sip:y', 'one');
    expect(trace.of(['cal_of_leg_1'])[0]).toMatchObject({ left: 1 });
    expect(firsts(['cal_of_leg_1'])).toHaveLength(2);
  });

  it('of all: the oldest that ended go first, and room is found again', () => {
    start({ allBytes: 3_000, lingerMs: 0 });
    for (let n = 0; n < 20; n++) {
      heard('INVITE sip:4001', `id-${n}`);
      trace.bind(`id-${n}`, owner(`leg_${n}`));
      trace.ended(`leg_${n}`);
    }
    const kept = trace.take([]).map(({ leg }) => leg);
    expect(kept.length).toBeGreaterThan(2);
    expect(kept.length).toBeLessThan(9);
    expect(kept.at(-1)).toBe('leg_19');
  });

  it('of strangers: as many as are allowed, and not for long', () => {
    start({ strangers: 3 });
    for (let n = 0; n < 10; n++) heard('INVITE sip:4001', `id-${n}`);
    trace.bind('id-0', owner('leg_0'));
    trace.bind('id-9', owner('leg_9'));
    expect([firsts(['cal_of_leg_0']), firsts(['cal_of_leg_9'])]).toEqual([[], ['INVITE sip:4001']]);
    time += 40_000;
    trace.take([]);
    trace.bind('id-8', owner('leg_8'));
    expect(firsts(['cal_of_leg_8'])).toEqual([]);
  });
});

describe('a Call-ID', () => {
  it('of a live call gives nobody else its messages', () => {
    heard('INVITE sip:4001', 'one');
    trace.bind('one', owner('leg_1'));
    trace.bind('one', owner('leg_2', 'tnt_b'));
    heard('BYE sip:x', 'one');
    expect(firsts(['cal_of_leg_2'])).toEqual([]);
    expect(firsts(['cal_of_leg_1'])).toHaveLength(2);
  });

  it('that a phone uses again is another call', () => {
    heard('INVITE sip:4001', 'one');
    trace.bind('one', owner('leg_1'));
    trace.ended('leg_1');
    heard('INVITE sip:4002', 'one');
    trace.bind('one', owner('leg_2'));
    heard('BYE sip:x', 'one');
    expect(firsts(['cal_of_leg_1'])).toEqual(['INVITE sip:4001']);
    expect(firsts(['cal_of_leg_2'])).toEqual(['INVITE sip:4002', 'BYE sip:x']);
  });

  it.each([
    ['call-id : a@b', 'a@b'],
    ['i:short', 'short'],
    ['CALL-ID: x y ', 'x y'],
    ['Contact: <sip:i:x>', null],
  ])('in "%s" is %s', (line, id) => {
    expect(callIdIn(Buffer.from(`BYE sip:a SIP/2.0\r\nIgnored: 1\r\n${line}\r\n\r\nCall-ID: body\r\n`))).toBe(id);
  });

  it('is none in an empty or torn message', () => {
    expect([callIdIn(Buffer.from('')), callIdIn(Buffer.from('INVITE')), callIdIn(Buffer.from('a\r\nCall-ID'))]).toEqual([null, null, null]);
  });
});
