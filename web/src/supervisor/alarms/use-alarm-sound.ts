// A tone for whoever is to hear of alarms, as long as he wants it: when one is raised or gets worse.
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useUser } from '../../api/session.ts';
import type { Alarm } from '../../api/floor.ts';
import { askForNotices } from '../../ui/notice.ts';
import { levelsNow, risen, type Levels } from './risen.ts';
import { rememberSound, subscribeSound, wantsSound } from './sound-wish.ts';
import { openTone, type Tone } from './tone.ts';

export type AlarmSound = {
  on: boolean;
  /** The browser plays nothing before somebody clicks on the page. */
  blocked: boolean;
  set: (on: boolean) => void;
};

/** `alarms`: undefined until they are read; `told`: with each alarm that sounds. */
export function useAlarmSound(alarms: readonly Alarm[] | undefined, told?: (alarm: Alarm) => void): AlarmSound {
  const { id: user } = useUser();
  const on = useSyncExternalStore(subscribeSound, () => wantsSound(user));
  const [blocked, setBlocked] = useState(false);
  const tone = useRef<Tone | null>(null);
  const before = useRef<Levels | null>(null);
  const tell = useRef(told);
  useEffect(() => void (tell.current = told), [told]);

  useEffect(() => {
    if (!on) return undefined;
    const opened = openTone(setBlocked);
    tone.current = opened;
    return () => {
      tone.current = null;
      setBlocked(false);
      opened.close();
    };
  }, [on]);

  useEffect(() => {
    if (alarms === undefined) return;
    const worse = risen(before.current, alarms);
    before.current = levelsNow(alarms);
    if (worse === null || !on) return;
    // Taken away while it begins: then nobody wants it any more.
    tone.current?.play(worse.level).catch(() => undefined);
    tell.current?.(worse);
  }, [alarms, on]);

  return {
    on,
    blocked: on && blocked,
    set(wanted) {
      rememberSound(user, wanted);
      // A click, so it may be asked; who is asked and does not answer hears the tone all the same.
      if (wanted) askForNotices().catch(() => undefined);
    },
  };
}
