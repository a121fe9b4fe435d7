// The browser's own ears: a file of any kind it can decode, or what is said into the microphone, as a WAV for the server.
import { LARGEST_WAV } from '@tandem/contract/api/prompts.ts';
import { isWav } from '@tandem/rtp/wav.ts';
import { wavOf } from './wav.ts';

/** Twice what the telephone carries: enough for the server's own filter to work with. */
const RATE = 16_000;

/** A WAV the server reads itself goes as it is. Rejects where the browser cannot decode it. */
export async function wavOfFile(file: Blob): Promise<Uint8Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return isWav(bytes) && bytes.length <= LARGEST_WAV ? bytes : decoded(bytes.buffer);
}

async function decoded(bytes: ArrayBuffer): Promise<Uint8Array> {
  const sound = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);
  const channels = Array.from({ length: sound.numberOfChannels }, (_, i) => sound.getChannelData(i));
  const one = channels[0]!.map((_, i) => channels.reduce((sum, each) => sum + each[i]!, 0) / channels.length);
  return wavOf(one, RATE);
}

export type Take = {
  /** Ends it and gives what was said. */
  stop(): Promise<Uint8Array>;
  /** Ends it and forgets it. */
  drop(): void;
};

/** Rejects where the microphone is refused, or there is none. */
export async function listen(): Promise<Take> {
  // A page on plain HTTP has no such door.
  const media = (navigator as Partial<Navigator>).mediaDevices;
  if (media === undefined) throw new DOMException('only over HTTPS', 'NotAllowedError');
  const stream = await media.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', (event) => parts.push(event.data));
  const over = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()));
  recorder.start();
  const end = async () => {
    if (recorder.state !== 'inactive') recorder.stop();
    await over;
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    async stop() {
      await end();
      return decoded(await new Blob(parts).arrayBuffer());
    },
    drop: () => void end(),
  };
}
