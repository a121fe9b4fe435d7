// The 49 messages of RFC 4475, one row each: what the codec makes of it. What the endpoint answers stands in endpoint/torture.test.ts.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMessage } from './parse.ts';
import { bodyText, expiresOf, header, headerList, readDate } from './read.ts';
import { serialise } from './serialise.ts';
import { formatUri, isSip } from './uri.ts';
import { unescapeText } from './escape.ts';
import { tagOf } from './name-addr.ts';
import { branchOf, hasCookie } from './via.ts';
import type { Message, Request } from './types.ts';

const folder = new URL('../../test-data/rfc4475/', import.meta.url);
const bytesOf = (file: string) => new Uint8Array(readFileSync(new URL(file, folder)));

const request = (message: Message): Request => {
  if (message.kind !== 'request') throw new Error('a request was expected');
  return message;
};
const contacts = (message: Message) => {
  if (message.contact === '*') throw new Error('contacts were expected');
  return message.contact;
};

const valid: [file: string, check: (message: Message) => void][] = [
  [
    'wsinv.dat',
    (m) => {
      expect(m.via.map((via) => [via.transport, via.host, branchOf(via)])).toEqual([
        ['UDP', '192.0.2.2', '390skdjuw'],
        ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'],
        ['UDP', '192.168.255.111', 'z9hG4bK30239'],
      ]);
      expect([tagOf(m.to), tagOf(m.from), m.from.display]).toEqual(['1918181833n', '98asjd8', 'J Rosenberg \\"']);
      expect([m.cseq, request(m).maxForwards]).toEqual([{ number: 9, method: 'INVITE' }, 68]);
      expect(header(m, 'newfangledheader')).toBe('newfangled value continued newfangled value');
      expect(header(m, 'unknownheaderwithunusualvalue')).toBe(';;,,;;,;');
      expect(contacts(m)[0]?.params.get('q')).toBe('0.33');
      expect(m.body.length).toBe(150);
    },
  ],
  [
    'intmeth.dat',
    (m) => {
      expect(request(m).method).toBe("!interesting-Method0123456789_*+`.%indeed'~");
      expect(m.to.display).toBe('BEL:\u0007 NUL:\0 DEL:\u007f');
      expect(m.from.display).toBe("token1~` token2'+_ token3*%!.-");
      expect(tagOf(m.from)).toBe("_token~1'+`*%!-.");
      expect(header(m, "extensionheader-!.%*+_`'~")).toBe('\uFEFF大停電');
    },
  ],
  [
    'esc01.dat',
    (m) => {
      const uri = request(m).uri;
      expect(isSip(uri) && unescapeText(uri.user ?? '')).toBe('sips:user@example.com');
      expect(formatUri(m.to.uri)).toBe('sip:user@example.com');
      expect(formatUri((contacts(m)[0] as { uri: Message['to']['uri'] }).uri)).toBe('sip:caller@host5.example.net;lr;name=value%2541');
    },
  ],
  [
    'escnull.dat',
    (m) => {
      expect(contacts(m).map((contact) => formatUri(contact.uri))).toEqual(['sip:%00@host5.example.com', 'sip:%00%00@host5.example.com']);
      expect(formatUri(m.to.uri)).toBe('sip:null-%00-null@example.com');
    },
  ],
  [
    'esc02.dat',
    (m) => {
      expect(request(m).method).toBe('RE%47IST%45R');
      expect(m.to.display).toBe('%Z%45');
      expect(contacts(m)).toHaveLength(2);
      expect(header(m, 'c%6fntact')).toBe('<sip:alias2@host2.example.com>');
    },
  ],
  ['lwsdisp.dat', (m) => expect([m.from.display, tagOf(m.from)]).toEqual(['caller', '323'])],
  [
    'longreq.dat',
    (m) => {
      expect(m.via).toHaveLength(34);
      expect(m.from.params.size).toBe(3);
      expect(m.body.length).toBe(150);
    },
  ],
  ['dblreq.dat', (m) => expect([request(m).method, m.body.length]).toEqual(['REGISTER', 0])],
  [
    'semiuri.dat',
    (m) => {
      const uri = request(m).uri;
      expect(isSip(uri) && [uri.user, uri.host, uri.params.size]).toEqual(['user;par=u%40example.net', 'example.com', 0]);
      expect(headerList(m, 'accept')).toHaveLength(6);
    },
  ],
  ['transports.dat', (m) => expect(m.via.map((via) => via.transport)).toEqual(['UDP', 'SCTP', 'TLS', 'UNKNOWN', 'TCP'])],
  ['mpart01.dat', (m) => expect([m.body.length, header(m, 'content-type')]).toEqual([553, 'multipart/mixed;boundary=7a9cbec02ceef655'])],
  ['unreason.dat', (m) => expect(m.kind === 'response' && m.reason).toBe('= 2**3 * 5**2 но сто девяносто девять - простое')],
  ['noreason.dat', (m) => expect(m.kind === 'response' && [m.status, m.reason]).toEqual([100, ''])],
  // 3.1.2.12: only who needs the date may refuse.
  ['baddate.dat', (m) => expect(readDate(header(m, 'date') ?? '')).toBeNull()],
  ['badbranch.dat', (m) => expect(hasCookie(branchOf(m.via[0] as Message['via'][0]))).toBe(false)],
  ['unkscm.dat', (m) => expect(request(m).uri).toMatchObject({ scheme: 'other', name: 'nobodyknowsthisscheme' })],
  ['novelsc.dat', (m) => expect(request(m).uri).toMatchObject({ scheme: 'other', text: 'soap.beep://192.0.2.103:3002' })],
  ['unksm2.dat', (m) => expect([m.to.uri.scheme, m.from.uri.scheme, contacts(m)[0]?.uri.scheme]).toEqual(['other', 'other', 'other'])],
  ['bext01.dat', (m) => expect(headerList(m, 'require')).toEqual(['nothingSupportsThis', 'nothingSupportsThisEither'])],
  ['invut.dat', (m) => expect(header(m, 'content-type')).toBe('application/unknownformat')],
  ['regaut01.dat', (m) => expect(header(m, 'authorization')).toBe('NoOneKnowsThisScheme opaque-data=here')],
  ['bcast.dat', (m) => expect(m.via).toHaveLength(2)],
  ['zeromf.dat', (m) => expect(request(m).maxForwards).toBe(0)],
  ['cparam01.dat', (m) => expect([contacts(m)[0]?.params.has('unknownparam'), expiresOf(m, contacts(m)[0] ?? null)]).toEqual([true, null])],
  [
    'cparam02.dat',
    (m) => {
      const uri = contacts(m)[0]?.uri;
      expect(uri !== undefined && isSip(uri) && uri.params.has('unknownparam')).toBe(true);
      expect(contacts(m)[0]?.params.size).toBe(0);
    },
  ],
  [
    'regescrt.dat',
    (m) => {
      const uri = contacts(m)[0]?.uri;
      expect(uri !== undefined && isSip(uri) && uri.headers.get('route')).toBe('%3Csip:sip.example.com%3E');
    },
  ],
  ['sdp01.dat', (m) => expect(header(m, 'accept')).toBe('text/nobodyKnowsThis')],
  [
    'inv2543.dat',
    (m) => {
      expect([request(m).maxForwards, branchOf(m.via[0] as Message['via'][0])]).toEqual([null, null]);
      expect(bodyText(m)).toContain('m=audio 49217 RTP/AVP 0');
    },
  ],
];

