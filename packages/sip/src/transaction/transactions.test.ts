// The four machines against the figures of RFC 3261, section 17 and RFC 6026: what is sent when, and when it ends.
import { describe, expect, it } from 'vitest';
import { startInviteClient, stepInviteClient } from './invite-client.ts';
import { startInviteServer, stepInviteServer } from './invite-server.ts';
import { startNonInviteClient, stepNonInviteClient } from './non-invite-client.ts';
import { startNonInviteServer, stepNonInviteServer } from './non-invite-server.ts';
import type { Step, TimerName, Timing } from './types.ts';

const udp: Timing = { t1: 500, t2: 4_000, t4: 5_000, reliable: false };
const tcp: Timing = { ...udp, reliable: true };

type Input = { kind: string };

/** Runs a machine on its own timers; `inputs` come at their times. The answer lists what it did, as `ms effect`. */
function play<S, I extends Input>(first: Step<S>, step: (state: S, input: I) => Step<S>, inputs: [at: number, input: I][] = []): string[] {
  const timers = new Map<TimerName, number>();
  const log: string[] = [];
  let state = first.state;
  let over = false;
  const waiting = [...inputs];
  const take = (at: number, result: Step<S>): void => {
    state = result.state;
    for (const effect of result.effects) {
      if (effect.do === 'start') timers.set(effect.timer, at + effect.ms);
      else if (effect.do === 'stop') timers.delete(effect.timer);
      else {
        log.push(`${at} ${effect.do}${effect.do === 'fail' ? ` ${effect.why}` : ''}`);
        if (effect.do === 'end') over = true;
      }
    }
    if (over) timers.clear();
  };
  take(0, first);
  for (let turns = 0; turns < 500; turns += 1) {
    const [timer, at] = [...timers].sort((a, b) => a[1] - b[1])[0] ?? [null, Infinity];
    const next = waiting[0];
    if (next !== undefined && next[0] <= at) {
      waiting.shift();
      take(next[0], step(state, next[1]));
    } else if (timer !== null) {
      timers.delete(timer);
      take(at, step(state, { kind: 'timer', timer } as unknown as I));
    } else return log;
  }
  throw new Error('the machine does not end');
}

const answer = (status: number) => ({ kind: 'response' as const, status });
const give = (status: number) => ({ kind: 'answer' as const, status });

describe('INVITE client (17.1.1)', () => {
  it('sends seven times, then times out (timers A, B)', () => {
    expect(play(startInviteClient(udp), stepInviteClient)).toEqual([
      '0 send-request',
      '500 send-request',
      '1500 send-request',
      '3500 send-request',
      '7500 send-request',
      '15500 send-request',
      '31500 send-request',
      '32000 fail timeout',
      '32000 end',
    ]);
  });
  it('sends once on a reliable transport', () =>
    expect(play(startInviteClient(tcp), stepInviteClient)).toEqual(['0 send-request', '32000 fail timeout', '32000 end']));
  it('stops sending at the first provisional answer, acknowledges a refusal and each of its repetitions for 32 s (timer D)', () => {
    expect(
      play(startInviteClient(udp), stepInviteClient, [
        [100, answer(180)],
        [9_000, answer(486)],
        [9_500, answer(486)],
      ]),
    ).toEqual(['0 send-request', '100 deliver', '9000 send-ack', '9000 deliver', '9500 send-ack', '41000 end']);
  });
  it('ends at once after a refusal on a reliable transport', () => {
    expect(play(startInviteClient(tcp), stepInviteClient, [[9, answer(486)]])).toEqual([
      '0 send-request',
      '9 send-ack',
      '9 deliver',
      '9 end',
    ]);
  });
  it('gives up every 2xx for 64*T1 (timer M), and nothing else', () => {
    expect(
      play(startInviteClient(udp), stepInviteClient, [
        [100, answer(200)],
        [600, answer(200)],
        [700, answer(486)],
        [32_099, answer(200)],
      ]),
    ).toEqual(['0 send-request', '100 deliver', '600 deliver', '32099 deliver', '32100 end']);
  });
  it('fails with its transport, but not once it was answered', () => {
    const error = { kind: 'transport-error' as const };
    expect(play(startInviteClient(udp), stepInviteClient, [[10, error]])).toEqual(['0 send-request', '10 fail transport', '10 end']);
    expect(
      play(startInviteClient(udp), stepInviteClient, [
        [10, answer(486)],
        [20, error],
      ]).slice(-1),
    ).toEqual(['20 end']);
  });
});

