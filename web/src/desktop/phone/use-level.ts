// How loud the chosen microphone is, ten times a second, while a screen looks at it.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { audioSettings, closeStream, openMicrophone } from './audio-settings.ts';

/** `level` from 0 to 1 on a scale of 60 dB. `opened` is the browser's name of the microphone, null before it is open. */
export type Level = { level: number; opened: string | null; failed: boolean };

const SILENT: Level = { level: 0, opened: null, failed: false };
const EVERY_MS = 100;
const FLOOR_DB = -60;

export function useLevel(): Level {
  const { microphone, echo, noise } = useSyncExternalStore(audioSettings.subscribe, audioSettings.get);
  const [state, setState] = useState(SILENT);
  useEffect(() => {
    let undo: (() => void) | null = null;
    let gone = false;
    const open = async (): Promise<void> => {
      const stream = await openMicrophone({ ...audioSettings.get(), microphone, echo, noise });
      if (gone) return closeStream(stream);
      const audio = new AudioContext();
      const analyser = audio.createAnalyser();
      audio.createMediaStreamSource(stream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      const opened = stream.getAudioTracks()[0]?.label ?? '';
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        setState({ level: levelOf(samples), opened, failed: false });
      }, EVERY_MS);
      undo = () => {
        clearInterval(timer);
        closeStream(stream);
        void audio.close();
      };
    };
    setState(SILENT);
    open().catch(() => {
      if (!gone) setState({ ...SILENT, failed: true });
    });
    return () => {
      gone = true;
      undo?.();
    };
  }, [microphone, echo, noise]);
  return state;
}

/** Of samples from -1 to 1. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! ** 2;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}
