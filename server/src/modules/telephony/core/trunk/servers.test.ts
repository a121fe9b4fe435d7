// Which server of a trunk is tried when: transports by NAPTR, priorities and weights of SRV, those that failed last.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTurn, isThere, offeredBy, srvName, type Service } from './servers.ts';

const service = (host: string, more: Partial<Service> = {}): Service => ({
  host,
  port: 5_060,
  transport: 'udp',
  rank: 0,
  priority: 10,
  weight: 0,
  ips: [`ip-${host}`],
  ...more,
});
const good = (): boolean => true;
const hosts = (services: readonly Service[], chance: () => number = () => 0.5, isGood: (server: { host: string }) => boolean = good) =>
  inTurn(services, isGood, chance).map(({ host }) => host);

describe('servers', () => {
  it('are tried by transport, then by priority', () => {
    const all = [service('c', { rank: 1, priority: 1 }), service('b', { priority: 20 }), service('a', { priority: 10 })];
    expect(hosts(all)).toEqual(['a', 'b', 'c']);
  });

  it('of one priority come first as often as their weights say', () => {
    const all = [service('a', { weight: 60 }), service('b', { weight: 30 }), service('c', { weight: 10 })];
    const first = { a: 0, b: 0, c: 0 } as Record<string, number>;
    for (let i = 0; i < 1_000; i++) first[hosts(all, () => i / 1_000).at(0) ?? '']! += 1;
    expect(first).toEqual({ a: expect.closeTo(594, -1.5), b: expect.closeTo(297, -1.5), c: expect.closeTo(109, -1.5) });
  });

  it('are all tried, each once, whatever the weights and the chance', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(100)), { maxLength: 8 }),
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 8, maxLength: 8 }),
        (records, chances) => {
          const all = records.map(([priority, weight], at) => service(String(at), { priority, weight }));
          let asked = 0;
          const tried = inTurn(all, good, () => chances[asked++ % 8] ?? 0);
          expect(tried.map(({ host }) => host).toSorted()).toEqual(all.map(({ host }) => host).toSorted());
          expect(tried.map(({ priority }) => priority)).toEqual(tried.map(({ priority }) => priority).toSorted((a, b) => a - b));
        },
      ),
    );
  });

  it('that failed lately are tried last, and every address of a host', () => {
    const all = [service('a', { ips: ['1', '2'] }), service('b', { priority: 20 })];
    expect(
      inTurn(
        all,
        ({ ip }) => ip !== '1',
        () => 0,
      ).map(({ ip }) => ip),
    ).toEqual(['2', 'ip-b', '1']);
  });
});

describe('what a domain offers', () => {
  const naptr = (order: number, preference: number, service: string, flags = 's') => ({
    order,
    preference,
    flags,
    service,
    replacement: `_x.${service.toLowerCase()}.`,
  });
  it('is taken in its order, as far as it is spoken here', () => {
    const records = [
      naptr(20, 1, 'SIP+D2U'),
      naptr(10, 2, 'SIP+D2T'),
      naptr(10, 1, 'SIPS+D2T'),
      naptr(1, 1, 'SIP+D2S'),
      naptr(2, 1, 'SIP+D2U', 'a'),
    ];
    expect(offeredBy(records, ['udp', 'tcp', 'tls']).map(({ transport }) => transport)).toEqual(['tls', 'tcp', 'udp']);
    expect(offeredBy(records, ['udp'])).toEqual([{ transport: 'udp', name: '_x.sip+d2u' }]);
  });
  it('is asked for by the names of RFC 3263', () => {
    expect((['udp', 'tcp', 'tls'] as const).map((each) => srvName(each, 'example.org'))).toEqual([
      '_sip._udp.example.org',
      '_sip._tcp.example.org',
      '_sips._tcp.example.org',
    ]);
  });
  it('may be nothing', () =>
    expect(['.', '', 'a.example'].map((name) => isThere({ name, port: 1, priority: 1, weight: 1 }))).toEqual([false, false, true]));
});
