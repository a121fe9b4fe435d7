// Clips come from files and from rules, are read once, fall back to another language, and say what is wrong with a file.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeWav } from '@tandem/rtp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlayItem } from '@tandem/contract/edge.ts';
import { Clips } from './clips.ts';

let folder = '';
let clips: Clips;
const prompt = (name: string, language: 'en' | 'zh-CN' = 'en'): PlayItem => ({ kind: 'prompt', prompt: name, language });

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'clips-'));
  fs.mkdirSync(path.join(folder, 'en/digits'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'en/digits/1.wav'), writeWav({ sampleRate: 8_000, channels: 1, samples: Int16Array.of(1, 2, 3) }));
  fs.writeFileSync(path.join(folder, 'en/wide.wav'), writeWav({ sampleRate: 16_000, channels: 1, samples: new Int16Array(4) }));
  fs.writeFileSync(path.join(folder, 'secret.wav'), writeWav({ sampleRate: 8_000, channels: 1, samples: new Int16Array(4) }));
  clips = new Clips(folder, 'cn');
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('clips', () => {
  it('reads a file once, then has it at hand', async () => {
    const first = clips.get([prompt('digits/1'), { kind: 'silence', ms: 40 }]);
    expect(first).toBeInstanceOf(Promise);
    expect((await first).map((clip) => clip.length)).toEqual([3, 320]);
    fs.rmSync(path.join(folder, 'en/digits/1.wav'));
    expect(Array.isArray(clips.get([prompt('digits/1')]))).toBe(true);
  });

  it('makes tones: ringback in China is a second of 450 Hz in five', () => {
    expect((clips.get([{ kind: 'tone', tone: 'ringback' }]) as Int16Array[])[0]!.length).toBe(40_000);
  });

  it('gives another language where the asked one is missing', async () => {
    fs.writeFileSync(path.join(folder, 'en/only.wav'), writeWav({ sampleRate: 8_000, channels: 1, samples: Int16Array.of(7) }));
    expect([...(await clips.get([prompt('only', 'zh-CN')]))[0]!]).toEqual([7]);
  });

  it('says what is wrong, and tries again the next time', async () => {
    await expect(clips.get([prompt('wide')])).rejects.toThrow('mono at 8 kHz');
    await expect(clips.get([prompt('later')])).rejects.toThrow('does not exist');
    fs.writeFileSync(path.join(folder, 'en/later.wav'), writeWav({ sampleRate: 8_000, channels: 1, samples: Int16Array.of(1) }));
    expect((await clips.get([prompt('later')]))[0]!.length).toBe(1);
  });

  it.each(['../secret', '/etc/passwd', 'a/../../secret', ''])('does not leave its folder: %s', async (name) => {
    await expect(Promise.resolve(clips.get([prompt(name)]))).rejects.toThrow('not the name of a sound');
  });
});
