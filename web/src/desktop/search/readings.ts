// The readings of Chinese characters, loaded when somebody first searches: their table is larger than most pages.
import type { pinyin } from 'pinyin-pro';
import { useEffect, useState } from 'react';
import type { Readings } from './spelling.ts';

/** Names are read as names first (单 as shan), and each character by all it can be read as. */
export function readingsBy(read: typeof pinyin): NonNullable<Readings> {
  const known = new Map<string, string[][]>();
  return (text) => {
    const held = known.get(text);
    if (held) return held;
    const asName = read(text, { toneType: 'none', type: 'array', mode: 'surname', v: true });
    const made = asName.map((syllable, at) => {
      const all = read([...text][at]!, { toneType: 'none', type: 'array', multiple: true, v: true });
      return [...new Set([syllable, ...all])];
    });
    known.set(text, made);
    return made;
  };
}

let loaded: Readings = null;

export function useReadings(): Readings {
  const [readings, setReadings] = useState<{ of: Readings }>({ of: loaded });
  useEffect(() => {
    if (loaded !== null) return undefined;
    let gone = false;
    import('pinyin-pro')
      .then(({ pinyin }) => {
        loaded = readingsBy(pinyin);
        if (!gone) setReadings({ of: loaded });
      })
      // Without it names are found as they are written; the next search tries again.
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, []);
  return readings.of;
}
