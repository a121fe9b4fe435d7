// Bytes to a message, strictly: whatever two readers could read differently is refused (RFC 3261, sections 7, 18.3 and 20; RFC 4475).
import { addField, emptyDraft, type Draft } from './fields.ts';
import { decodeText, eachField, echoOf, hasBareBreak, headEnd } from './head.ts';
import { readStartLine } from './start-line.ts';
import type { Message, Parsed, ParseError } from './types.ts';

/** Far above honest messages; bounds what one message can make us allocate. */
const MAX_FIELDS = 256;
const MAX_HEAD = 65_535;

type Wrong = { at: string; reason: string; status?: ParseError['status'] };

/** RFC 3261, 8.1.1 and 20: the fields no message may lack. Max-Forwards is forgiven, RFC 2543 did not have it. */
function missing(draft: Draft): Wrong | null {
  const lacks = (at: string): Wrong => ({ at, reason: 'is missing' });
  if (draft.via.length === 0) return lacks('via');
  if (draft.from === null) return lacks('from');
  if (draft.to === null) return lacks('to');
  if (draft.callId === null) return lacks('call-id');
  return draft.cseq === null ? lacks('cseq') : null;
}

/** RFC 3261, 18.3 and 20.14: a datagram may hold more than the body, never less; a stream frame is cut to fit. */
function bodyOf(bytes: Uint8Array, from: number, length: number | null, how: 'datagram' | 'stream'): Uint8Array | Wrong {
  const rest = bytes.length - from;
  if (length === null) return how === 'datagram' ? bytes.subarray(from) : { at: 'content-length', reason: 'is missing on a stream' };
  if (length > rest) return { at: 'content-length', reason: `says ${length}, ${rest} bytes came` };
  return bytes.subarray(from, from + length);
}

function fieldsOf(head: string, from: number, draft: Draft): Wrong | null {
  let wrong: Wrong | null = null;
  let count = 0;
  eachField(head, from, (name, value) => {
    count += 1;
    if (name === null) wrong = { at: 'head', reason: 'a line is no header field' };
    else if (count > MAX_FIELDS) wrong = { at: 'head', reason: `more than ${MAX_FIELDS} header fields` };
    else {
      const why = addField(draft, name, value);
      if (why !== null) wrong = { at: name, reason: why };
    }
    return wrong === null;
  });
  return wrong;
}

/** Reads one message. `how` says whether it came as a datagram (UDP, WebSocket frame) or was cut out of a stream. Never throws. */
export function parseMessage(bytes: Uint8Array, how: 'datagram' | 'stream' = 'datagram'): Parsed<Message> {
  let start = 0;
  while (bytes[start] === 13 && bytes[start + 1] === 10) start += 2;
  const end = headEnd(bytes, start);
  const head = decodeText(bytes.subarray(start, end < 0 ? Math.min(bytes.length, start + MAX_HEAD) : Math.min(end, start + MAX_HEAD)));
  const lineEnd = head.indexOf('\r\n');
  const line = readStartLine(lineEnd < 0 ? head : head.slice(0, lineEnd));
  const fieldsFrom = lineEnd < 0 ? head.length : lineEnd + 2;

  const refuse = (wrong: Wrong): Parsed<Message> => {
    const method = line.kind === 'request' ? line.method : line.kind === 'bad' && line.at === 'request-line' ? line.method : null;
    const echo = method === null || method === '' ? null : echoOf(head, fieldsFrom, method);
    return { ok: false, error: { kind: 'parse-error', at: wrong.at, reason: wrong.reason, status: wrong.status ?? 400, echo } };
  };

  if (line.kind === 'bad') return refuse({ at: line.at, reason: line.why, status: line.status });
  if (end < 0) return refuse({ at: 'head', reason: 'no empty line after the header fields' });
  if (end - start > MAX_HEAD) return refuse({ at: 'head', reason: 'too long', status: 413 });
  if (hasBareBreak(head)) return refuse({ at: 'head', reason: 'a CR or LF alone' });
  const draft = emptyDraft();
  const wrong = fieldsOf(head, fieldsFrom, draft) ?? missing(draft);
  if (wrong !== null) return refuse(wrong);
  const { via, from, to, callId, cseq, contact, recordRoute, headers } = draft;
  if (from === null || to === null || callId === null || cseq === null) return refuse({ at: 'head', reason: 'is incomplete' });
  const body = bodyOf(bytes, end + 4, draft.contentLength, how);
  if (!(body instanceof Uint8Array)) return refuse(body);
  if (line.kind === 'response') {
    return {
      ok: true,
      value: {
        kind: 'response',
        status: line.status,
        reason: line.reason,
        via,
        from,
        to,
        callId,
        cseq,
        contact,
        recordRoute,
        headers,
        body,
      },
    };
  }
  // RFC 3261, 8.1.1.5: the CSeq method is the method; ACK and CANCEL too carry their own.
  if (cseq.method !== line.method) return refuse({ at: 'cseq', reason: 'method differs from the request line' });
  const { route, maxForwards } = draft;
  return {
    ok: true,
    value: {
      kind: 'request',
      method: line.method,
      uri: line.uri,
      via,
      from,
      to,
      callId,
      cseq,
      contact,
      recordRoute,
      route,
      maxForwards,
      headers,
      body,
    },
  };
}
