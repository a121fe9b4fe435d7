// A day as people write it, and a half hour of it, on the company's clock.
const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-22` -> `Sun, Nov 22`. */
export function dayText(day: string, language: string): string {
  const format =
    formats.get(language) ?? new Intl.DateTimeFormat(language, { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' });
  formats.set(language, format);
  return format.format(Date.parse(`${day}T00:00:00Z`));
}

/** The slot's beginning, as the clock shows it where nobody changed it that day: `09:30`. */
export function clockOf(at: number, from: number): string {
  const minutes = Math.round((at - from) / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
