// The DTLS handshake between our two roles: over a net that loses, repeats, reorders and cuts; and what neither may believe.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DtlsAssociation, type DtlsRole } from './association.ts';
import { fingerprintOf, makeIdentity, readIdentity, type Fingerprint, type Identity } from './identity.ts';
import { Reassembly, wholeMessage } from './reassembly.ts';

const ours = { client: readIdentity(makeIdentity()), server: readIdentity(makeIdentity()) };

type Net = { client: DtlsAssociation; server: DtlsAssociation; wire: { to: DtlsRole; bytes: Buffer }[] };

function connect(given: { client?: Identity; fingerprintOfClient?: Fingerprint; fingerprintOfServer?: Fingerprint } = {}): Net {
  const wire: Net['wire'] = [];
  const end = (role: DtlsRole, to: DtlsRole, fingerprint: Fingerprint): DtlsAssociation =>
    new DtlsAssociation({
      role,
      identity: role === 'client' ? (given.client ?? ours.client) : ours.server,
      fingerprint,
      send: (bytes) => wire.push({ to, bytes }),
    });
  const client = end('client', 'server', given.fingerprintOfServer ?? fingerprintOf(ours.server.certificate));
  const server = end('server', 'client', given.fingerprintOfClient ?? fingerprintOf(ours.client.certificate));
  return { client, server, wire };
}

/** Delivers until nothing more is to be said, or for `forMs`; `fate` says how often a datagram arrives. */
function run(net: Net, fate: () => number = () => 1, forMs = 60_000): void {
  net.client.start(0);
  for (let now = 0; now < forMs && (net.client.keys === null || net.server.keys === null); now += 50) {
    for (const { to, bytes } of net.wire.splice(0)) for (let times = fate(); times > 0; times--) net[to].receive(bytes, now);
    net.client.tick(now);
    net.server.tick(now);
    if (net.client.failure !== null && net.server.failure !== null) return;
  }
}

describe('a handshake', () => {
  it('ends with the same keys on both sides, the other way round', () => {
    const net = connect();
    run(net);
    expect(net.client.keys).not.toBeNull();
    expect(net.client.keys?.local).toEqual(net.server.keys?.remote);
    expect(net.client.keys?.remote).toEqual(net.server.keys?.local);
    expect(net.client.keys?.local).not.toEqual(net.client.keys?.remote);
    expect(net.client.keys?.local).toMatchObject({ key: { length: 16 }, salt: { length: 14 } });
  });

  it('takes two round trips where nothing is lost', () => {
    const net = connect();
    net.client.start(0);
    for (let flights = 0; flights < 4; flights++)
      for (const { to, bytes } of net.wire.splice(0)) {
        expect(bytes.length).toBeLessThanOrEqual(1_200);
        net[to].receive(bytes, 0);
      }
    expect([net.client.keys === null, net.server.keys === null]).toEqual([false, false]);
  });

  it('comes through loss and repetition', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.constantFrom(0, 0, 1, 1, 1, 2)), (chances) => {
        const net = connect();
        run(net, () => chances.next().value as number);
        expect(net.client.keys?.local).toEqual(net.server.keys?.remote);
        expect(net.client.keys).not.toBeNull();
      }),
      { numRuns: 30 },
    );
  });

  it('is repeated for who missed its end', () => {
    const net = connect();
    net.client.start(0);
    for (let flights = 0; flights < 3; flights++) for (const { to, bytes } of net.wire.splice(0)) net[to].receive(bytes, 0);
    expect([net.client.keys === null, net.server.keys === null, net.wire.length]).toEqual([true, false, 1]);
    net.wire.length = 0;
    net.client.tick(250);
    for (let flights = 0; flights < 2; flights++) for (const { to, bytes } of net.wire.splice(0)) net[to].receive(bytes, 250);
    expect(net.client.keys?.local).toEqual(net.server.keys?.remote);
  });
});

