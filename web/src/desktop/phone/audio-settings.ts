// Which microphone and speaker, and how the microphone is cleaned: what this browser remembers of its audio. Storage may be blocked.

export type AudioSettings = {
  /** Device ids as the browser names them; empty: its default. */
  microphone: string;
  speaker: string;
  echo: boolean;
  noise: boolean;
  /** Answers without a click. */
  autoAnswer: boolean;
  /** The connection is weak: calls are in Opus. */
  weak: boolean;
};

export const DEFAULTS: AudioSettings = { microphone: '', speaker: '', echo: true, noise: true, autoAnswer: false, weak: false };
const KEY = 'tandem.phone.audio';

/** What does not fit is as if it had never been chosen. */
export function readSettings(text: string | null): AudioSettings {
  let found: Partial<Record<keyof AudioSettings, unknown>> = {};
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed === 'object' && parsed !== null) found = parsed;
  } catch {
    // Written by something else.
  }
  const word = (name: 'microphone' | 'speaker'): string => (typeof found[name] === 'string' ? found[name] : DEFAULTS[name]);
  const flag = (name: 'echo' | 'noise' | 'autoAnswer' | 'weak'): boolean =>
    typeof found[name] === 'boolean' ? found[name] : DEFAULTS[name];
  return {
    microphone: word('microphone'),
    speaker: word('speaker'),
    echo: flag('echo'),
    noise: flag('noise'),
    autoAnswer: flag('autoAnswer'),
    weak: flag('weak'),
  };
}

export type SettingsStore = {
  get: () => AudioSettings;
  set: (change: Partial<AudioSettings>) => void;
  subscribe: (listener: () => void) => () => void;
};

function createSettingsStore(): SettingsStore {
  let settings = DEFAULTS;
  try {
    settings = readSettings(localStorage.getItem(KEY));
  } catch {
    // A private window: the defaults.
  }
  const listeners = new Set<() => void>();
  return {
    get: () => settings,
    set(change) {
      settings = { ...settings, ...change };
      try {
        localStorage.setItem(KEY, JSON.stringify(settings));
      } catch {
        // They hold until the page is closed.
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** One a page: a browser has one set of devices. */
export const audioSettings = createSettingsStore();

/** Asks for the chosen microphone; where it was unplugged, for any. Rejects as getUserMedia does. */
export async function openMicrophone({ microphone, echo, noise }: AudioSettings): Promise<MediaStream> {
  const clean = { echoCancellation: echo, noiseSuppression: noise, autoGainControl: true };
  const ask = (device: MediaTrackConstraints): Promise<MediaStream> =>
    navigator.mediaDevices.getUserMedia({ audio: { ...clean, ...device } });
  if (microphone === '') return ask({});
  try {
    return await ask({ deviceId: { exact: microphone } });
  } catch (error) {
    if (error instanceof DOMException && (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')) return ask({});
    throw error;
  }
}

export function closeStream(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Whether the page may use a microphone at all: browsers give none to plain HTTP. */
export const isSecure = (): boolean => window.isSecureContext && navigator.mediaDevices !== undefined;

/** Firefox gives a microphone for one time unless it is told to remember that, and asks again when a page is loaded anew or after an hour. */
export const asksAgain = (): boolean => navigator.userAgent.includes('Firefox/');

/** Of media elements and audio contexts; not every browser can choose. */
export type Sinkable = { setSinkId?: (id: string) => Promise<void> };

/** Sends the sound to the chosen speaker; to the default one where that is gone. */
export async function sendTo(target: Sinkable, speaker: string): Promise<void> {
  await target.setSinkId?.(speaker).catch(() => target.setSinkId?.('').catch(() => undefined));
}
