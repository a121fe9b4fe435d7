// Speech is really made: by flite in its thread and by espeak-ng, at telephone rate and loudness; a hang, a crash and an absent program are survived.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TenantId } from '@tandem/contract/ids.ts';
import { readWav } from '@tandem/rtp';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { findPrompt } from '../../../../../tests/kit/prompts.ts';
import type { Metrics } from '../../../platform/lifecycle/types.ts';
import { silentLog } from '../../../platform/lifecycle/types.ts';
import { createAi, type Ai, type AiDeps } from './ai.ts';

const tenant = 'tnt_00000000000000000000000000' as TenantId;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'speech-test-'));
let ai: Ai | undefined;
let seen: [name: string, value: number, labels: Readonly<Record<string, string>>][] = [];

function start(deps: Partial<AiDeps> = {}): Ai['speech'] {
  seen = [];
  const metrics: Metrics = { observe: (name, value, labels = {}) => void seen.push([name, value, labels]) };
  ai = createAi({ log: silentLog, metrics, ...deps });
  return ai.speech;
}

function outcomes(): string[] {
  return seen.filter(([name]) => name === 'speech_total').map(([, , { provider, outcome }]) => `${provider} ${outcome}`);
}

/** A program in the place of espeak-ng. */
function script(name: string, lines: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  return file;
}

afterEach(async () => ai?.stop());
afterAll(() => fs.rmSync(folder, { recursive: true }));

const loudness = (samples: Int16Array): number => {
  let power = 0;
  let count = 0;
  for (let at = 0; at + 160 <= samples.length; at += 160) {
    const sum = samples.subarray(at, at + 160).reduce((total, sample) => total + sample * sample, 0) / 160;
    if (10 * Math.log10(sum / 32_768 ** 2) > -45) [power, count] = [power + sum, count + 1];
  }
  return 10 * Math.log10(power / count / 32_768 ** 2);
};