describe('neither side believes', () => {
  it('a certificate that SDP did not tell of', () => {
    const other = fingerprintOf(readIdentity(makeIdentity()).certificate);
    for (const given of [{ fingerprintOfClient: other }, { fingerprintOfServer: other }]) {
      const net = connect(given);
      run(net, () => 1, 5_000);
      const [failed, told] = 'fingerprintOfClient' in given ? [net.server, net.client] : [net.client, net.server];
      expect(failed.failure).toBe('another certificate than SDP told of');
      expect(told.failure).toBe('alert 40');
      expect([net.client.keys, net.server.keys]).toEqual([null, null]);
    }
  });

  it('a hash that binds nothing', () => {
    const net = connect({ fingerprintOfServer: { algorithm: 'md5', value: fingerprintOf(ours.server.certificate).value } });
    run(net, () => 1, 5_000);
    expect(net.client.keys).toBeNull();
  });

  it('who shows a certificate without having its key', () => {
    const thief = { certificate: ours.client.certificate, key: readIdentity(makeIdentity()).key };
    const net = connect({ client: thief });
    run(net, () => 1, 5_000);
    expect(net.server.failure).toBe('a signature of somebody else');
    expect(net.server.keys).toBeNull();
  });

  it('noise, at any time', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 10 }), (noise) => {
        const net = connect();
        for (const bytes of noise) {
          bytes.set([22, 0xfe, 0xfd, 0, 1].slice(0, bytes.length));
          net.server.receive(bytes, 0);
          net.client.receive(bytes, 0);
        }
        run(net);
        expect(net.client.keys).not.toBeNull();
      }),
      { numRuns: 20 },
    );
  });

  it('a handshake somebody touched on the way', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(2_000), (flight, position) => {
        const net = connect();
        net.client.start(0);
        for (let at = 0; at < 4; at++)
          for (const { to, bytes } of net.wire.splice(0)) {
            if (at === flight) bytes[13 + (position % (bytes.length - 13))]! ^= 0x40;
            net[to].receive(bytes, 0);
          }
        // Whatever was touched, they do not end with different keys, and never both with them.
        if (net.client.keys !== null && net.server.keys !== null) expect(net.client.keys.local).toEqual(net.server.keys.remote);
      }),
      { numRuns: 60 },
    );
  });
});

describe('fragments', () => {
  const fragment = (type: number, sequence: number, body: Buffer, from: number, to: number): Buffer => {
    const head = wholeMessage({ type, sequence, body }).subarray(0, 12);
    const copy = Buffer.from(head);
    copy.writeUIntBE(from, 6, 3);
    copy.writeUIntBE(to - from, 9, 3);
    return Buffer.concat([copy, body.subarray(from, to)]);
  };

  it('become messages in order, whatever their own', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 }), fc.boolean(), (order, twice) => {
        const bodies = [Buffer.alloc(1_800, 1), Buffer.alloc(0), Buffer.alloc(300, 3)];
        const pieces = [
          fragment(1, 0, bodies[0]!, 0, 900),
          fragment(1, 0, bodies[0]!, 700, 1_500),
          fragment(1, 0, bodies[0]!, 1_500, 1_800),
          fragment(14, 1, bodies[1]!, 0, 0),
          fragment(11, 2, bodies[2]!, 0, 150),
          fragment(11, 2, bodies[2]!, 150, 300),
        ];
        const reassembly = new Reassembly();
        const messages = order.flatMap((index) => [...reassembly.add(pieces[index]!), ...(twice ? reassembly.add(pieces[index]!) : [])]);
        expect(messages.map(({ type }) => type)).toEqual([1, 14, 11]);
        expect(messages.map(({ body }) => body)).toEqual(bodies);
        expect(reassembly.add(pieces[0]!)).toEqual([]);
        expect(reassembly.repeated).toBe(true);
      }),
    );
  });
});
