// Answers that are repeated until they are acknowledged, ACKs that are repeated for repeated answers, forks, and PRACK.
import { describe, expect, it } from 'vitest';
import { firstLines, listen, send, statuses } from '../../test/listener.ts';
import { createWorld, nothingOpen } from '../../test/network.ts';
import { ackInDialog, prackInDialog } from '../dialog/build.ts';
import { dialogOfResponse } from '../dialog/create.ts';
import { responseTo } from '../message/build.ts';
import { sipUri } from '../message/escape.ts';
import { nameAddr } from '../message/name-addr.ts';
import { header } from '../message/read.ts';
import type { Request, Response } from '../message/types.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const A = '10.0.0.1';
const B = '10.0.0.2';

describe('what must be acknowledged', () => {
  it('repeats its 2xx until the ACK, and tells once of the ACK', () => {
    const world = createWorld();
    const b = listen(world, B, {}, (effect, host) => {
      if (effect.do === 'request')
        host.run(host.endpoint.respond(effect.key, responseTo(effect.request, 200, { contact: [nameAddr(sipUri({ host: B }))] })));
    });
    const a = listen(world, A);
    const call = send(a.host, 'INVITE', B);
    world.run(3_600);
    expect(firstLines(world, B).map((line) => line.split(' ')[0])).toEqual(['5', '505', '1505', '3505']);
    // Four came, one was told: the user has not given its ACK yet.
    expect(statuses(a)).toEqual([200]);
    const made = dialogOfResponse(call.request, a.of('response')[0]?.response as Response);
    if (!made.ok) throw new Error(made.why);
    a.host.run(a.host.endpoint.ack(call.key, ackInDialog(made.value, 1), a.host.flowTo(B)));
    world.run();
    expect(b.of('acked')).toHaveLength(1);
    expect(b.of('ack-missing')).toHaveLength(0);
    expect([a.host.endpoint.stats(), b.host.endpoint.stats()]).toEqual([nothingOpen, nothingOpen]);
  });

  it('sends the same ACK for each 2xx that comes again', () => {
    const world = createWorld(1, { loss: 0, duplicate: 0, minDelayMs: 700, maxDelayMs: 700 });
    const b = listen(world, B, {}, (effect, host) => {
      if (effect.do === 'request') host.run(host.endpoint.respond(effect.key, responseTo(effect.request, 200)));
    });
    let call: ReturnType<typeof send> | null = null;
    const a = listen(world, A, {}, (effect, host) => {
      if (effect.do !== 'response' || call === null) return;
      const made = dialogOfResponse(call.request, effect.response);
      if (made.ok) host.run(host.endpoint.ack(call.key, ackInDialog(made.value, 1), host.flowTo(B)));
    });
    call = send(a.host, 'INVITE', B);
    world.run();
    const acks = world.sent.filter((one) => one.text.startsWith('ACK'));
    expect(acks.length).toBeGreaterThan(1);
    expect(new Set(acks.map((one) => one.text)).size).toBe(1);
    expect([statuses(a), b.of('acked').length]).toEqual([[200], 1]);
  });

  it('tells of each fork that answers, once, and acknowledges each for itself', () => {
    const world = createWorld();
    const a = listen(world, A);
    const call = send(a.host, 'INVITE', B);
    const via = /Via: (.*)/.exec(world.sent[0]?.text ?? '')?.[1] as string;
    const answer = (tag: string): void => {
      const { request: invite } = call;
      const fields = `From: <sip:y@${A}>;tag=${invite.from.params.get('tag')}\r\nTo: <sip:x@${B}>;tag=${tag}\r\nCall-ID: ${invite.callId}\r\nCSeq: 1 INVITE`;
      const bytes = encode(`SIP/2.0 200 OK\r\nVia: ${via}\r\n${fields}\r\nContact: <sip:${tag}@${B}>\r\nContent-Length: 0\r\n\r\n`);
      a.host.run(a.host.endpoint.receive(bytes, a.host.flowTo(B)));
    };
    for (const tag of ['one', 'two', 'one']) answer(tag);
    expect(a.of('response').map((effect) => effect.response.to.params.get('tag'))).toEqual(['one', 'two']);
    for (const { response } of a.of('response')) {
      const made = dialogOfResponse(call.request, response);
      if (made.ok) a.host.run(a.host.endpoint.ack(call.key, ackInDialog(made.value, 1), a.host.flowTo(B)));
    }
    answer('two');
    expect(firstLines(world, A).slice(1)).toEqual([
      `0 ACK sip:one@${B} SIP/2.0`,
      `0 ACK sip:two@${B} SIP/2.0`,
      `0 ACK sip:two@${B} SIP/2.0`,
    ]);
    world.run();
    expect(a.host.endpoint.stats()).toEqual(nothingOpen);
  });

  it('says when no ACK comes', () => {
    const world = createWorld();
    const b = listen(world, B, {}, (effect, host) => {
      if (effect.do === 'request') host.run(host.endpoint.respond(effect.key, responseTo(effect.request, 200)));
    });
    send(listen(world, A).host, 'INVITE', B);
    world.run();
    expect(b.of('ack-missing')).toHaveLength(1);
    expect(firstLines(world, B)).toHaveLength(11);
    expect(b.host.endpoint.stats()).toEqual(nothingOpen);
  });

  it('makes provisional answers reliable for who requires it, one at a time (RFC 3262)', () => {
    const world = createWorld();
    const b = listen(world, B, { policy: { extensions: ['100rel'] } }, (effect, host) => {
      if (effect.do !== 'request') return;
      for (const status of [180, 183]) host.run(host.endpoint.respond(effect.key, responseTo(effect.request, status, { tag: 'bb' })));
      world.after(5_000, () => host.run(host.endpoint.respond(effect.key, responseTo(effect.request, 486, { tag: 'bb' }))));
    });
    let invite: Request | null = null;
    const a = listen(world, A, {}, (effect, host) => {
      if (effect.do !== 'response' || invite === null || header(effect.response, 'rseq') === null) return;
      const made = dialogOfResponse(invite, effect.response);
      const prack = made.ok ? prackInDialog({ ...made.value, localSeq: effect.response.status }, effect.response) : null;
      if (prack !== null && effect.response.status !== 486) host.run(host.endpoint.request(prack.request, host.flowTo(B)).effects);
    });
    invite = send(a.host, 'INVITE', B, [{ name: 'require', value: '100rel' }]).request;
    world.run();
    expect(statuses(a)).toEqual([180, 200, 183, 200, 486]);
    expect(b.of('prack')).toHaveLength(2);
    expect([a.host.endpoint.stats(), b.host.endpoint.stats()]).toEqual([nothingOpen, nothingOpen]);
  });

  it('repeats a reliable provisional answer, then says that no PRACK came', () => {
    const world = createWorld();
    const b = listen(world, B, { policy: { extensions: ['100rel'] } }, (effect, host) => {
      if (effect.do === 'request') host.run(host.endpoint.respondReliably(effect.key, responseTo(effect.request, 180)));
      if (effect.do === 'prack-missing')
        host.run(host.endpoint.respond(effect.key, responseTo((b.of('request')[0] as { request: Request }).request, 504)));
    });
    send(listen(world, A).host, 'INVITE', B, [{ name: 'supported', value: '100rel' }]);
    world.run();
    expect(firstLines(world, B).map((line) => line.split(' ')[0])).toEqual(['5', '505', '1505', '3505', '7505', '15505', '31505', '32005']);
    expect(b.of('prack-missing')).toHaveLength(1);
    expect(b.host.endpoint.stats()).toEqual(nothingOpen);
  });
});
