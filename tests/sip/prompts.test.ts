// What a tenant recorded is what its callers hear, by content: prompts by language, music of a queue, changes at once; and a test call over one trunk.
import { readWav, writeWav } from '@tandem/rtp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSoftphone, type PhoneCall, type Softphone } from '../../sim/softphone.ts';
import { toneSeconds } from '../kit/audio.ts';
import { demoAgent, EAGER } from '../kit/demo.ts';
import { publishFlow } from '../kit/flows.ts';
import { eventually } from '../kit/processes.ts';
import { findSamples } from '../kit/prompts.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let admin: Api;
const phones: Softphone[] = [];
let callers = 0;

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
});
afterAll(async () => {
  for (const phone of phones) phone.close();
  await tandem?.stop();
});

/** As a studio sends it: a tone on the left channel alone, at 44.1 kHz. */
function studio(hz: number, seconds: number): string {
  const rate = 44_100;
  const samples = new Int16Array(rate * seconds * 2);
  for (let i = 0; i < rate * seconds; i++) samples[2 * i] = Math.round(16_000 * Math.sin((2 * Math.PI * hz * i) / rate));
  return Buffer.from(writeWav({ sampleRate: rate, channels: 2, samples })).toString('base64');
}

async function recorded(key: string, kind: 'speech' | 'music', tones: Record<string, number>): Promise<string> {
  const { id } = await admin.send('POST', '/prompts', { key, kind, name: { en: key } });
  for (const [slot, hz] of Object.entries(tones)) await record(id, slot, hz);
  return id;
}
const record = (id: string, slot: string, hz: number) =>
  admin.send('PUT', `/prompts/${id}/recordings/${slot}`, { wav: studio(hz, 1), source: 'upload' });

async function call(number: string): Promise<PhoneCall> {
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: `+86139001${1_000 + callers++}` });
  phones.push(phone);
  const made = await phone.call(number);
  await made.answered();
  return made;
}

/** Of the last second, one tone alone is heard. */
async function hears({ media }: PhoneCall, hz: number): Promise<void> {
  await eventually(`${hz} Hz to be heard`, () => (toneSeconds(media.heard().subarray(-8_000), hz) > 0.8 ? true : null), 8_000, 100);
}

