// The endpoint rule by rule: what it does by itself, and that it forgets everything when it is done.
import { describe, expect, it } from 'vitest';
import { firstLines, listen, send, statuses } from '../../test/listener.ts';
import { createWorld, nothingOpen } from '../../test/network.ts';
import { responseTo } from '../message/build.ts';
import type { Request } from '../message/types.ts';
import type { Effect, Flow } from './types.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const A = '10.0.0.1';
const B = '10.0.0.2';

describe('endpoint', () => {
  it('says 100 when its user is slow, and retransmits nothing after it', () => {
    const world = createWorld();
    const a = listen(world, A);
    listen(world, B, {}, (effect, host) => {
      if (effect.do === 'request') world.after(3_000, () => host.run(host.endpoint.respond(effect.key, responseTo(effect.request, 486))));
    });
    send(a.host, 'INVITE', B);
    world.run();
    expect(statuses(a)).toEqual([100, 486]);
    expect(firstLines(world, A)).toEqual([`0 INVITE sip:x@${B} SIP/2.0`, `3010 ACK sip:x@${B} SIP/2.0`]);
    expect(a.host.endpoint.stats()).toEqual(nothingOpen);
  });

  it('holds a CANCEL back until the first provisional answer', () => {
    const world = createWorld();
    const b = listen(world, B, {}, (effect, host) => {
      if (effect.do === 'cancelled')
        host.run(host.endpoint.respond(effect.key, responseTo((b.of('request')[0] as { request: Request }).request, 487)));
    });
    const a = listen(world, A);
    const call = send(a.host, 'INVITE', B);
    a.host.run(a.host.endpoint.cancel(call.key));
    a.host.run(a.host.endpoint.cancel(call.key));
    world.run();
    expect(firstLines(world, A).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['0 INVITE', '210 CANCEL', '220 ACK']);
    expect(statuses(a)).toEqual([100, 487]);
    expect(b.of('cancelled')).toHaveLength(1);
    expect([a.host.endpoint.stats(), b.host.endpoint.stats()]).toEqual([nothingOpen, nothingOpen]);
  });

  it('gives up an INVITE whose far end stays silent after the CANCEL', () => {
    const world = createWorld();
    listen(world, B);
    const a = listen(world, A);
    const call = send(a.host, 'INVITE', B);
    world.after(1_000, () => a.host.run(a.host.endpoint.cancel(call.key)));
    world.run();
    expect(a.of('failed').map((effect) => effect.why)).toEqual(['timeout']);
    expect(a.host.endpoint.stats()).toEqual(nothingOpen);
  });

  it('cancels by itself what only rings', () => {
    const world = createWorld();
    listen(world, B, {}, (effect, host) => {
      if (effect.do === 'request') host.run(host.endpoint.respond(effect.key, responseTo(effect.request, 180)));
    });
    const a = listen(world, A, { maxRingMs: 60_000 });
    send(a.host, 'INVITE', B);
    world.run();
    expect(firstLines(world, A).filter((line) => line.includes('CANCEL'))[0]).toMatch(/^60010 /);
    expect(a.host.endpoint.stats()).toEqual(nothingOpen);
  });

  it('answers a stray CANCEL with 481 and a stray ACK with silence', () => {
    const world = createWorld();
    const b = listen(world, B);
    const raw = (method: string): Uint8Array =>
      encode(
        `${method} sip:b@${B} SIP/2.0\r\nVia: SIP/2.0/UDP ${A};branch=z9hG4bKq\r\nFrom: <sip:a@a>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: q\r\nCSeq: 1 ${method}\r\nContent-Length: 0\r\n\r\n`,
      );
    b.host.run(b.host.endpoint.receive(raw('CANCEL'), b.host.flowTo(A)));
    b.host.run(b.host.endpoint.receive(raw('ACK'), b.host.flowTo(A)));
    expect(firstLines(world, B)).toEqual(['0 SIP/2.0 481 Call/Transaction Does Not Exist']);
    expect(b.of('note').map((effect) => effect.note.kind)).toEqual(['stray-ack']);
    expect(b.host.endpoint.stats()).toEqual(nothingOpen);
  });

  it('refuses with 482 what came by two paths', () => {
    const world = createWorld();
    const b = listen(world, B);
    const raw = (branch: string): Uint8Array =>
      encode(
        `OPTIONS sip:b@${B} SIP/2.0\r\nVia: SIP/2.0/UDP ${A};branch=z9hG4bK${branch}\r\nFrom: <sip:a@a>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: q\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`,
      );
    for (const branch of ['one', 'two', 'one']) b.host.run(b.host.endpoint.receive(raw(branch), b.host.flowTo(A)));
    expect(firstLines(world, B)).toEqual(['0 SIP/2.0 482 Loop Detected']);
    expect(b.of('request')).toHaveLength(1);
  });

  it('writes down where a request came from, whatever its Via claims (RFC 3581)', () => {
    const world = createWorld();
    const b = listen(world, B);
    const flow: Flow = { transport: 'udp', socket: B, ip: '198.51.100.7', port: 40_000 };
    const raw = (via: string): Uint8Array =>
      encode(
        `OPTIONS sip:b@${B} SIP/2.0\r\nVia: SIP/2.0/UDP ${via}\r\nFrom: <sip:a@a>;tag=1\r\nTo: <sip:b@b>\r\nCall-ID: ${via.length}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`,
      );
    const at = (via: string): { via: string; port: number | undefined } => {
      const told = b.host.endpoint.receive(raw(via), flow).find((effect) => effect.do === 'request') as Extract<Effect, { do: 'request' }>;
      const sent = b.host.endpoint.respond(told.key, responseTo(told.request, 200)).find((effect) => effect.do === 'transmit') as Extract<
        Effect,
        { do: 'transmit' }
      >;
      return { via: new TextDecoder().decode(sent.bytes).split('\r\n')[1] as string, port: sent.flow.port };
    };
    expect(at('10.1.1.1:5070;branch=z9hG4bK1;rport;received=6.6.6.6')).toEqual({
      via: 'Via: SIP/2.0/UDP 10.1.1.1:5070;branch=z9hG4bK1;rport=40000;received=198.51.100.7',
      port: 40_000,
    });
    expect(at('10.1.1.1:5070;branch=z9hG4bK12')).toEqual({
      via: 'Via: SIP/2.0/UDP 10.1.1.1:5070;branch=z9hG4bK12;received=198.51.100.7',
      port: 5_070,
    });
  });

  it('bounds its transactions: 503 for some, silence for a flood, room for requests inside of dialogs', () => {
    const world = createWorld();
    const b = listen(world, B, { maxTransactions: 8, maxRefusalsPerSecond: 3 });
    const raw = (branch: number, to = ''): Uint8Array =>
      encode(
        `OPTIONS sip:b@${B} SIP/2.0\r\nVia: SIP/2.0/UDP ${A};branch=z9hG4bK${branch}\r\nFrom: <sip:a@a>;tag=1\r\nTo: <sip:b@b>${to}\r\nCall-ID: ${branch}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`,
      );
    for (let branch = 0; branch < 100; branch += 1) b.host.run(b.host.endpoint.receive(raw(branch), b.host.flowTo(A)));
    expect(b.of('request')).toHaveLength(8);
    expect(firstLines(world, B).filter((line) => line.includes('503'))).toHaveLength(3);
    b.host.run(b.host.endpoint.receive(raw(1_000, ';tag=x'), b.host.flowTo(A)));
    expect(b.of('request')).toHaveLength(9);
    expect(b.host.endpoint.stats().servers).toBe(9);
    world.run();
    expect(b.host.endpoint.stats()).toEqual(nothingOpen);
  });

  it('fails what was on a connection that closed', () => {
    const world = createWorld();
    const a = listen(world, A, {}, undefined, 'tcp');
    const b = listen(world, B, {}, undefined, 'tcp');
    send(a.host, 'INVITE', B);
    send(a.host, 'OPTIONS', B);
    world.run(100);
    a.host.run(a.host.endpoint.flowFailed(a.host.flowTo(B)));
    b.host.run(b.host.endpoint.flowFailed(b.host.flowTo(A)));
    world.run();
    expect(a.of('failed').map((effect) => effect.why)).toEqual(['transport', 'transport']);
    expect(b.of('unsent')).toHaveLength(2);
    expect([a.host.endpoint.stats(), b.host.endpoint.stats()]).toEqual([nothingOpen, nothingOpen]);
    expect(world.sent.filter((one) => one.text.startsWith('INVITE'))).toHaveLength(1);
  });

  it('takes 1,000 requests that nobody answers and forgets them all', () => {
    const world = createWorld();
    const b = listen(world, B);
    const a = listen(world, A);
    for (let count = 0; count < 1_000; count += 1) send(a.host, 'OPTIONS', B);
    world.run();
    expect(b.of('request')).toHaveLength(1_000);
    expect(a.of('failed')).toHaveLength(1_000);
    expect([a.host.endpoint.stats(), b.host.endpoint.stats()]).toEqual([nothingOpen, nothingOpen]);
  });
});
