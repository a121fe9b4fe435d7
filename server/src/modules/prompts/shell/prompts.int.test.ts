// Prompts on a real database and a real blob folder: versions kept and dropped with their files, tenants apart, what calls hear, also while the database is away.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { IdPrefix, QueueId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { createBlobs } from '../../../platform/blob/blobs.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { Db } from '../../../platform/db/types.ts';
import { silentLog } from '../../../platform/lifecycle/types.ts';
import { createPromptsModule, type PromptPorts, type Prompts } from '../index.ts';

const clock = { now: () => Date.now() };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const [tenant, other, queue] = [id('tnt'), id('tnt'), id('que')];
const actor = { kind: 'system', part: 'test' } as const;

let database: TestDatabase;
let root: string;
let prompts: Prompts;
/** What the edge holds, and how often it was brought something. */
const held = new Map<string, Uint8Array>();
let brought = 0;
let away = false;
let used: { path: string; message: string }[] = [];
let music = new Map<QueueId, string>();
let changed = (): void => undefined;

const ports: PromptPorts = {
  // A byte a sample: told apart by their content, which is what matters here.
  toTelephone: async ({ samples, sampleRate }) => ({ wav: Uint8Array.from(samples), durationMs: (samples.length * 1_000) / sampleRate }),
  speak: async (_, text) => ({ wav: new TextEncoder().encode(text), durationMs: 500 }),
  isShipped: (name) => name === 'welcome',
  uses: async () => used,
  queueMusic: async () => music,
  onQueues: async (told) => {
    changed = told;
    return async () => undefined;
  },
  edge: {
    keeps: async (clip) => held.has(clip),
    clip: async (clip, wav) => {
      brought++;
      held.set(clip, wav);
    },
  },
};

beforeAll(async () => {
  database = await testDatabase({ modules: ['prompts'] });
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'prompts-'));
  const { db: real, log, keyring } = database;
  const gone = () => Promise.reject(new Error('the database is away'));
  const db: Db = { ...real, tenant: (...given: Parameters<Db['tenant']>) => (away ? gone() : real.tenant(...given)) as never };
  for (const each of [tenant, other]) await keyring.dataKey(each);
  prompts = createPromptsModule({ db, log, blobs: createBlobs({ root, keyring, clock }), clock, random, tell: silentLog, ports });
  await prompts.heard.follow();
});
afterEach(() => {
  away = false;
  used = [];
});
afterAll(async () => {
  await prompts?.heard.stop();
  await database?.close();
  fs.rmSync(root, { recursive: true, force: true });
});

const files = (): number => fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).length;
const heard = (item: PlayItem | null): string | null => (item?.kind === 'clip' ? new TextDecoder().decode(held.get(item.clip)) : null);
const made = (key: string, kind: 'speech' | 'music' = 'speech') => prompts.create(tenant, { key, kind, name: { en: key } }, actor);
const currentOf = (prompt: Awaited<ReturnType<typeof made>>) =>
  prompt.recordings.flatMap(({ slot, versions }) => versions.filter((each) => each.current).map((each) => `${slot} ${each.version}`));

