// Calendar files (iCalendar, RFC 5545) as text: lines unfolded, properties with parameters, the events and what each says of its time.

export type Property = { name: string; params: ReadonlyMap<string, string>; value: string };
/** The properties of one VEVENT; alarms inside it are left out. */
export type EventText = readonly Property[];

/** Null where the text is no calendar. */
export function eventsOf(text: string): { name: string | null; events: EventText[] } | null {
  const lines = unfolded(text);
  if (lines.at(0)?.toUpperCase() !== 'BEGIN:VCALENDAR') return null;
  const events: EventText[] = [];
  const inside: string[] = [];
  let current: Property[] = [];
  let name: string | null = null;
  for (const line of lines) {
    const property = propertyOf(line);
    if (property === null) continue;
    const what = property.value.trim().toUpperCase();
    if (property.name === 'BEGIN') {
      inside.push(what);
      if (what === 'VEVENT') current = [];
    } else if (property.name === 'END') {
      if (inside.pop() === 'VEVENT') events.push(current);
    } else if (inside.at(-1) === 'VEVENT') current.push(property);
    else if (inside.length === 1 && property.name === 'X-WR-CALNAME') name = plain(property.value);
  }
  return { name, events };
}

/** A line that begins with a space or a tab goes on with the one before (section 3.1). */
function unfolded(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.trimEnd())
    .filter(Boolean);
}

/** `DTSTART;TZID="Asia/Shanghai":20261001T090000`; a colon inside quotes ends nothing. */
function propertyOf(line: string): Property | null {
  const match = /^([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^":;]*))*):(.*)$/.exec(line);
  if (!match) return null;
  const params = new Map<string, string>();
  for (const [, key = '', quoted, bare] of match[2]!.matchAll(/;([A-Za-z0-9-]+)=(?:"([^"]*)"|([^":;]*))/g))
    params.set(key.toUpperCase(), quoted ?? bare ?? '');
  return { name: match[1]!.toUpperCase(), params, value: match[3]! };
}

/** A text value without its escapes (section 3.3.11). */
export function plain(value: string): string {
  return value
    .replace(/\\([\\;,nN])/g, (_, each: string) => (each === 'n' || each === 'N' ? ' ' : each))
    .replace(/\s+/g, ' ')
    .trim();
}

/** Section 3.3.6 in minutes; null where it is none, or below zero. */
export function durationOf(value: string): number | null {
  const match = /^\+?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value.trim().toUpperCase());
  if (!match || value.trim().length < 3) return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1).map((each) => Number(each ?? 0));
  return weeks! * 10_080 + days! * 1_440 + hours! * 60 + minutes! + Math.floor(seconds! / 60);
}
