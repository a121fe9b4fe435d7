// Session description text to data, in the order RFC 8866, section 9 demands; strict about structure, silent about lines it has no use for.
import { decodeText } from '../message/head.ts';
import type { Sdp, SdpAttribute, SdpMedia, SdpParsed } from './types.ts';

const MAX_LINES = 1_000;
/** The order of lines, in steps. Within a step any order is taken: devices mix up b= and c=, and nothing hangs on it. */
const SESSION = ['v', 'o', 's', 'iuepcb', 'trzk', 'a'];
const MEDIA = ['m', 'icbk', 'a'];

type Open = { type: string; port: number; protocol: string; formats: string[]; ip: string | null; attributes: SdpAttribute[] };

const HOST = /^[A-Za-z0-9.\-:_]{1,255}$/;

/** `IN IP4 <addr>[/ttl]`; null where malformed. */
function connectionIp(value: string): string | null {
  const match = /^IN IP[46] ([^\s/]+)(?:\/\d+(?:\/\d+)?)?$/i.exec(value);
  return match?.[1] !== undefined && HOST.test(match[1]) ? match[1] : null;
}

function attribute(value: string): SdpAttribute | null {
  const colon = value.indexOf(':');
  const name = colon < 0 ? value : value.slice(0, colon);
  return /^[\w.+-]+$/.test(name) ? { name, value: colon < 0 ? null : value.slice(colon + 1) } : null;
}

function mediaLine(value: string): Open | null {
  // The port count of `port/2` is for layered encodings, which nothing here has.
  const match = /^([\w-]+) (\d{1,5})(?:\/\d+)? ([\w/-]+)((?: \S+)+)$/.exec(value);
  if (match === null || Number(match[2]) > 65_535) return null;
  return {
    type: match[1] as string,
    port: Number(match[2]),
    protocol: match[3] as string,
    formats: (match[4] as string).trim().split(' '),
    ip: null,
    attributes: [],
  };
}

function originLine(value: string): Sdp['origin'] | null {
  const match = /^(\S+) (\d+) (\d+) IN IP[46] (\S+)$/i.exec(value);
  return match === null
    ? null
    : { user: match[1] as string, sessionId: match[2] as string, version: match[3] as string, ip: match[4] as string };
}

/** Lines may end in CRLF or, as RFC 8866, 5 asks readers to accept, in LF. */
export function parseSdp(body: Uint8Array | string): SdpParsed {
  const text = typeof body === 'string' ? body : decodeText(body);
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const bad = (line: number, reason: string): SdpParsed => ({ ok: false, error: { kind: 'sdp-error', line: line + 1, reason } });
  if (lines.length > MAX_LINES) return bad(MAX_LINES, 'too many lines');
  let origin: Sdp['origin'] | null = null;
  let name: string | null = null;
  let ip: string | null = null;
  const times: string[] = [];
  const attributes: SdpAttribute[] = [];
  const media: Open[] = [];
  let order = 0;

  for (const [at, line] of lines.entries()) {
    const type = line[0] ?? '';
    const value = line.slice(2);
    const section = media.at(-1);
    if (line[1] !== '=' || !/[a-z]/.test(type)) return bad(at, 'not <type>=<value>');
    if (type === 'm') order = 0;
    const place = (section === undefined && type !== 'm' ? SESSION : MEDIA).findIndex((step) => step.includes(type));
    if (place < 0) return bad(at, `unknown line ${type}=`);
    if (place < order) return bad(at, `${type}= is out of order`);
    if (place === order && at > 0 && 'vos'.includes(type)) return bad(at, `${type}= twice`);
    order = place;
    if (type === 'v' && value !== '0') return bad(at, 'not version 0');
    if (type === 'o') {
      origin = originLine(value);
      if (origin === null) return bad(at, 'bad o=');
    } else if (type === 's') name = value;
    else if (type === 't') {
      if (!/^\d+ \d+$/.test(value)) return bad(at, 'bad t=');
      times.push(value);
    } else if (type === 'c') {
      const found = connectionIp(value);
      if (found === null) return bad(at, 'bad c=');
      if (section === undefined) ip = found;
      else section.ip ??= found;
    } else if (type === 'a') {
      const read = attribute(value);
      if (read === null) return bad(at, 'bad a=');
      (section?.attributes ?? attributes).push(read);
    } else if (type === 'm') {
      const opened = mediaLine(value);
      if (opened === null) return bad(at, 'bad m=');
      media.push(opened);
    }
  }
  if (lines[0] !== 'v=0') return bad(0, 'no v=0');
  if (origin === null) return bad(lines.length, 'no o=');
  if (name === null) return bad(lines.length, 'no s=');
  if (times.length === 0) return bad(lines.length, 'no t=');
  // RFC 8866, 5.7: an address for the whole session or one in each section; a rejected section needs none.
  if (ip === null && media.some((one) => one.ip === null && one.port !== 0)) return bad(lines.length, 'no c=');
  return { ok: true, sdp: { origin, name, ip, times, attributes, media: media satisfies SdpMedia[] } };
}
