// The simulated public network, called by a telephone: each kind of callee answers on the wire and in the ear as it should.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Callee } from '../../sim/network/callee.ts';
import { createDice } from '../../server/src/kernel/dice.ts';
import { startExchange, type Exchange } from '../../sim/network/exchange.ts';
import { listenTo } from '../../sim/network/listener.ts';
import { HELLO_HZ } from '../../sim/network/sounds.ts';
import { createPace } from '../../sim/pace.ts';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { freePorts } from '../kit/ports.ts';

const pace = createPace();
let network: Exchange;
let phone: Softphone;

const BEHAVIOURS: Readonly<Record<string, Callee>> = {
  '12': { does: 'answer', ringMs: 300, talkMs: 3_000 },
  '13': { does: 'voicemail', ringMs: 200 },
};

beforeAll(async () => {
  const [ip, port] = ['127.0.0.1', await freePorts(1)];
  phone = await startSoftphone({ server: { ip, port }, user: 'caller', media: { pace } });
  const server = { ip, port: phone.wire.port };
  network = await startExchange({ server, port, dice: createDice(5), pace, behave: (number) => BEHAVIOURS[number.slice(-2)] ?? null });
});
afterAll(async () => {
  await phone.leave();
  phone.close();
  await network.close();
  pace.stop();
});

test.each([
  ['91', 486],
  ['96', 404],
  ['97', 503],
])('a number that ends in %s is refused with %i', async (ending, status) => {
  const call = await phone.call(`13800138${ending}`);
  expect(await call.ended()).toBe(status);
});

test('one that rings out rings until the caller gives up', async () => {
  const call = await phone.call('1380013890');
  await expect.poll(() => call.answers.map((answer) => answer.status)).toContain(180);
  call.cancel();
  expect(await call.ended()).toBe(487);
});

test('one that declines rings first', async () => {
  const call = await phone.call('1380013892');
  expect(await call.ended(20_000)).toBe(603);
  expect(call.answers.map((answer) => answer.status)).toContain(180);
});

test('a person answers, says hello, talks and hangs up', async () => {
  const call = await phone.call('1380013812');
  await call.answered();
  await listenTo(call.media, [HELLO_HZ.customer]).hello(HELLO_HZ.customer, 5_000);
  expect(await call.ended(15_000)).toBe('bye');
});

test('special information tones are heard in their order', async () => {
  const from = performance.now();
  const call = await phone.call('1380013894');
  await call.ended(20_000);
  const times = [950, 1_400, 1_800].map((hz) => call.media.heardAt(hz, from));
  expect(times).not.toContain(null);
  expect([...times].sort((a, b) => a! - b!)).toEqual(times);
});

test('voicemail greets, beeps and listens', async () => {
  const from = performance.now();
  const call = await phone.call('1380013813');
  await call.answered();
  await expect.poll(() => call.media.heardAt(1_000, from), { timeout: 15_000 }).not.toBeNull();
  expect(call.state.ended).toBeNull();
  await call.hangUp();
  expect(network.taken.get('voicemail')).toBe(1);
});
