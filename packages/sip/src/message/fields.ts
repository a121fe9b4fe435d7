// Header fields read one by one into a draft: the typed ones strictly, the rest as text (RFC 3261, section 20).
import { type Cursor, cursorOn, isToken } from './cursor.ts';
import { singleFields } from './field-names.ts';
import { readNameAddrs, readOneNameAddr } from './name-addr.ts';
import type { CSeq, Header, NameAddr, Via } from './types.ts';
import { readVias } from './via.ts';

export type Draft = {
  via: Via[];
  from: NameAddr | null;
  to: NameAddr | null;
  callId: string | null;
  cseq: CSeq | null;
  maxForwards: number | null;
  contentLength: number | null;
  contact: NameAddr[] | '*';
  route: NameAddr[];
  recordRoute: NameAddr[];
  headers: Header[];
};

export const emptyDraft = (): Draft => ({
  via: [],
  from: null,
  to: null,
  callId: null,
  cseq: null,
  maxForwards: null,
  contentLength: null,
  contact: [],
  route: [],
  recordRoute: [],
  headers: [],
});

const CALL_ID = /^[\w\-.!%*+`'~()<>:\\"/[\]?{}]+(?:@[\w\-.!%*+`'~()<>:\\"/[\]?{}]+)?$/;
const DIGITS = /^\d+$/;

/** RFC 3261, 8.1.1.5: below 2^31. Zero is lawful. */
function readCSeq(value: string): CSeq | null {
  const match = /^(\d+)[ \t]+(\S+)$/.exec(value);
  if (match === null) return null;
  const number = Number(match[1]);
  const method = match[2] as string;
  return number < 2 ** 31 && isToken(method) ? { number, method } : null;
}

function once<T>(before: T | null, read: (cursor: Cursor) => T | null, value: string, keep: (read: T) => void): string | null {
  if (before !== null) return 'stands twice';
  const cursor = cursorOn(value);
  const got = read(cursor);
  if (got === null) return cursor.why || 'malformed';
  keep(got);
  return null;
}

const number = (max: number) => (cursor: Cursor) => (DIGITS.test(cursor.text) && Number(cursor.text) <= max ? Number(cursor.text) : null);
const upTo255 = number(255);
const upTo2G = number(2 ** 31 - 1);
const readCallId = (cursor: Cursor) => (CALL_ID.test(cursor.text) ? cursor.text : null);

function list(value: string, into: NameAddr[]): string | null {
  const cursor = cursorOn(value);
  return readNameAddrs(cursor, into) === null ? cursor.why || 'malformed' : null;
}

function contact(draft: Draft, value: string): string | null {
  if (value === '*') {
    if (draft.contact === '*' || draft.contact.length > 0) return '* beside other contacts';
    draft.contact = '*';
    return null;
  }
  return draft.contact === '*' ? '* beside other contacts' : list(value, draft.contact);
}

/** Adds one field (its canonical name, its value unfolded and trimmed); the answer is null or what is wrong with it. */
export function addField(draft: Draft, name: string, value: string): string | null {
  switch (name) {
    case 'via': {
      const cursor = cursorOn(value);
      return readVias(cursor, draft.via) === null ? cursor.why || 'malformed' : null;
    }
    case 'from':
      return once(draft.from, readOneNameAddr, value, (got) => (draft.from = got));
    case 'to':
      return once(draft.to, readOneNameAddr, value, (got) => (draft.to = got));
    case 'call-id':
      return once(draft.callId, readCallId, value, (got) => (draft.callId = got));
    case 'cseq':
      return once(
        draft.cseq,
        (cursor) => readCSeq(cursor.text),
        value,
        (got) => (draft.cseq = got),
      );
    case 'max-forwards':
      return once(draft.maxForwards, upTo255, value, (got) => (draft.maxForwards = got));
    case 'content-length':
      return once(draft.contentLength, upTo2G, value, (got) => (draft.contentLength = got));
    case 'contact':
      return contact(draft, value);
    case 'route':
      return list(value, draft.route);
    case 'record-route':
      return list(value, draft.recordRoute);
    default:
      if (singleFields.has(name) && draft.headers.some((header) => header.name === name)) return 'stands twice';
      draft.headers.push({ name, value });
      return null;
  }
}
