// What an endpoint answers to each RFC 4475 message that needs more than syntax, and that it answers every readable request at all.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMessage } from '../message/parse.ts';
import { header } from '../message/read.ts';
import type { Response } from '../message/types.ts';
import { createEndpoint } from './endpoint.ts';
import type { Effect, Flow } from './types.ts';

const folder = new URL('../../test-data/rfc4475/', import.meta.url);
const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(file, folder)));
const flow: Flow = { transport: 'udp', socket: 'main', ip: '203.0.113.9', port: 5060 };

const methods = ['INVITE', 'BYE', 'OPTIONS', 'REGISTER', 'MESSAGE'];
const fresh = (forwards = false) =>
  createEndpoint({
    now: () => 0,
    random: (count) => new Uint8Array(count),
    sentBy: () => ({ host: '192.0.2.1', port: 5060 }),
    policy: { methods, forwards },
  });
const feed = (file: string, forwards = false) => fresh(forwards).receive(bytesOf(file), flow);

function answer(effects: Effect[]): Response | null {
  const sent = effects.find((effect) => effect.do === 'transmit');
  if (sent === undefined) return null;
  const parsed = parseMessage(sent.bytes);
  if (!parsed.ok || parsed.value.kind !== 'response') throw new Error('not a response');
  return parsed.value;
}

describe('RFC 4475 at an endpoint', () => {
  it.each([
    ['unkscm.dat', 416],
    ['novelsc.dat', 416],
    ['unksm2.dat', 400],
    ['bext01.dat', 420],
    ['invut.dat', 415],
    ['sdp01.dat', 406],
    ['intmeth.dat', 501],
    ['esc02.dat', 501],
    ['badvers.dat', 505],
    ['insuf.dat', 400],
    ['multi01.dat', 400],
    ['mcl01.dat', 400],
    ['clerr.dat', 400],
    ['ncl.dat', 400],
    ['scalar02.dat', 400],
    ['mismatch01.dat', 400],
    ['mismatch02.dat', 400],
    ['lwsruri.dat', 400],
    ['escruri.dat', 400],
  ])('answers %s with %i', (file, status) => {
    const effects = feed(file);
    const text = new TextDecoder().decode((effects.find((effect) => effect.do === 'transmit') as { bytes: Uint8Array }).bytes);
    expect(text.split(' ')[1]).toBe(String(status));
    expect(effects.some((effect) => effect.do === 'request')).toBe(false);
  });

  it('names what it refuses', () => {
    expect(header(answer(feed('bext01.dat')) as Response, 'unsupported')).toBe('nothingSupportsThis, nothingSupportsThisEither');
    expect(header(answer(feed('invut.dat')) as Response, 'accept')).toBe('application/sdp');
    expect(header(answer(feed('intmeth.dat')) as Response, 'allow')).toBe('INVITE, BYE, OPTIONS, REGISTER, MESSAGE, ACK, CANCEL');
  });

  it.each(['scalarlg.dat', 'bigcode.dat', 'bcast.dat', 'unreason.dat', 'noreason.dat'])('drops the response %s', (file) => {
    expect(feed(file).map((effect) => effect.do)).toEqual(['note']);
  });

  it.each([
    'wsinv.dat',
    'esc01.dat',
    'escnull.dat',
    'lwsdisp.dat',
    'longreq.dat',
    'dblreq.dat',
    'semiuri.dat',
    'transports.dat',
    'mpart01.dat',
    'baddate.dat',
    'badbranch.dat',
    'regaut01.dat',
    'cparam01.dat',
    'cparam02.dat',
    'regescrt.dat',
    'inv2543.dat',
    'zeromf.dat',
  ])('gives %s to its user', (file) => {
    expect(feed(file).filter((effect) => effect.do === 'request')).toHaveLength(1);
  });

  it('matches repetitions of badbranch.dat and inv2543.dat by the rules of RFC 2543', () => {
    for (const file of ['badbranch.dat', 'inv2543.dat']) {
      const endpoint = fresh();
      endpoint.receive(bytesOf(file), flow);
      expect(endpoint.receive(bytesOf(file), flow)).toEqual([]);
      expect(endpoint.stats().servers).toBe(1);
    }
  });

  it('covers all 49', () => {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.dat'))) expect(feed(file).length).toBeGreaterThan(0);
  });
});
