// REGISTER between two endpoints as the README shows it: challenged, answered, refused for a wrong password.
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWorld, nothingOpen, type Weather } from '../../test/network.ts';
import {
  answerChallenge,
  challenge,
  createNonceLedger,
  ha1,
  header,
  nameAddr,
  newRequest,
  responseTo,
  sipUri,
  verifyDigest,
  type Request,
} from '../index.ts';

const mac = (text: string) => createHmac('sha256', 'secret').update(text).digest('hex');
const rough: Weather = { loss: 0.2, duplicate: 0.3, minDelayMs: 5, maxDelayMs: 400 };

function register(password: string, seed: number): { statuses: number[]; registered: string[]; open: unknown[] } {
  const world = createWorld(seed, rough);
  const nonces = createNonceLedger(100);
  const registered: string[] = [];
  const statuses: number[] = [];
  const registrar = world.add(
    '10.0.0.1',
    (effect, host) => {
      if (effect.do !== 'request') return;
      const { key, request } = effect;
      const stored = (user: string) => (user === 'agent1' ? ha1('agent1', 'tandem', 'demo-sip') : null);
      const verdict = verifyDigest({ request, realm: 'tandem', ha1: stored, mac, now: world.now(), lifeMs: 300_000, nonces });
      if (verdict.ok) {
        registered.push(verdict.user);
        return host.run(
          host.endpoint.respond(key, responseTo(request, 200, { contact: request.contact, headers: [{ name: 'expires', value: '300' }] })),
        );
      }
      const value = challenge({
        realm: 'tandem',
        mac,
        now: world.now(),
        salt: host.endpoint.token(),
        stale: verdict.why === 'stale' || verdict.why === 'replay',
      });
      host.run(host.endpoint.respond(key, responseTo(request, 401, { headers: [{ name: 'www-authenticate', value }] })));
    },
    { policy: { methods: ['REGISTER'] } },
  );
  let current: Request;
  const phone = world.add('10.0.0.2', (effect, host) => {
    if (effect.do !== 'response') return;
    statuses.push(effect.response.status);
    const again = answerChallenge({
      request: current,
      response: effect.response,
      user: 'agent1',
      ha1: (realm) => ha1('agent1', realm, password),
      cnonce: host.endpoint.token(),
    });
    if (effect.response.status === 200) expect(header(effect.response, 'expires')).toBe('300');
    if (again === null) return;
    current = again;
    host.run(host.endpoint.request(again, host.flowTo('10.0.0.1')).effects);
  });
  const us = nameAddr(sipUri({ user: 'agent1', host: 'tandem.test' }));
  current = newRequest({
    method: 'REGISTER',
    uri: sipUri({ host: 'tandem.test' }),
    from: nameAddr(us.uri, { tag: phone.endpoint.token() }),
    to: us,
    callId: phone.endpoint.token(),
    cseq: 1,
    contact: [nameAddr(sipUri({ user: 'agent1', host: '10.0.0.2' }))],
  });
  phone.run(phone.endpoint.request(current, phone.flowTo('10.0.0.1')).effects);
  world.run();
  return { statuses, registered, open: [registrar.endpoint.stats(), phone.endpoint.stats()] };
}

describe('REGISTER over a rough network', () => {
  it.each([1, 2, 3])('is challenged once and accepted once, seed %i', (seed) => {
    expect(register('demo-sip', seed)).toEqual({ statuses: [401, 200], registered: ['agent1'], open: [nothingOpen, nothingOpen] });
  });

  it('ends after one try with a wrong password', () => {
    expect(register('wrong', 1)).toEqual({ statuses: [401, 401], registered: [], open: [nothingOpen, nothingOpen] });
  });
});
