// The thread in which English is spoken and every voice is brought to telephone sound: one request at a time.
import fs from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { level } from '../core/level.ts';
import { resample } from '../core/resample.ts';
import { readSound, writeSound, type Sound } from '../core/wav.ts';
import { loadFlite } from './flite-voice.ts';

/** `text` is spoken by flite; `wav` is another voice's work; `sound` was recorded by people and keeps its level. */
export type ToSpeechThread = { text: string } | { wav: Uint8Array } | { sound: Sound };
/** A WAV, or why there is none. */
export type FromSpeechThread = { wav: Uint8Array<ArrayBuffer> } | { failed: string };

const TELEPHONE_HZ = 8_000;
const { folder } = workerData as { folder: string };
let flite: ReturnType<typeof loadFlite> | undefined;

async function answer(request: ToSpeechThread): Promise<FromSpeechThread> {
  if ('sound' in request) {
    const { sampleRate, samples } = request.sound;
    return { wav: writeSound({ sampleRate: TELEPHONE_HZ, samples: resample(samples, sampleRate, TELEPHONE_HZ) }) };
  }
  const raw = 'wav' in request ? request.wav : await (await (flite ??= loadFlite(folder)))(request.text);
  const sound = readSound(raw);
  if (sound === null) return { failed: 'the voice put out no WAV that can be read' };
  const samples = level(resample(sound.samples, sound.sampleRate, TELEPHONE_HZ));
  if (samples.length === 0) return { failed: 'the voice said nothing' };
  return { wav: writeSound({ sampleRate: TELEPHONE_HZ, samples }) };
}

fs.mkdirSync(folder, { recursive: true });
parentPort!.on('message', (request: ToSpeechThread) => {
  void answer(request)
    .catch((error: unknown): FromSpeechThread => ({ failed: error instanceof Error ? error.message : String(error) }))
    .then((told) => parentPort!.postMessage(told, 'wav' in told ? [told.wav.buffer] : []));
});
