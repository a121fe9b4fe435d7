// One readable line from one JSON log line, for a person at a terminal.

const LEVELS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info ', 40: 'WARN ', 50: 'ERROR', 60: 'FATAL' };
const COLOURS: Readonly<Record<number, number>> = { 40: 33, 50: 31, 60: 35 };

export function readableLine(json: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(json) as Record<string, unknown>;
  } catch (_notJson) {
    return json; // another writer's line goes through as it is
  }
  const { level, time, module, msg, error, ...fields } = entry;
  const clock = new Date(Number(time)).toTimeString().slice(0, 8);
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const colour = COLOURS[Number(level)];
  const severity = LEVELS[Number(level)] ?? String(level);
  const shown = colour === undefined ? severity : `\u001b[${colour}m${severity}\u001b[0m`;
  const where = typeof module === 'string' ? `${module}: ` : '';
  const line = [clock, shown, `${where}${typeof msg === 'string' ? msg : ''}`, ...rest].join(' ');
  if (typeof error === 'object' && error !== null && 'stack' in error) return `${line}\n${String(error.stack)}`;
  return error === undefined ? line : `${line} error=${typeof error === 'string' ? error : JSON.stringify(error)}`;
}
