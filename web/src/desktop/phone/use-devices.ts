// The microphones and speakers of this machine. Browsers name them only to pages that were given a microphone.
import { useEffect, useState } from 'react';

export type Devices = { microphones: MediaDeviceInfo[]; speakers: MediaDeviceInfo[] };

/** `again`: changes when there is a reason to look again, as when leave was given. */
export function useDevices(again: unknown): Devices {
  const [devices, setDevices] = useState<Devices>({ microphones: [], speakers: [] });
  useEffect(() => {
    const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
    if (!mediaDevices) return undefined;
    let gone = false;
    const look = async (): Promise<void> => {
      const all = await mediaDevices.enumerateDevices();
      // The browser's own names for "what the system uses" would stand beside ours.
      const real = all.filter(({ deviceId }) => deviceId !== '' && deviceId !== 'default' && deviceId !== 'communications');
      const of = (kind: MediaDeviceKind): MediaDeviceInfo[] => real.filter((each) => each.kind === kind);
      if (!gone) setDevices({ microphones: of('audioinput'), speakers: of('audiooutput') });
    };
    const changed = (): void => void look();
    changed();
    mediaDevices.addEventListener('devicechange', changed);
    return () => {
      gone = true;
      mediaDevices.removeEventListener('devicechange', changed);
    };
  }, [again]);
  return devices;
}
