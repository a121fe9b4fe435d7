// Keeps personal data and secrets out of log lines: everything under a key `pii`, and every key that names a credential, at any depth.

const HIDDEN = /^(pii|password|passphrase|token|secret|authorization|cookie|set-cookie|apikey|api_key|masterkey|ha1)$/i;
const DEEPEST = 6;

/** A copy fit for the log. Errors stay as they are (their serialiser masks them), what is too deep is cut. */
export function mask(value: unknown, depth = 0): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return describeError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= DEEPEST) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => mask(item, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON();
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isHidden(key) ? '[masked]' : mask(item, depth + 1)]));
}

function isHidden(key: string): boolean {
  return HIDDEN.test(key) || key.startsWith('pii.');
}

/** An error with its chain of causes, its code and its masked detail. */
function describeError(error: Error, depth: number): Record<string, unknown> {
  const { code, detail } = error as Error & { code?: unknown; detail?: unknown };
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof detail === 'object' && detail !== null ? { detail: mask(detail, depth + 1) } : {}),
    stack: error.stack,
    ...(error.cause === undefined || depth >= DEEPEST ? {} : { cause: mask(error.cause, depth + 1) }),
  };
}
