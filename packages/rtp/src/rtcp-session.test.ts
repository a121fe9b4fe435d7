// Two sessions that report to each other know their round trip and each other's loss; strangers are not believed.
import { describe, expect, it } from 'vitest';
import { ReceptionStatistics } from './reception-statistics.ts';
import { buildReceiverReport, parseRtcp } from './rtcp.ts';
import { RtcpSession } from './rtcp-session.ts';

const EPOCH = Date.UTC(2026, 10, 22);
const session = (ssrc: number, random = 0.5): RtcpSession => new RtcpSession({ ssrc, cname: `${ssrc}@there`, random: () => random });

/** A stream of `count` packets, every `nth` of them lost. */
function hear(ssrc: number, count: number, nth = 0): ReceptionStatistics {
  const statistics = new ReceptionStatistics();
  for (let sequence = 0; sequence < count; sequence++) {
    if (nth > 0 && sequence % nth === nth - 1) continue;
    statistics.arrived(ssrc, sequence);
    statistics.timed(sequence * 20 + (sequence % 2) * 10, sequence * 160, 8);
  }
  return statistics;
}
const sending = (packets: number) => ({ packets, octets: packets * 160, timestamp: packets * 160 });

describe('RTCP of a leg', () => {
  it('is a compound packet: a report, then the name', () => {
    const a = session(1);
    expect(parseRtcp(a.report(EPOCH, sending(0), new ReceptionStatistics()))).toEqual([
      { kind: 'receiver-report', ssrc: 1, reports: [] },
      { kind: 'description', ssrc: 1, cname: '1@there' },
    ]);
    const [report] = parseRtcp(a.report(EPOCH + 500, sending(50), hear(2, 100, 10)))!;
    expect(report).toMatchObject({ kind: 'sender-report', ssrc: 1, ntpFraction: 2 ** 31, timestamp: 8_000, packets: 50, octets: 8_000 });
    expect(report).toMatchObject({ reports: [{ ssrc: 2, cumulativeLost: 9, fractionLost: Math.floor((9 * 256) / 99), lastSr: 0 }] });
    // NTP counts from 1900.
    expect(report).toMatchObject({ ntpSeconds: EPOCH / 1_000 + 2_208_988_800 });
  });

  it('tells the fraction lost since the last report, not since the beginning', () => {
    const a = session(1);
    const hearing = hear(2, 100, 2);
    a.report(EPOCH, sending(1), hearing);
    for (let sequence = 99; sequence < 199; sequence++) hearing.arrived(2, sequence);
    expect(parseRtcp(a.report(EPOCH + 5_000, sending(2), hearing))![0]).toMatchObject({
      reports: [{ fractionLost: 0, cumulativeLost: 49 }],
    });
  });

  it('measures the round trip and learns what the other side hears', () => {
    const [a, b] = [session(1), session(2)];
    const way = 70;
    expect(b.receive(a.report(EPOCH, sending(100), hear(2, 100)), EPOCH + way, 1, 100)).toBe(true);
    const answer = b.report(EPOCH + way + 900, sending(100), hear(1, 100, 20));
    expect(a.receive(answer, EPOCH + way + 900 + way, 2, 100)).toBe(true);
    expect(a.rttMs).toBeCloseTo(140, 0);
    expect(a.remote!.loss).toBeCloseTo(0.04, 2);
    expect(Math.abs(a.remote!.jitterMs - 10)).toBeLessThan(1);
    // A report that refers to none of ours measures nothing.
    const block = { ssrc: 1, fractionLost: 0, cumulativeLost: 0, highestSequence: 0, jitter: 0, lastSr: 12_345, delaySinceLastSr: 0 };
    expect(a.receive(buildReceiverReport(2, [block]), EPOCH + 60_000, 2, 100)).toBe(true);
    expect(a.rttMs).toBeCloseTo(140, 0);
  });

  it('hears goodbye', () => {
    const [a, b] = [session(1), session(2)];
    expect(a.receive(b.farewell(EPOCH, sending(1), new ReceptionStatistics()), EPOCH, 2, 0)).toBe(true);
    expect(a.ended).toBe(true);
  });

  it('believes nobody who is not heard and knows nothing of us, and no torn packet', () => {
    const a = session(1);
    const stranger = session(99).report(EPOCH, sending(5), hear(98, 5));
    expect(a.receive(stranger, EPOCH, 2, 10)).toBe(false);
    expect(a.receive(stranger.subarray(0, 20), EPOCH, 99, 10)).toBe(false);
    expect([a.remote, a.rttMs, a.received]).toEqual([null, null, 0]);
  });

  it('reports every 5 s on average, spread by half, the first time earlier', () => {
    const times: number[] = [];
    let state = 1;
    const a = new RtcpSession({ ssrc: 1, cname: 'x', random: () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647 });
    for (let ms = 0; ms < 600_000; ms += 20) if (a.due(ms)) times.push(ms);
    const gaps = times.slice(1).map((time, index) => time - times[index]!);
    expect(times[0]).toBeLessThan(3_100);
    expect(Math.min(...gaps)).toBeGreaterThan(2_500 / 1.2183 - 20);
    expect(Math.max(...gaps)).toBeLessThan(7_500 / 1.2182 + 40);
  });
});
