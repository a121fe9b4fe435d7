// Every way a leg can end, between three vocabularies: our cause, the SIP status (RFC 3261, section 21), the Q.850 cause in a Reason
// header (RFC 3326; mapping after RFC 3398, section 7.2.4.1).
import type { HangupCause } from '@tandem/contract/edge.ts';

const BY_STATUS: Readonly<Record<number, HangupCause>> = {
  400: 'bad-request',
  401: 'not-allowed',
  403: 'not-allowed',
  404: 'not-found',
  405: 'bad-request',
  406: 'media-failed',
  407: 'not-allowed',
  408: 'no-answer',
  410: 'not-found',
  413: 'bad-request',
  414: 'bad-request',
  415: 'media-failed',
  416: 'bad-request',
  420: 'bad-request',
  480: 'no-answer',
  481: 'failed',
  482: 'failed',
  483: 'failed',
  484: 'not-found',
  485: 'not-found',
  486: 'busy',
  487: 'cancelled',
  488: 'media-failed',
  491: 'failed',
  500: 'failed',
  501: 'failed',
  502: 'unreachable',
  503: 'congestion',
  504: 'unreachable',
  505: 'bad-request',
  513: 'bad-request',
  600: 'busy',
  603: 'declined',
  604: 'not-found',
  606: 'media-failed',
};

const BY_Q850: Readonly<Record<number, HangupCause>> = {
  1: 'not-found',
  2: 'not-found',
  3: 'not-found',
  16: 'normal',
  17: 'busy',
  18: 'no-answer',
  19: 'no-answer',
  20: 'unreachable',
  21: 'declined',
  22: 'not-found',
  27: 'unreachable',
  28: 'not-found',
  31: 'normal',
  34: 'congestion',
  38: 'unreachable',
  41: 'congestion',
  42: 'congestion',
  47: 'congestion',
  57: 'not-allowed',
  58: 'media-failed',
  65: 'media-failed',
  79: 'failed',
  88: 'media-failed',
  102: 'unreachable',
  127: 'failed',
};

/** The cause behind a far end's refusal or BYE. A Q.850 cause, where told, is nearer to the truth than the status around it. */
export function causeOf(ending: { status: number | null; q850: number | null }): HangupCause {
  const byQ850 = ending.q850 === null ? undefined : BY_Q850[ending.q850];
  if (byQ850 !== undefined && !(ending.status !== null && byQ850 === 'normal')) return byQ850;
  if (ending.status === null) return 'normal';
  return (
    BY_STATUS[ending.status] ?? (ending.status >= 600 ? 'declined' : ending.status >= 300 && ending.status < 400 ? 'not-found' : 'failed')
  );
}

const STATUS: Readonly<Record<HangupCause, number>> = {
  normal: 480,
  cancelled: 487,
  busy: 486,
  'no-answer': 480,
  declined: 603,
  'not-found': 404,
  unreachable: 480,
  'not-allowed': 403,
  'bad-request': 400,
  'media-failed': 488,
  congestion: 503,
  transferred: 480,
  withdrawn: 480,
  'system-restart': 503,
  'system-crash': 503,
  failed: 500,
};

/** The status that refuses an INVITE for a cause of ours. */
export function statusFor(cause: HangupCause): number {
  return STATUS[cause];
}

const Q850: Partial<Record<HangupCause, number>> = {
  normal: 16,
  busy: 17,
  'no-answer': 19,
  declined: 21,
  'not-found': 1,
  unreachable: 20,
  'not-allowed': 57,
  'media-failed': 58,
  congestion: 34,
  transferred: 16,
  withdrawn: 16,
  'system-restart': 41,
  'system-crash': 41,
  failed: 127,
};

/** Reason header value for our BYE or CANCEL, null where there is nothing to tell. */
export function reasonHeader(cause: HangupCause): string | null {
  const q850 = Q850[cause];
  return q850 === undefined ? null : `Q.850;cause=${q850};text="${cause}"`;
}

/** The Q.850 cause in Reason header values, null where none stands there. */
export function q850Of(reasons: readonly string[]): number | null {
  for (const reason of reasons) {
    const found = /^\s*Q\.850\s*;(?:[^;]*;)*?\s*cause\s*=\s*(\d{1,3})/i.exec(reason);
    if (found) return Number(found[1]);
  }
  return null;
}

/** Causes that nobody chose: the system itself ended the leg. */
export function bySystem(cause: HangupCause): boolean {
  return (
    cause === 'system-restart' ||
    cause === 'system-crash' ||
    cause === 'media-failed' ||
    cause === 'unreachable' ||
    cause === 'failed' ||
    cause === 'congestion'
  );
}
