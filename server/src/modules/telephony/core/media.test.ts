// Ports rest before they are used again; strangers do not get into a call by sending to its port.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenByNat, MediaLatch } from './media-latch.ts';
import { MediaPorts } from './media-ports.ts';

describe('media ports', () => {
  it('gives even ports of the range, each once, and then none', () => {
    const ports = new MediaPorts({ from: 20_001, to: 20_009 }, 1_000);
    expect([0, 0, 0, 0, 0].map((now) => ports.take(now))).toEqual([20_002, 20_004, 20_006, 20_008, undefined]);
    expect(ports.size).toBe(4);
  });

  it('begins in the range where it is told to', () => {
    const ports = new MediaPorts({ from: 20_000, to: 20_008 }, 1_000, 0.5);
    expect([0, 0, 0, 0, 0].map((now) => ports.take(now))).toEqual([20_004, 20_006, 20_000, 20_002, undefined]);
  });
  it('lets a port rest before it gives it again', () => {
    const ports = new MediaPorts({ from: 20_000, to: 20_002 }, 1_000);
    ports.release(ports.take(0)!, 500);
    expect(ports.take(1_499)).toBeUndefined();
    expect(ports.take(1_500)).toBe(20_000);
  });

  it('never gives a port that is in use', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(300)), { maxLength: 200 }), (steps) => {
        const ports = new MediaPorts({ from: 30_000, to: 30_020 }, 500);
        const used = new Set<number>();
        let now = 0;
        for (const [take, ms] of steps) {
          now += ms;
          const [first] = used;
          if (take || first === undefined) {
            const port = ports.take(now);
            if (port === undefined) continue;
            expect(used.has(port)).toBe(false);
            used.add(port);
          } else {
            used.delete(first);
            ports.release(first, now);
          }
        }
      }),
    );
  });
});

describe('media latch', () => {
  const agreed = { ip: '203.0.113.9', port: 4_000 };

  it('sends to the agreed place until RTP comes, then to where it comes from', () => {
    const latch = new MediaLatch(agreed);
    expect([latch.ip, latch.port]).toEqual(['203.0.113.9', 4_000]);
    expect(latch.accept('203.0.113.9', 61_000, 1, 0)).toBe(true);
    expect([latch.ip, latch.port]).toEqual(['203.0.113.9', 61_000]);
  });

  it('hears no stranger, ever, where the agreed address is public', () => {
    const latch = new MediaLatch(agreed);
    for (let i = 0; i < 50; i++) expect(latch.accept('198.51.100.1', 5_000, 1, i * 20)).toBe(false);
    expect(latch.port).toBe(4_000);
  });

  it('keeps its source against another port of the same address, and follows it once the first is quiet', () => {
    const latch = new MediaLatch(agreed);
    latch.accept('203.0.113.9', 4_000, 1, 0);
    expect(latch.accept('203.0.113.9', 4_002, 2, 100)).toBe(false);
    expect(latch.accept('203.0.113.9', 4_002, 2, 700)).toBe(true);
    expect(latch.port).toBe(4_002);
  });

  it('takes the agreed port over another one of that address that came first and does not stop', () => {
    const latch = new MediaLatch(agreed);
    expect(latch.accept(agreed.ip, agreed.port + 40, 7, 0)).toBe(true);
    expect(latch.accept(agreed.ip, agreed.port, 1, 10)).toBe(true);
    expect(latch.accept(agreed.ip, agreed.port + 40, 7, 20)).toBe(false);
    expect([latch.ip, latch.port]).toEqual([agreed.ip, agreed.port]);
  });
  it('follows a source behind NAT after three packets of it, once', () => {
    const latch = new MediaLatch({ ip: '192.168.1.20', port: 4_000 });
    const tries = [0, 20, 40].map((now) => latch.accept('198.51.100.1', 5_000, 7, now));
    expect(tries).toEqual([false, false, true]);
    expect([latch.ip, latch.port]).toEqual(['198.51.100.1', 5_000]);
    for (let i = 0; i < 10; i++) expect(latch.accept('198.51.100.66', 5_000, 8, 10_000 + i)).toBe(false);
    // The NAT gives the same phone another port.
    expect(latch.accept('198.51.100.1', 6_000, 7, 10_100)).toBe(true);
    expect(latch.port).toBe(6_000);
  });

  it('is not confirmed by packets of several sources in turn', () => {
    const latch = new MediaLatch({ ip: '10.0.0.5', port: 4_000 });
    for (let i = 0; i < 20; i++) expect(latch.accept('198.51.100.1', 5_000 + (i % 2), 7, i)).toBe(false);
  });

  it('knows the addresses that only mean something at home', () => {
    expect(
      ['10.1.2.3', '172.16.0.1', '172.31.9.9', '192.168.0.1', '100.64.0.1', '169.254.1.1', '0.0.0.0', 'fe80::1', 'fd00::1'].map(
        hiddenByNat,
      ),
    ).not.toContain(false);
    expect(['127.0.0.1', '172.32.0.1', '100.128.0.1', '8.8.8.8', '2001:db8::1'].map(hiddenByNat)).not.toContain(true);
  });
});
