// Session timers (RFC 4028): what to offer, what to answer, and when to refresh or give up, as pure functions.
import { header, headerList, readSeconds, readTokenParams } from '../message/read.ts';
import type { Header, Request, Response } from '../message/types.ts';

export type SessionTimer = {
  readonly intervalS: number;
  /** Whether we send the refreshes. */
  readonly refresher: 'us' | 'them';
};

/** RFC 4028, 4 and 5: never below. */
export const MIN_SE = 90;

type Field = { seconds: number; refresher: 'uac' | 'uas' | null };

function sessionExpires(message: Request | Response): Field | null {
  const text = header(message, 'session-expires');
  const read = text === null ? null : readTokenParams(text);
  const seconds = read === null ? null : readSeconds(read.value);
  if (read === null || seconds === null) return null;
  const who = read.params.get('refresher')?.toLowerCase();
  return { seconds, refresher: who === 'uac' || who === 'uas' ? who : null };
}

/** Fields for an INVITE or UPDATE of ours. */
export function proposeSession(intervalS: number): Header[] {
  return [
    { name: 'supported', value: 'timer' },
    { name: 'session-expires', value: String(Math.max(intervalS, MIN_SE)) },
    { name: 'min-se', value: String(MIN_SE) },
  ];
}

export type SessionAnswer =
  /** Put `headers` into the 2xx; null timer: the session runs without. */
  | { readonly ok: true; readonly timer: SessionTimer | null; readonly headers: readonly Header[] }
  /** Answer 422 with these fields. */
  | { readonly ok: false; readonly status: 422; readonly headers: readonly Header[] };

/** UAS (section 9): from the INVITE or UPDATE that came. `wishS` is the interval we would like, where the caller leaves us one. */
export function answerSession(request: Request, wishS: number): SessionAnswer {
  const asked = sessionExpires(request);
  const supports = [...headerList(request, 'supported'), ...headerList(request, 'require')].some((tag) => tag.toLowerCase() === 'timer');
  if (asked !== null && asked.seconds < MIN_SE) {
    // Only who supports the extension understands 422; for others the interval is raised by the answer.
    if (supports) return { ok: false, status: 422, headers: [{ name: 'min-se', value: String(MIN_SE) }] };
  }
  if (asked === null && !supports) return { ok: true, timer: null, headers: [] };
  const least = readSeconds(header(request, 'min-se') ?? '') ?? MIN_SE;
  const intervalS = Math.max(MIN_SE, least, asked === null ? wishS : Math.min(asked.seconds, Math.max(wishS, least)));
  // Section 9, table 2: a caller that does not know timers cannot refresh; else its choice counts, and where it leaves us one, the caller refreshes.
  const refresher = supports ? (asked?.refresher ?? 'uac') : 'uas';
  const require = refresher === 'uac' ? [{ name: 'require', value: 'timer' }] : [];
  return {
    ok: true,
    timer: { intervalS, refresher: refresher === 'uas' ? 'us' : 'them' },
    headers: [...require, { name: 'session-expires', value: `${intervalS};refresher=${refresher}` }],
  };
}

/** UAC (section 7.2): from the 2xx to our request; null: no timer runs. */
export function readSession(response: Response): SessionTimer | null {
  const field = sessionExpires(response);
  if (field === null) return null;
  return { intervalS: Math.max(field.seconds, MIN_SE), refresher: field.refresher === 'uas' ? 'them' : 'us' };
}

/** UAC (section 7.3): the interval to try again with after a 422; null where it names none. */
export const retryInterval = (response: Response): number | null =>
  response.status === 422 ? readSeconds(header(response, 'min-se') ?? '') : null;

/** Section 10: refresh at half the interval; without refresh end the call shortly before it runs out (a third of it, at most 32 s). */
export function sessionDelays(timer: SessionTimer): { refreshMs: number | null; endMs: number } {
  const ms = timer.intervalS * 1_000;
  return { refreshMs: timer.refresher === 'us' ? ms / 2 : null, endMs: ms - Math.min(32_000, ms / 3) };
}
