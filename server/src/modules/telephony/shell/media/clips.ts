// The sounds a worker plays, read once and kept as samples: prompts, music, tones.
import fs from 'node:fs/promises';
import path from 'node:path';
import type { PlayItem } from '@tandem/contract/edge.ts';
import { readWav, renderTone, SAMPLE_RATE, type ToneRegion } from '@tandem/rtp';

const NAME = /^[a-z0-9][a-z0-9/-]*$/;

export class Clips {
  readonly #folder: string;
  readonly #tones: ToneRegion;
  readonly #ready = new Map<string, Int16Array>();
  readonly #loading = new Map<string, Promise<Int16Array>>();

  constructor(folder: string, tones: ToneRegion) {
    this.#folder = folder;
    this.#tones = tones;
  }

  /** The samples of each item; a promise only where a file is still to be read. Rejects where one cannot be. `made` are the clips named by hash. */
  get(items: readonly PlayItem[], made: ReadonlyMap<string, Int16Array> = new Map()): Int16Array[] | Promise<Int16Array[]> {
    const clips = items.map((item) => (item.kind === 'clip' ? given(item.clip, made) : this.#clip(item)));
    return clips.every((clip) => clip instanceof Int16Array) ? clips : Promise.all(clips.map((clip) => Promise.resolve(clip)));
  }

  #clip(item: Exclude<PlayItem, { kind: 'clip' }>): Int16Array | Promise<Int16Array> {
    switch (item.kind) {
      case 'silence':
        return this.#made(`silence ${item.ms}`, () => new Int16Array((item.ms * SAMPLE_RATE) / 1_000));
      case 'tone':
        return this.#made(`tone ${item.tone}`, () => renderTone(item.tone, this.#tones));
      case 'music':
        return this.#file([`music/${item.music}`]);
      case 'prompt':
        // A prompt that was not recorded in the caller's language is better heard in another than not at all.
        return this.#file(
          [item.language, 'en', 'zh-CN'].map((language) => `${language}/${item.prompt}`),
          item.prompt,
        );
    }
  }

  #made(key: string, make: () => Int16Array): Int16Array {
    const ready = this.#ready.get(key) ?? make();
    if (ready.length < 80_000) this.#ready.set(key, ready);
    return ready;
  }

  #file(names: string[], name = names[0]!.slice('music/'.length)): Int16Array | Promise<Int16Array> {
    const key = names[0]!;
    const ready = this.#ready.get(key);
    if (ready !== undefined) return ready;
    if (!NAME.test(name)) return Promise.reject(new Error(`${name} is not the name of a sound`));
    let loading = this.#loading.get(key);
    if (loading === undefined) {
      loading = this.#load(names)
        .then((samples) => {
          this.#ready.set(key, samples);
          return samples;
        })
        // What failed is tried again the next time: the file may have been added.
        .finally(() => this.#loading.delete(key));
      this.#loading.set(key, loading);
    }
    return loading;
  }

  async #load(names: string[]): Promise<Int16Array> {
    for (const name of names) {
      const bytes = await fs.readFile(path.join(this.#folder, `${name}.wav`)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (bytes === null) continue;
      const wav = readWav(bytes);
      if (wav.sampleRate !== SAMPLE_RATE || wav.channels !== 1) throw new Error(`${name}.wav is not mono at 8 kHz`);
      return wav.samples;
    }
    throw new Error(`${names[0]}.wav does not exist`);
  }
}

function given(clip: string, made: ReadonlyMap<string, Int16Array>): Int16Array | Promise<Int16Array> {
  return made.get(clip) ?? Promise.reject(new Error(`clip ${clip.slice(0, 12)} is not here`));
}
