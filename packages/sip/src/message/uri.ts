// SIP, SIPS and tel URIs as text and as data (RFC 3261, section 19.1; RFC 3966).
import { noParams } from './params.ts';
import type { Params, SipUri, Uri } from './types.ts';

/** A URI, or the reason why the text is none. */
export type UriRead = { readonly ok: true; readonly uri: Uri } | { readonly ok: false; readonly why: string };

const USER = /^[\w\-.!~*'()&=+$,;?/%]+$/;
const PASSWORD = /^[\w\-.!~*'()&=+$,%]*$/;
const PARAM = /^[\w\-.!~*'()[\]/:&+$%]+$/;
const HEADER = /^[\w\-.!~*'()[\]/?:+$%]*$/;
// An underscore is no host name character, but container networks use it: taken, never made.
const HOST = /^[A-Za-z0-9_](?:[\w.-]*\w)?\.?$/;
const IPV6 = /^\[[0-9A-Fa-f:.]{2,45}\]$/;
const PORT = /^\d{1,5}$/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
const OTHER = /^[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+$/;
const TEL = /^(?:\+[\d\-.()]*\d[\d\-.()]*|[\dA-Fa-f*#\-.()]+)$/;
const BAD_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
const UNRESERVED = /[\w\-.!~*'()]/;

/** Undoes the escapes that need not be there, so that equal URIs read equal (19.1.4); the others get upper-case digits. */
function normal(text: string): string {
  if (!text.includes('%')) return text;
  return text.replaceAll(/%[0-9A-Fa-f]{2}/g, (escape) => {
    const char = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return UNRESERVED.test(char) ? char : escape.toUpperCase();
  });
}

const no = (why: string): UriRead => ({ ok: false, why });

export function parseHost(text: string): { host: string; port: number | null } | null {
  const colon = text.startsWith('[') ? text.indexOf(':', text.indexOf(']')) : text.indexOf(':');
  const host = colon < 0 ? text : text.slice(0, colon);
  if (!(host.startsWith('[') ? IPV6 : HOST).test(host)) return null;
  if (colon < 0) return { host: host.toLowerCase(), port: null };
  const port = text.slice(colon + 1);
  return PORT.test(port) && Number(port) <= 65_535 ? { host: host.toLowerCase(), port: Number(port) } : null;
}

function pairs(text: string, separator: string, chars: RegExp, emptyValues: boolean): Params | null {
  const params = new Map<string, string | null>();
  for (const part of text.split(separator)) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? null : part.slice(equals + 1);
    if (name === '' || !chars.test(name)) return null;
    if (value !== null && !(value === '' ? emptyValues : chars.test(value))) return null;
    const key = normal(name).toLowerCase();
    if (params.has(key)) return null;
    params.set(key, value === null ? null : normal(value));
  }
  return params;
}

function sip(scheme: 'sip' | 'sips', rest: string): UriRead {
  if (BAD_ESCAPE.test(rest)) return no('bad escape');
  const at = rest.indexOf('@');
  let user: string | null = null;
  let password: string | null = null;
  if (at >= 0) {
    const info = rest.slice(0, at);
    const colon = info.indexOf(':');
    user = colon < 0 ? info : info.slice(0, colon);
    if (!USER.test(user)) return no('bad user part');
    user = normal(user);
    if (colon >= 0) {
      password = info.slice(colon + 1);
      if (!PASSWORD.test(password)) return no('bad password part');
    }
  }
  const question = rest.indexOf('?', at + 1);
  const plain = question < 0 ? rest.slice(at + 1) : rest.slice(at + 1, question);
  const semi = plain.indexOf(';');
  const where = parseHost(semi < 0 ? plain : plain.slice(0, semi));
  if (where === null) return no('bad host or port');
  const params = semi < 0 ? noParams : pairs(plain.slice(semi + 1), ';', PARAM, false);
  if (params === null) return no('bad URI parameter');
  const headers = question < 0 ? noParams : pairs(rest.slice(question + 1), '&', HEADER, true);
  if (headers === null) return no('bad URI header');
  return { ok: true, uri: { scheme, user, password, host: where.host, port: where.port, params, headers } };
}

function tel(rest: string): UriRead {
  const semi = rest.indexOf(';');
  const number = semi < 0 ? rest : rest.slice(0, semi);
  if (!TEL.test(number)) return no('bad telephone number');
  const params = semi < 0 ? noParams : pairs(rest.slice(semi + 1), ';', PARAM, false);
  if (params === null || BAD_ESCAPE.test(rest)) return no('bad tel parameter');
  return { ok: true, uri: { scheme: 'tel', number: number.replaceAll(/[-.()]/g, ''), params } };
}

/** Reads a whole URI, without angle brackets or white space. */
export function readUri(text: string): UriRead {
  if (text.startsWith('sip:')) return sip('sip', text.slice(4));
  const colon = text.indexOf(':');
  const name = text.slice(0, Math.max(colon, 0)).toLowerCase();
  if (!SCHEME.test(name)) return no('no URI scheme');
  const rest = text.slice(colon + 1);
  if (name === 'sip' || name === 'sips') return sip(name, rest);
  if (name === 'tel') return tel(rest);
  return OTHER.test(rest) ? { ok: true, uri: { scheme: 'other', name, text } } : no('bad character in URI');
}

function formatPairs(params: Params, first: string, next: string): string {
  let text = '';
  for (const [name, value] of params) text += `${text === '' ? first : next}${name}${value === null ? '' : `=${value}`}`;
  return text;
}

export function formatUri(uri: Uri): string {
  if (uri.scheme === 'other') return uri.text;
  if (uri.scheme === 'tel') return `tel:${uri.number}${formatPairs(uri.params, ';', ';')}`;
  const password = uri.password === null ? '' : `:${uri.password}`;
  const user = uri.user === null ? '' : `${uri.user}${password}@`;
  const port = uri.port === null ? '' : `:${uri.port}`;
  return `${uri.scheme}:${user}${uri.host}${port}${formatPairs(uri.params, ';', ';')}${formatPairs(uri.headers, '?', '&')}`;
}

export const isSip = (uri: Uri): uri is SipUri => uri.scheme === 'sip' || uri.scheme === 'sips';
