// What a flow says is heard by its caller, word by word: values from recorded parts, and texts that a voice speaks at run time.
import { readWav } from '@tandem/rtp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAi, type Ai } from '../../server/src/modules/ai/index.ts';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { EAGER } from '../kit/demo.ts';
import { findPrompt, findSamples } from '../kit/prompts.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

type Language = 'en' | 'zh-CN';

let tandem: Tandem;
let admin: Api;
let ai: Ai;
const open: Softphone[] = [];

beforeAll(async () => {
  tandem = await startTandem(undefined, EAGER);
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
  const quiet = { info() {}, warn() {}, error() {} };
  ai = createAi({ log: quiet, metrics: { observe() {} } });
});
afterAll(async () => {
  for (const phone of open) phone.close();
  await ai?.stop();
  await tandem?.stop();
});

/** Publishes a flow that says this and hangs up, calls it, and answers all that was heard. */
async function hear(number: string, language: Language, say: unknown[]): Promise<Int16Array> {
  const draft = {
    schema: 1,
    language,
    start: 'answer',
    nodes: {
      answer: { type: 'answer', next: 'say' },
      say: { type: 'play', say, next: 'end' },
      end: { type: 'hang-up' },
    },
  };
  const flow = await admin.send('POST', '/flows', { key: `speech-${number}`, name: { en: 'Speech' }, draft });
  await admin.send('POST', `/flows/${flow.id}/publish`);
  await admin.send('POST', '/numbers', { number, label: 'Speech', flow: flow.id });
  const phone = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user: `+86139000${number}` });
  open.push(phone);
  const call = await phone.call(number);
  await call.answered();
  expect(await call.ended(60_000)).toBe('bye');
  return call.media.heard();
}

/** All of them, in this order, in this language. */
function expectPrompts(heard: Int16Array, language: Language, prompts: string[]): void {
  const places = prompts.map((prompt) => ({ prompt, ...findPrompt(heard, `${language}/${prompt}`) }));
  for (const place of places) expect(place.likeness, `${place.prompt} was heard`).toBeGreaterThan(0.9);
  expect(places.map((place) => place.prompt)).toEqual(places.toSorted((a, b) => a.at - b.at).map((place) => place.prompt));
}

async function likenessOf(heard: Int16Array, language: Language, text: string): Promise<number> {
  const { wav } = await ai.speech.synthesise({ tenant: 'tnt_test', text, language });
  return findSamples(heard, readWav(wav).samples).likeness;
}

describe('values', () => {
  it('are heard in English as people say them', async () => {
    const heard = await hear('4071', 'en', [
      { value: '12.34 USD', as: 'money' },
      { value: '2026-11-22', as: 'date' },
      { value: 'not a number', as: 'number', or: 'order-not-found' },
    ]);
    expectPrompts(heard, 'en', [
      'numbers/12',
      'money/dollars',
      'money/and',
      'numbers/34',
      'money/cents',
      'dates/weekday-0',
      'dates/month-11',
      'ordinals/22',
    ]);
    expectPrompts(heard, 'en', ['numbers/20', 'numbers/26', 'order-not-found']);
    expect(findPrompt(heard, 'en/dates/month-12').likeness).toBeLessThan(0.9);
  });

  it('are heard in Mandarin as people say them', async () => {
    const heard = await hear('4072', 'zh-CN', [
      { value: '2200.05 CNY', as: 'money' },
      { value: '京A12345', as: 'plate' },
      { value: '15:05', as: 'time' },
    ]);
    expectPrompts(heard, 'zh-CN', [
      'numbers/2000',
      'numbers/200',
      'money/yuan',
      'digits/0',
      'money/fen',
      'plates/beijing',
      'letters/a',
      'digits/1',
      'digits/4',
    ]);
    expectPrompts(heard, 'zh-CN', ['plates/beijing', 'times/afternoon', 'times/hour-3', 'times/minute-5']);
  });
});

describe('texts', () => {
  it.each([
    ['4073', 'en', 'Your parcel left our warehouse this morning.', 'Your parcel is still being packed by our people.'],
    ['4074', 'zh-CN', '您的包裹今天早上已从仓库发出。', '很抱歉，您的包裹还没有打包。'],
  ] as const)('%s: are spoken in %s and heard, between prompts', async (number, language, text, other) => {
    const heard = await hear(number, language, [{ prompt: 'welcome' }, { text: { [language]: text } }, { prompt: 'goodbye' }]);
    expect(await likenessOf(heard, language, text)).toBeGreaterThan(0.9);
    expect(await likenessOf(heard, language, other)).toBeLessThan(0.8);
    expectPrompts(heard, language, ['welcome', 'goodbye']);
  });
});
