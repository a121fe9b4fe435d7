// Runs the check: each part as soon as it can be, and what the user heard where only he can say.
import { useCallback, useRef, useState } from 'react';
import { useApi } from '../../api/context.tsx';
import { readPhone } from '../../api/phone.ts';
import { audioSettings, closeStream, isSecure, openMicrophone } from './audio-settings.ts';
import { gather, roundTrip } from './network-probes.ts';
import { tryOut } from './ring-tone.ts';
import { levelOf } from './use-level.ts';
import { mediaResult, NOTHING, serverResult, type Part, type Result, type Results } from './verdict.ts';

/** A word spoken at arm's length is above it, a quiet room below. */
const SPEECH = 0.3;
const LISTEN_MS = 8_000;
const LOOK_MS = 50;

export type Check = { results: Results; level: number; run: () => void; heard: (yes: boolean) => void; again: () => void };

export function useCheck(): Check {
  const api = useApi();
  const [results, setResults] = useState<Results>(NOTHING);
  const [level, setLevel] = useState(0);
  const turn = useRef(0);

  const play = useCallback(() => {
    setResults((old) => ({ ...old, speaker: { outcome: 'running', why: null } }));
    void tryOut(audioSettings.get().speaker).finally(() =>
      setResults((old) => (old.speaker.outcome === 'running' ? { ...old, speaker: { outcome: 'asks', why: null } } : old)),
    );
  }, []);

  const run = useCallback(() => {
    const mine = ++turn.current;
    const tell = (part: Part, result: Result): void => {
      if (mine === turn.current) setResults((old) => ({ ...old, [part]: result }));
    };
    const goOn = async (): Promise<void> => {
      setResults({ ...NOTHING, browser: { outcome: 'running', why: null } });
      if (!isSecure()) return tell('browser', { outcome: 'bad', why: 'insecure' });
      if (!('RTCPeerConnection' in window)) return tell('browser', { outcome: 'bad', why: 'no-webrtc' });
      tell('browser', { outcome: 'good', why: 'able' });
      for (const part of ['microphone', 'server', 'media'] as const) tell(part, { outcome: 'running', why: null });
      const network = Promise.all([
        roundTrip().then((ms) => tell('server', serverResult(ms))),
        readPhone(api)
          .then(({ iceServers }) => gather(iceServers))
          .then((gathered) => tell('media', mediaResult(gathered)))
          .catch(() => tell('media', { outcome: 'bad', why: 'no-server' })),
      ]);
      const microphone = await listen((now) => mine === turn.current && setLevel(now));
      tell('microphone', microphone);
      // One after the other, or the microphone would hear the speaker.
      if (mine === turn.current) play();
      await network;
    };
    void goOn();
  }, [api, play]);

  const heard = (yes: boolean): void =>
    setResults((old) => ({ ...old, speaker: yes ? { outcome: 'good', why: 'sounds' } : { outcome: 'bad', why: 'not-heard' } }));
  return { results, level, run, heard, again: play };
}

/** Until something was said, or for so long. */
async function listen(shown: (level: number) => void): Promise<Result> {
  const stream = await openMicrophone(audioSettings.get()).catch(() => null);
  if (stream === null) return { outcome: 'bad', why: 'no-microphone' };
  const audio = new AudioContext();
  try {
    const analyser = audio.createAnalyser();
    audio.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let loud = 0;
    for (let ms = 0; ms < LISTEN_MS; ms += LOOK_MS) {
      await new Promise((done) => setTimeout(done, LOOK_MS));
      analyser.getFloatTimeDomainData(samples);
      const level = levelOf(samples);
      shown(level);
      loud += level > SPEECH ? 1 : 0;
      // A fifth of a second of it: no click of a mouse.
      if (loud >= 4) return { outcome: 'good', why: 'heard' };
    }
    return { outcome: 'fair', why: 'silent' };
  } finally {
    shown(0);
    closeStream(stream);
    await audio.close();
  }
}
