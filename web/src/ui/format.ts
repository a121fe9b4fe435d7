// Times, durations, dates and addresses as people read them.

/** 75_000 -> `01:15`, 3_675_000 -> `1:01:15`. Negative lengths (clocks that differ) count as none. */
export function clockText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const seconds = String(total % 60).padStart(2, '0');
  const minutes = String(Math.floor(total / 60) % 60).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${minutes}:${seconds}` : `${minutes}:${seconds}`;
}

/** 75_000 -> `PT1M15S`, for <time datetime>. */
export function isoDuration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  return `PT${Math.floor(total / 3600)}H${Math.floor(total / 60) % 60}M${total % 60}S`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = language + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, options);
  formatters.set(key, made);
  return made;
}

export function timeOfDay(at: number, language: string): string {
  return formatter(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at);
}

export function fullTime(at: number, language: string): string {
  return formatter(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(at);
}

/** Today: the time alone; else with the day, and the year where it is another one. */
export function shortTime(at: number, now: number, language: string): string {
  const then = new Date(at);
  const today = new Date(now);
  if (then.toDateString() === today.toDateString()) return timeOfDay(at, language);
  const year = then.getFullYear() === today.getFullYear() ? {} : { year: 'numeric' as const };
  return formatter(language, { ...year, month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

const numbers = new Map<string, Intl.NumberFormat>();
/** Made once: to make one takes far longer than to use it, and a board writes hundreds of numbers a second. */
export function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const known = numbers.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(language, options);
  numbers.set(key, made);
  return made;
}

export function percent(share: number, language: string): string {
  return numberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

/** A canonical address (`addressKey` of the contract) without its machine prefix: `ext:4001` -> `4001`, `CN:95555` -> `95555`. */
export function addressText(key: string): string {
  const colon = key.indexOf(':');
  if (colon > 0 && /^(ext|[A-Z]{2})$/.test(key.slice(0, colon))) return key.slice(colon + 1);
  return key.startsWith('+') ? spaced(key) : key;
}

/** +8613800138000 -> `+86 138 0013 8000`: groups that the eye can compare; other countries stay as they are. */
function spaced(e164: string): string {
  const china = /^\+86(1\d{2})(\d{4})(\d{4})$/.exec(e164);
  if (china) return `+86 ${china[1]} ${china[2]} ${china[3]}`;
  // Area codes of two digits are those of the largest cities; the others have three.
  const line = /^\+86(10|2\d|[3-9]\d{2})(\d{3,4})(\d{4})$/.exec(e164);
  if (line) return `+86 ${line[1]} ${line[2]} ${line[3]}`;
  const america = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164);
  return america ? `+1 ${america[1]} ${america[2]} ${america[3]}` : e164;
}

/** A text its tenant wrote, in the reader's language or else in the one it has. */
export function tenantText(text: { 'zh-CN'?: string; en?: string }, language: string): string {
  return (language === 'zh-CN' ? (text['zh-CN'] ?? text.en) : (text.en ?? text['zh-CN'])) ?? '';
}