describe('speech', () => {
  it.each([
    ['en', 'Your parcel is on its way, and will be with you by three in the afternoon.', 3, 7],
    ['zh-CN', '您的包裹正在派送，预计今天下午三点送达。', 3, 8],
  ] as const)('%s: at telephone rate, as loud as prompts, for as long as it takes to say', async (language, text, least, most) => {
    const speech = start();
    expect(await speech.available(language)).toEqual({ ok: true });
    const { wav, durationMs } = await speech.synthesise({ tenant, text, language });
    const { sampleRate, channels, samples } = readWav(wav);
    expect([sampleRate, channels, wav.length]).toEqual([8_000, 1, 44 + samples.length * 2]);
    expect(durationMs).toBe(Math.round(samples.length / 8));
    expect(durationMs / 1_000).toSatisfy((seconds) => seconds > least && seconds < most);
    expect(Math.abs(loudness(samples) + 20)).toBeLessThan(2);
  });

  it('says what it was told: a word alone is most like the shipped prompt of that word', async () => {
    const speech = start();
    for (const [digit, word] of [
      [0, 'zero'],
      [4, 'four'],
      [7, 'seven'],
    ] as const) {
      const { samples } = readWav((await speech.synthesise({ tenant, text: word, language: 'en' })).wav);
      // The same voice; the prompt went through a high-pass, a compressor and mu-law besides.
      const likeness = Array.from({ length: 10 }, (_unused, each) => findPrompt(samples, `en/digits/${each}`).likeness);
      expect(likeness.indexOf(Math.max(...likeness)), `${word}: ${likeness.map((each) => each.toFixed(2)).join(' ')}`).toBe(digit);
      expect(likeness[digit]).toBeGreaterThan(0.6);
    }
  });

  it('makes the same words once, at once or later, and other words anew', async () => {
    const speech = start();
    const ask = (text: string) => speech.synthesise({ tenant, text, language: 'en' });
    const [one, two] = await Promise.all([ask('Good morning.'), ask(' Good   morning. ')]);
    expect(await ask('Good morning.')).toBe(one);
    expect(two).toBe(one);
    const other = await ask('Good evening.');
    expect(Buffer.from(other.wav).equals(Buffer.from(one.wav))).toBe(false);
    expect(outcomes()).toEqual(['flite-slt spoken', 'flite-slt kept', 'flite-slt spoken']);
  });

  it('keeps no more than it has room for', async () => {
    const speech = start({ cacheBytes: 30_000 });
    for (const text of ['One.', 'Two.', 'Three.', 'Four.', 'One.']) await speech.synthesise({ tenant, text, language: 'en' });
    expect(outcomes()).toEqual(Array.from({ length: 5 }, () => 'flite-slt spoken'));
    expect(Math.max(...seen.filter(([name]) => name === 'speech_kept_bytes').map(([, value]) => value))).toBeLessThanOrEqual(30_000);
  });

  it('refuses what is too long and what holds nothing to say', async () => {
    const speech = start();
    await expect(speech.synthesise({ tenant, text: 'a'.repeat(501), language: 'en' })).rejects.toMatchObject({ code: 'speech.too-long' });
    await expect(speech.synthesise({ tenant, text: ' …\u0000<>', language: 'en' })).rejects.toMatchObject({ code: 'speech.failed' });
  });

  it('is told apart from options and commands: such texts are spoken', async () => {
    const mark = path.join(folder, 'mark');
    for (const language of ['en', 'zh-CN'] as const) {
      const { durationMs } = await start().synthesise({ tenant, text: `-o ${mark}; touch ${mark} $(touch ${mark})`, language });
      expect(durationMs).toBeGreaterThan(1_000);
      await ai?.stop();
    }
    expect(fs.existsSync(mark)).toBe(false);
  });

  it('without espeak-ng has no Mandarin, says why, and finds it when it comes', async () => {
    const command = path.join(folder, 'comes-later');
    const speech = start({ espeak: { command, recheckMs: 40 } });
    expect(await speech.available('zh-CN')).toEqual({ ok: false, reason: 'no-espeak' });
    expect(await speech.available('en')).toEqual({ ok: true });
    await expect(speech.synthesise({ tenant, text: '您好', language: 'zh-CN' })).rejects.toMatchObject({ code: 'speech.unavailable' });
    fs.symlinkSync(execFileSync('which', ['espeak-ng'], { encoding: 'utf8' }).trim(), command);
    await expect.poll(() => speech.available('zh-CN'), { timeout: 5_000 }).toEqual({ ok: true });
    expect((await speech.synthesise({ tenant, text: '您好', language: 'zh-CN' })).durationMs).toBeGreaterThan(300);
  });

  it('a Mandarin voice that spells characters out in English is none', async () => {
    const speech = start({ espeak: { command: script('english-only', 'cat >/dev/null; echo "(en)nI55"') } });
    expect(await speech.available('zh-CN')).toEqual({ ok: false, reason: 'no-mandarin-voice' });
  });

  it.each([
    ['hangs', 'case "$*" in *-q*) echo n;; *) exec sleep 60;; esac'],
    ['puts out no WAV', 'cat >/dev/null; echo nonsense'],
    ['puts out too much', 'case "$*" in *-q*) echo n;; *) exec yes;; esac'],
    ['fails', 'case "$*" in *-q*) echo n;; *) exit 3;; esac'],
  ])('a program that %s is ended and told as a failure', async (name, lines) => {
    const speech = start({ espeak: { command: script(name.replaceAll(' ', '-'), lines), timeoutMs: 1_000 } });
    const begun = performance.now();
    await expect(speech.synthesise({ tenant, text: '您好', language: 'zh-CN' })).rejects.toMatchObject({ code: 'speech.failed' });
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('runs no more programs at once than it may', async () => {
    const log = path.join(folder, 'turns');
    const real = execFileSync('which', ['espeak-ng'], { encoding: 'utf8' }).trim();
    const command = script(
      'counted',
      `case "$*" in *-q*) exec ${real} "$@";; esac\necho + >>${log}; ${real} "$@"; sleep 0.1; echo - >>${log}`,
    );
    const speech = start({ espeak: { command, atOnce: 2 } });
    await Promise.all(['一', '二', '三', '四', '五'].map((text) => speech.synthesise({ tenant, text, language: 'zh-CN' })));
    let running = 0;
    let most = 0;
    for (const sign of fs.readFileSync(log, 'utf8').trim().split('\n')) most = Math.max(most, (running += sign === '+' ? 1 : -1));
    expect([most, running]).toEqual([2, 0]);
  });
});

describe('the speech thread', () => {
  const program = (source: string): URL => new URL(`data:text/javascript,${encodeURIComponent(source)}`);
  const threadFolders = (): string[] => fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith('tandem-speech-'));

  it('that hangs in the middle of WebAssembly or of a loop is killed, and English goes on with espeak-ng', async () => {
    const speech = start({
      thread: {
        timeoutMs: 600,
        program: program(`
      const { parentPort } = await import('node:worker_threads');
      parentPort.on('message', (ask) => { for (;;) if ('wav' in ask) return parentPort.postMessage({ wav: ask.wav }); });
    `),
      },
    });
    const { durationMs } = await speech.synthesise({ tenant, text: 'hello', language: 'en' });
    expect(durationMs).toBeGreaterThan(200);
    expect(outcomes()).toEqual(['flite-slt failed', 'espeak-ng-en spoken']);
  });

  it('that dies fails what it was doing, and the next sentence gets a new one', async () => {
    const mark = path.join(folder, 'died-once');
    const speech = start({
      espeak: { command: path.join(folder, 'absent') },
      thread: {
        program: program(`
        const { parentPort } = await import('node:worker_threads');
        const fs = await import('node:fs');
        parentPort.on('message', () => {
          if (fs.existsSync(${JSON.stringify(mark)})) return parentPort.postMessage({ wav: new Uint8Array(44) });
          fs.writeFileSync(${JSON.stringify(mark)}, '');
          process.exit(7);
        });
      `),
      },
    });
    await expect(speech.synthesise({ tenant, text: 'one', language: 'en' })).rejects.toMatchObject({ code: 'speech.failed' });
    expect((await speech.synthesise({ tenant, text: 'two', language: 'en' })).wav.length).toBe(44);
  });

  it('ends when nothing is spoken for a while, takes its folder with it, and comes back', async () => {
    const before = threadFolders().length;
    const speech = start({ thread: { idleMs: 50 } });
    await speech.synthesise({ tenant, text: 'one', language: 'en' });
    await expect.poll(() => threadFolders().length, { timeout: 5_000 }).toBeLessThanOrEqual(before);
    expect((await speech.synthesise({ tenant, text: 'two', language: 'en' })).durationMs).toBeGreaterThan(200);
  });

  it('says nothing on the console, of Node’s WASI or else', () => {
    const file = path.join(folder, 'speaks.mjs');
    fs.writeFileSync(
      file,
      `import { createAi } from ${JSON.stringify(new URL('ai.ts', import.meta.url).href)};
       const quiet = { info() {}, warn() {}, error() {} };
       const ai = createAi({ log: quiet, metrics: { observe() {} } });
       const { durationMs } = await ai.speech.synthesise({ tenant: 'tnt_x', text: 'hello', language: 'en' });
       await ai.stop();
       if (!(durationMs > 200)) throw new Error('nothing was said');`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
