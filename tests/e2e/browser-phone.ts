// What tests of the browser phone need of a browser: a microphone that is a tone, an ear on what the page plays, and who hears whom.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { writeToneWav } from '../kit/audio.ts';
import { hear, secondsOf } from '../kit/centre.ts';
import { eventually } from '../kit/processes.ts';
import { heardMusic } from '../kit/prompts.ts';
import type { PhoneCall } from '../../sim/softphone.ts';

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

/** What the page remembers of its audio: the tone is a steady one, which is what noise suppression takes away. */
export const keepTone = (): void => localStorage.setItem('tandem.phone.audio', '{"echo":false,"noise":false}');

type Ear = { streams: MediaStream[]; connections: RTCPeerConnection[] };

/** For the page, before it is loaded: what its calls play is kept in reach. `policy`: the ways they may go, `all` or `relay`. */
export function keepEar(policy: string): void {
  const ear: Ear = { streams: [], connections: [] };
  Object.assign(window, { tandemEar: ear });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super({ ...configuration, iceTransportPolicy: policy as RTCIceTransportPolicy });
      ear.connections.push(this);
      this.addEventListener('track', ({ track, streams }) => ear.streams.push(streams[0] ?? new MediaStream([track])));
    }
  };
}

/** In Chromium's page: the frequency that is loudest in what the newest call plays, Hz; null where it is silent or there is none. */
async function loudestNow(): Promise<number | null> {
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
}

/** Before the page is loaded. `relayed`: its calls go by way of TURN, or not at all. */
export const listenIn = (page: Page, { relayed = false } = {}): Promise<unknown> => page.addInitScript(keepEar, relayed ? 'relay' : 'all');

export const loudest = (page: Page): Promise<number | null> => page.evaluate(loudestNow);

/** What ICE says of the newest call's way. */
export const iceState = (page: Page): Promise<RTCIceConnectionState | undefined> =>
  page.evaluate(() => (window as unknown as { tandemEar: Ear }).tandemEar.connections.at(-1)?.iceConnectionState);

/** This browser is the agent's phone from now on. */
export async function switchOn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Browser phone: Off' }).click();
  await page.getByRole('switch', { name: 'Use this browser as my phone' }).check();
  await page.getByRole('button', { name: 'Browser phone: Ready' }).waitFor();
}

/** A page of any browser, asked what it hears. */
export type Listening = () => Promise<number | null>;

/** The page hears that tone. */
export async function expectHeard(listening: Listening, hz: number): Promise<void> {
  await eventually(`${hz} Hz to be heard in the browser`, async () => {
    const heard = await listening();
    return heard !== null && Math.abs(heard - hz) < 20 ? true : null;
  });
}

/** Both hear each other: the caller's tone in the page, the microphone's at the caller. */
export async function expectTalking(listening: Listening, callerHz: number, caller: PhoneCall, microphoneHz: number): Promise<void> {
  await hear([caller, microphoneHz]);
  await expectHeard(listening, callerHz);
}

/** The caller hears the microphone no more. */
export async function expectSilent(caller: PhoneCall, microphoneHz: number): Promise<void> {
  await eventually('the microphone to be silent', async () => {
    const from = performance.now();
    await pause(500);
    return secondsOf(caller, microphoneHz, from) < 0.04 ? true : null;
  });
}

export async function expectMusic(caller: PhoneCall): Promise<void> {
  const music = async (): Promise<true | null> => {
    const from = performance.now();
    await pause(1_200);
    return heardMusic(caller.media.heard(from)) || null;
  };
  await eventually('the caller to hear music', music, 20_000);
}

/** The longest time that nothing at all was heard in these samples, ms of the line's own clock: who sends, sends silence too. */
export function longestSilenceMs(samples: Int16Array): number {
  let longest = 0;
  let silent = 0;
  for (let at = 0; at + 160 <= samples.length; at += 160) {
    silent = samples.subarray(at, at + 160).every((sample) => Math.abs(sample) < 50) ? silent + 20 : 0;
    longest = Math.max(longest, silent);
  }
  return longest;
}

/** Every tab of the browser dies at once and without a word, as when the system has no memory left. */
export async function killTabs(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL');
  await session.detach();
}
