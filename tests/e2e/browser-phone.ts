// What tests of the browser phone need of Chromium: a microphone that is a tone, and an ear on what the page plays.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { writeToneWav } from '../kit/audio.ts';

/** Flags for `launchBrowser`: the microphone says a tone, and nobody is asked whether it may be used. */
export function toneMicrophone(hz: number): string[] {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-microphone-')), 'tone.wav');
  // Whole periods, as it is played again and again.
  writeToneWav(file, hz, 1);
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`,
    '--autoplay-policy=no-user-gesture-required',
  ];
}

type Ear = { streams: MediaStream[]; connections: RTCPeerConnection[] };

/** Before the page is loaded: what its calls play is kept in reach. `relayed`: they go by way of TURN, or not at all. */
export async function listenIn(page: Page, { relayed = false } = {}): Promise<void> {
  await page.addInitScript(
    (policy: string) => {
      const ear: Ear = { streams: [], connections: [] };
      Object.assign(window, { tandemEar: ear });
      window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration?: RTCConfiguration) {
          super({ ...configuration, iceTransportPolicy: policy as RTCIceTransportPolicy });
          ear.connections.push(this);
          this.addEventListener('track', ({ track, streams }) => ear.streams.push(streams[0] ?? new MediaStream([track])));
        }
      };
    },
    relayed ? 'relay' : 'all',
  );
}

/** The frequency that is loudest in what the newest call plays, Hz; null where it is silent or there is none. */
export function loudest(page: Page): Promise<number | null> {
  return page.evaluate(async () => {
    const stream = (window as unknown as { tandemEar: Ear }).tandemEar.streams.at(-1);
    if (!stream) return null;
    const audio = new AudioContext();
    try {
      const analyser = audio.createAnalyser();
      analyser.fftSize = 8_192;
      audio.createMediaStreamSource(stream).connect(analyser);
      await new Promise((done) => setTimeout(done, 400));
      const bins = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(bins);
      const highest = Math.max(...bins);
      const at = bins.indexOf(highest);
      return highest < -60 ? null : (at * audio.sampleRate) / analyser.fftSize;
    } finally {
      await audio.close();
    }
  });
}
