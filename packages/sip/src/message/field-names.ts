// Names of header fields: compact forms, how they are written, and which may stand only once (RFC 3261, section 7.3).
import { isToken, trimBlank } from './cursor.ts';

/** RFC 3261 section 20 and the IANA registry of compact forms. */
const compact: Record<string, string> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  n: 'identity-info',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

const odd: Record<string, string> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
  rseq: 'RSeq',
  rack: 'RAck',
  'min-se': 'Min-SE',
  'mime-version': 'MIME-Version',
  'sip-etag': 'SIP-ETag',
  'sip-if-match': 'SIP-If-Match',
  'p-asserted-identity': 'P-Asserted-Identity',
};

/** Fields of which two would leave open which one counts. Multiple credentials and challenges are lawful, so those are not here. */
export const singleFields: ReadonlySet<string> = new Set([
  'content-type',
  'content-encoding',
  'content-disposition',
  'date',
  'event',
  'expires',
  'identity',
  'mime-version',
  'min-expires',
  'min-se',
  'organization',
  'rack',
  'refer-to',
  'referred-by',
  'replaces',
  'retry-after',
  'rseq',
  'server',
  'session-expires',
  'subject',
  'subscription-state',
  'timestamp',
  'user-agent',
]);

const seen = new Map<string, string>();
for (const [short, long] of Object.entries(compact)) seen.set(short, long);

/** Canonical name of a field name as it came, or null where it is no token. The spellings met are remembered, up to a bound that hostile names cannot grow. */
export function canonicalName(raw: string): string | null {
  const known = seen.get(raw);
  if (known !== undefined) return known;
  // HCOLON allows white space before the colon; in front of the name it would be a fold.
  const trimmed = raw.startsWith(' ') || raw.startsWith('\t') ? raw : trimBlank(raw);
  if (!isToken(trimmed)) return null;
  const lower = trimmed.toLowerCase();
  const name = Object.hasOwn(compact, lower) ? (compact[lower] as string) : lower;
  if (seen.size < 500 && raw.length <= 40) seen.set(raw, name);
  return name;
}

const written = new Map<string, string>(Object.entries(odd));

/** How a field name is written: `content-type` as `Content-Type`. */
export function displayName(name: string): string {
  const known = written.get(name);
  if (known !== undefined) return known;
  const text = name.replaceAll(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase());
  if (written.size < 500 && name.length <= 40) written.set(name, text);
  return text;
}