describe('prompts', () => {
  it('are heard in the language of the call, and are not taken away while a flow plays them', async () => {
    const id = await recorded('our-welcome', 'speech', { en: 600, 'zh-CN': 1_500 });
    for (const [number, language, hz, other] of [
      ['4081', 'en', 600, 1_500],
      ['4082', 'zh-CN', 1_500, 600],
    ] as const) {
      await publishFlow(admin, number, {
        answer: { type: 'answer', next: 'language' },
        language: { type: 'set', variable: 'language', value: language, next: 'say' },
        say: { type: 'play', say: [{ prompt: 'our-welcome' }], next: 'end' },
        end: { type: 'hang-up' },
      });
      const made = await call(number);
      expect(await made.ended(10_000)).toBe('bye');
      expect(toneSeconds(made.media.heard(), hz)).toBeGreaterThan(0.9);
      expect(toneSeconds(made.media.heard(), other)).toBeLessThan(0.05);
    }
    const refused = await admin.raw(`/prompts/${id}`, { method: 'DELETE' });
    expect(refused.status).toBe(409);
    expect((await refused.json()) as object).toMatchObject({
      code: 'prompt.in-use',
      errors: [{ path: expect.stringMatching(/^\/flows\//) }, {}],
    });
  });
});

describe('music', () => {
  it('that a queue has chosen is heard by who waits, each change by the next caller, and again by whom an agent puts on hold', async () => {
    const agent = await demoAgent(tandem, 1);
    phones.push(agent.phone);
    await agent.presence('away');
    const id = await recorded('our-tune', 'music', { all: 900 });
    const wanted = { key: 'tuned', name: { en: 'Tuned' }, members: [agent.id], wrapUpMs: 0, music: 'our-tune', record: false };
    const queue = await admin.send('POST', '/queues', wanted);
    await publishFlow(admin, '4083', {
      answer: { type: 'answer', next: 'line' },
      line: { type: 'queue', queue: queue.id, music: 'default', timedOut: 'end', failed: 'end' },
      end: { type: 'hang-up' },
    });
    const first = await call('4083');
    await hears(first, 900);
    await record(id, 'all', 1_300);
    const second = await call('4083');
    await hears(second, 1_300);
    // Who waits already goes on hearing what he heard.
    await hears(first, 900);
    await admin.send('POST', `/prompts/${id}/recordings/all/restore`, { version: 1 });
    const third = await call('4083');
    await hears(third, 900);
    expect((await admin.raw(`/prompts/${id}`, { method: 'DELETE' })).status).toBe(409);
    await agent.presence('available');
    const taken = await agent.phone.incoming();
    taken.media.tone(2_300);
    taken.accept();
    await hears(second, 1_300);
    await hears(first, 2_300);
    const live = await eventually('the live call', async () => {
      const { items } = await admin.get('/calls');
      return items.find((each: { agent: string | null }) => each.agent === agent.id) ?? null;
    });
    await agent.api.send('POST', `/calls/${live.id}/hold`);
    await hears(first, 900);
    await agent.presence('away');
    for (const made of [first, second, third]) await made.hangUp();
    await admin.send('PATCH', `/queues/${queue.id}`, { music: null });
    await admin.send('DELETE', `/prompts/${id}`);
    expect((await admin.raw(`/prompts/${id}`)).status).toBe(404);
  });
});

describe('a test call', () => {
  it('over a trunk is told step by step, speaks, and says how it sounded; another one waits', async () => {
    const far = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: 'far', port: tandem.sipPort + 10 });
    phones.push(far);
    const trunk = (await admin.get('/trunks')).items.find((each: { name: string }) => each.name === 'local');
    const path = `/trunks/${trunk.id}/test-calls`;
    const made = await admin.send('POST', path, { number: '13800138000' }, { 'accept-language': 'en' });
    expect(made).toMatchObject({ state: 'trying', cause: null });
    const view = () => admin.get(`${path}/${made.call}`);
    const rung = await far.incoming();
    rung.ring();
    await eventually('it to ring', async () => ((await view()).state === 'ringing' ? true : null));
    expect(
      (await admin.raw(path, { method: 'POST', body: '{"number":"13800138001"}', headers: { 'content-type': 'application/json' } })).status,
    ).toBe(409);
    rung.media.tone(700);
    rung.accept();
    await eventually('it to be answered', async () => ((await view()).state === 'answered' ? true : null));
    expect(await rung.ended(30_000)).toBe('bye');
    const done = await eventually('it to be over', async () => {
      const now = await view();
      return now.state === 'ended' ? now : null;
    });
    expect(done).toMatchObject({ cause: 'normal', by: 'local', spoken: true });
    expect(done.steps.map((step: { state: string }) => step.state)).toEqual(['trying', 'ringing', 'answered', 'ended']);
    expect(done.heard.mos).toBeGreaterThan(3);
    // What was said is the phrase, as the voice of this machine speaks it.
    const { id } = await admin.send('POST', '/prompts', { key: 'phrase', kind: 'speech', name: { en: 'Phrase' } });
    const text = 'This is a test call from your contact centre. The line works in this direction. Thank you, and goodbye.';
    await admin.send('POST', `/prompts/${id}/recordings/en/speech`, { text });
    const audio = await admin.raw(`/prompts/${id}/recordings/en/audio`);
    const phrase = readWav(new Uint8Array(await audio.arrayBuffer())).samples;
    expect(findSamples(rung.media.heard(), phrase.subarray(0, 16_000)).likeness).toBeGreaterThan(0.9);
    // It is nobody's contact.
    expect((await admin.get('/interactions?limit=50')).items.filter((each: any) => JSON.stringify(each).includes('13800138000'))).toEqual(
      [],
    );

    const again = await admin.send('POST', path, { number: '13800138000' });
    const refused = await far.incoming();
    refused.refuse(486);
    const busy = await eventually('it to be refused', async () => {
      const now = await admin.get(`${path}/${again.call}`);
      return now.state === 'ended' ? now : null;
    });
    expect(busy).toMatchObject({ cause: 'busy', by: 'remote', sipStatus: 486, heard: null });
    const emergency = await admin.raw(path, { method: 'POST', body: '{"number":"110"}', headers: { 'content-type': 'application/json' } });
    expect(((await emergency.json()) as { code: string }).code).toBe('test-call.not-allowed');
  });
});
