// Answers that need no transaction: to malformed requests from their raw fields (RFC 3261, 8.2.6), and a budget that keeps floods from being echoed.
import { cursorOn } from '../message/cursor.ts';
import { reasonOf } from '../message/reasons.ts';
import { encodeText } from '../message/serialise.ts';
import type { ParseError, Via } from '../message/types.ts';
import { formatVia, readVias } from '../message/via.ts';
import { answerFlow, receivedVias } from './stamp.ts';
import type { Flow } from './types.ts';

/** The answer to a malformed request and where it goes, or null where it must stay unanswered. */
export function answerMalformed(error: ParseError, flow: Flow, tag: string): { flow: Flow; bytes: Uint8Array } | null {
  const { echo } = error;
  if (echo === null) return null;
  const vias: Via[] = [];
  // A readable top Via gets received and rport; an unreadable one is given back as it came, to where it came from.
  const read = readVias(cursorOn(echo.via[0] as string), vias);
  const first = read?.[0];
  const lines = [...echo.via];
  let to = flow;
  if (first !== undefined) {
    lines[0] = receivedVias(vias, flow).map(formatVia).join(', ');
    to = answerFlow(first, flow);
  }
  const withTag = error.at === 'to' || echo.to === '' || /;\s*tag\s*=/i.test(echo.to) ? echo.to : `${echo.to};tag=${tag}`;
  // Reasons are ours and plain; the word says where to look, without giving the input back.
  const reason = `${reasonOf(error.status)} (${error.at})`.replaceAll(/[^\x20-\x7e]/g, '?');
  const fields = [
    ...lines.map((via) => `Via: ${via}`),
    `From: ${echo.from}`,
    `To: ${withTag}`,
    `Call-ID: ${echo.callId}`,
    `CSeq: ${echo.cseq}`,
  ];
  const text = [`SIP/2.0 ${error.status} ${reason}`, ...fields, 'Content-Length: 0', '', ''].join('\r\n');
  return { flow: to, bytes: encodeText(text) };
}

/** True while the second's budget lasts: refilled steadily, never above one second's worth. */
export function createBudget(perSecond: number, now: () => number): () => boolean {
  let left = perSecond;
  let at = now();
  return () => {
    const time = now();
    left = Math.min(perSecond, left + ((time - at) * perSecond) / 1_000);
    at = time;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