describe('non-INVITE client (17.1.2)', () => {
  it('doubles up to T2 and times out (timers E, F)', () => {
    expect(play(startNonInviteClient(udp), stepNonInviteClient).map((line) => line.split(' ')[0])).toEqual([
      '0',
      '500',
      '1500',
      '3500',
      '7500',
      '11500',
      '15500',
      '19500',
      '23500',
      '27500',
      '31500',
      '32000',
      '32000',
    ]);
  });
  it('slows to T2 after a provisional answer and lingers for T4 (timer K)', () => {
    expect(
      play(startNonInviteClient(udp), stepNonInviteClient, [
        [400, answer(100)],
        [6_000, answer(200)],
        [7_000, answer(200)],
      ]),
    ).toEqual(['0 send-request', '400 deliver', '500 send-request', '4500 send-request', '6000 deliver', '11000 end']);
  });
});

describe('INVITE server (17.2.1)', () => {
  it('says 100 after 200 ms and gives it again to repetitions', () => {
    expect(
      play(startInviteServer(udp), stepInviteServer, [
        [100, { kind: 'again' }],
        [500, { kind: 'again' }],
      ]),
    ).toEqual(['200 send-trying', '500 send-response']);
  });
  it('repeats a refusal until the ACK (timers G, I) and absorbs what comes then', () => {
    expect(
      play(startInviteServer(udp), stepInviteServer, [
        [100, give(486)],
        [2_000, { kind: 'ack' }],
        [2_100, { kind: 'ack' }],
        [2_200, { kind: 'again' }],
      ]),
    ).toEqual(['100 send-response', '600 send-response', '1600 send-response', '7000 end']);
  });
  it('gives up without ACK (timer H)', () => {
    const log = play(startInviteServer(udp), stepInviteServer, [[0, give(486)]]);
    expect(log.slice(-2)).toEqual(['32000 fail timeout', '32000 end']);
    expect(log.filter((line) => line.endsWith('send-response'))).toHaveLength(11);
    expect(play(startInviteServer(tcp), stepInviteServer, [[0, give(486)]])).toEqual([
      '0 send-response',
      '32000 fail timeout',
      '32000 end',
    ]);
  });
  it('absorbs the INVITE for 64*T1 after a 2xx (timer L) and takes no other answer', () => {
    expect(
      play(startInviteServer(udp), stepInviteServer, [
        [50, give(200)],
        [60, { kind: 'again' }],
        [70, give(486)],
        [80, give(200)],
      ]),
    ).toEqual(['50 send-response', '80 send-response', '32050 end']);
  });
});

describe('non-INVITE server (17.2.2)', () => {
  it('is silent until answered, then repeats its answer for 64*T1 (timer J)', () => {
    expect(
      play(startNonInviteServer(udp), stepNonInviteServer, [
        [10, { kind: 'again' }],
        [20, give(200)],
        [30, { kind: 'again' }],
      ]),
    ).toEqual(['20 send-response', '30 send-response', '32020 end']);
    expect(play(startNonInviteServer(tcp), stepNonInviteServer, [[20, give(200)]])).toEqual(['20 send-response', '20 end']);
  });
  it('drops a request that nobody answers when its caller has given up (RFC 4320)', () => {
    expect(play(startNonInviteServer(udp), stepNonInviteServer)).toEqual(['32000 fail timeout', '32000 end']);
  });
});