describe('recordings', () => {
  it('are kept in ten versions, of which any is heard again; what is dropped leaves no file', async () => {
    const { id: prompt } = await made('greeting');
    for (let n = 1; n <= 12; n++) await prompts.speak(tenant, prompt, 'en', `text ${n}`, actor);
    await prompts.speak(tenant, prompt, 'zh-CN', '你好', actor);
    const full = await prompts.prompt(tenant, prompt);
    expect(full.recordings.find(({ slot }) => slot === 'en')!.versions.map(({ version }) => version)).toEqual([
      12, 11, 10, 9, 8, 7, 6, 5, 4, 3,
    ]);
    expect(currentOf(full)).toEqual(['en 12', 'zh-CN 1']);
    expect(files()).toBe(11);
    await expect(prompts.restore(tenant, prompt, 'en', 2, actor)).rejects.toThrow('prompt.no-version');
    expect(currentOf(await prompts.restore(tenant, prompt, 'en', 3, actor))).toEqual(['en 3', 'zh-CN 1']);
    expect(new TextDecoder().decode(await prompts.audio(tenant, prompt, 'en'))).toBe('text 3');
    expect(new TextDecoder().decode(await prompts.audio(tenant, prompt, 'en', 12))).toBe('text 12');

    used = [{ path: '/flows/flo_1', message: 'Main menu' }];
    await expect(prompts.remove(tenant, prompt, actor)).rejects.toMatchObject({ code: 'prompt.in-use', detail: { places: 1 } });
    used = [];
    await prompts.remove(tenant, prompt, actor);
    expect(files()).toBe(0);
    await expect(prompts.prompt(tenant, prompt)).rejects.toThrow('prompt.not-found');
    const kinds = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, prompt), { read: true });
    expect(kinds.map(({ type }) => type)).toEqual(Array.from({ length: 16 }, () => 'config.changed'));
  });

  it('fit their prompt, and its key is nobody else’s', async () => {
    const { id: tune } = await made('tune', 'music');
    const { id: line } = await made('line');
    await expect(made('line')).rejects.toThrow('prompt.exists');
    await expect(made('welcome')).rejects.toThrow('prompt.shipped');
    await expect(prompts.speak(tenant, tune, 'en', 'x', actor)).rejects.toThrow('prompt.wrong-slot');
    await expect(prompts.speak(tenant, tune, 'all', 'x', actor)).rejects.toThrow('prompt.wrong-slot');
    await expect(prompts.record(tenant, line, 'all', { wav: new Uint8Array(9), source: 'upload' }, actor)).rejects.toThrow(
      'prompt.wrong-slot',
    );
    await expect(prompts.record(tenant, line, 'en', { wav: new Uint8Array(9), source: 'upload' }, actor)).rejects.toThrow('prompt.no-wav');
    await expect(prompts.audio(tenant, line, 'en')).rejects.toThrow('prompt.no-version');
    expect(files()).toBe(0);
  });

  it('of one tenant are nothing to another', async () => {
    const { id: prompt } = await made('private');
    await prompts.speak(tenant, prompt, 'en', 'ours', actor);
    expect(await prompts.prompts(other)).toEqual([]);
    for (const act of [
      () => prompts.prompt(other, prompt),
      () => prompts.audio(other, prompt, 'en', 1),
      () => prompts.rename(other, prompt, { en: 'x' }, actor),
      () => prompts.speak(other, prompt, 'en', 'theirs', actor),
      () => prompts.restore(other, prompt, 'en', 1, actor),
      () => prompts.remove(other, prompt, actor),
    ])
      await expect(act()).rejects.toThrow('prompt.not-found');
    expect(await prompts.heard.speech(other, 'private', 'en')).toBeNull();
    // The same key may be everybody's.
    await prompts.create(other, { key: 'private', kind: 'speech', name: { en: 'x' } }, actor);
  });
});

describe('what calls hear', () => {
  it('is in their language or in another, is what was changed last, and goes to the edge once', async () => {
    const { id: prompt } = await made('hello');
    expect(await prompts.heard.speech(tenant, 'hello', 'en')).toBeNull();
    await prompts.speak(tenant, prompt, 'en', 'hello', actor);
    await vi.waitFor(async () => expect(heard(await prompts.heard.speech(tenant, 'hello', 'en'))).toBe('hello'));
    expect(heard(await prompts.heard.speech(tenant, 'hello', 'zh-CN'))).toBe('hello');
    await prompts.speak(tenant, prompt, 'zh-CN', '您好', actor);
    await vi.waitFor(async () => expect(heard(await prompts.heard.speech(tenant, 'hello', 'zh-CN'))).toBe('您好'));
    const before = brought;
    held.delete(createHash('sha256').update('hello').digest('hex'));
    await Promise.all(Array.from({ length: 10 }, () => prompts.heard.speech(tenant, 'hello', 'en')));
    expect(brought).toBe(before + 1);
    expect(await prompts.heard.music(tenant, 'hello', null)).toBeNull();
  });

  it('is the queue’s choice of music, and what was known before while the database is away', async () => {
    const { id: prompt } = await made('waltz', 'music');
    const samples = Buffer.alloc(44 + 1_600);
    samples.write('RIFF', 0);
    samples.writeUInt32LE(samples.length - 8, 4);
    samples.write('WAVEfmt ', 8);
    samples.writeUInt32LE(16, 16);
    for (const [at, value] of [
      [20, 1],
      [22, 1],
      [32, 2],
      [34, 16],
    ] as const)
      samples.writeUInt16LE(value, at);
    samples.writeUInt32LE(8_000, 24);
    samples.write('data', 36);
    samples.writeUInt32LE(1_600, 40);
    for (let at = 44; at < samples.length; at += 2) samples.writeInt16LE(119, at);
    await prompts.record(tenant, prompt, 'all', { wav: samples, source: 'microphone' }, actor);
    expect(await prompts.heard.music(tenant, null, queue)).toBeNull();
    music = new Map([[queue, 'waltz']]);
    changed();
    await vi.waitFor(async () => expect(heard(await prompts.heard.music(tenant, null, queue))).toBe('w'.repeat(800)));
    expect((await prompts.heard.names(tenant)).music).toEqual(['waltz']);
    away = true;
    changed();
    expect(heard(await prompts.heard.music(tenant, null, queue))).toBe('w'.repeat(800));
    // Nobody knows of a tenant that was never asked for.
    await expect(prompts.heard.music(id('tnt'), 'waltz', null)).rejects.toThrow('away');
  });
});