const invalid: [file: string, at: string, status: number, answerable: boolean][] = [
  ['badinv01.dat', 'via', 400, true],
  ['clerr.dat', 'content-length', 400, true],
  ['ncl.dat', 'content-length', 400, true],
  ['scalar02.dat', 'cseq', 400, true],
  ['scalarlg.dat', 'cseq', 400, false],
  ['quotbal.dat', 'to', 400, true],
  ['ltgtruri.dat', 'request-line', 400, true],
  ['lwsruri.dat', 'request-line', 400, true],
  ['lwsstart.dat', 'request-line', 400, true],
  ['trws.dat', 'request-line', 400, true],
  ['escruri.dat', 'request-line', 400, true],
  ['regbadct.dat', 'contact', 400, true],
  ['badaspec.dat', 'to', 400, true],
  // The file ends without the empty line; with it, the unquoted comma in From is what is wrong (below).
  ['baddn.dat', 'head', 400, true],
  ['badvers.dat', 'request-line', 505, true],
  ['mismatch01.dat', 'cseq', 400, true],
  ['mismatch02.dat', 'cseq', 400, true],
  ['bigcode.dat', 'status-line', 400, false],
  ['insuf.dat', 'from', 400, true],
  ['multi01.dat', 'cseq', 400, true],
  ['mcl01.dat', 'content-length', 400, true],
];

describe('RFC 4475', () => {
  it('has a row for each of its 49 messages', () => {
    const rows = [...valid.map(([file]) => file), ...invalid.map(([file]) => file)].sort();
    expect(rows).toEqual(
      readdirSync(folder)
        .filter((file) => file.endsWith('.dat'))
        .sort(),
    );
    expect(rows).toHaveLength(49);
  });

  it.each(valid)('reads %s', (file, check) => {
    const parsed = parseMessage(bytesOf(file));
    if (!parsed.ok) throw new Error(`${parsed.error.at}: ${parsed.error.reason}`);
    check(parsed.value);
    // What we write we read again as the same message.
    expect(parseMessage(serialise(parsed.value), 'stream')).toEqual({ ok: true, value: parsed.value });
  });

  it.each(invalid)('refuses %s at %s with %i', (file, at, status, answerable) => {
    const parsed = parseMessage(bytesOf(file));
    expect(parsed).toMatchObject({ ok: false, error: { kind: 'parse-error', at, status } });
    expect(!parsed.ok && parsed.error.echo !== null).toBe(answerable);
  });

  it('refuses baddn.dat for its unquoted comma once the empty line is there', () => {
    const bytes = bytesOf('baddn.dat');
    const whole = new Uint8Array(bytes.length + 2);
    whole.set(bytes);
    whole.set([13, 10], bytes.length);
    expect(parseMessage(whole)).toMatchObject({ ok: false, error: { at: 'from', status: 400 } });
  });
});
