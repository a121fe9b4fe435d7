// Escapes in URIs: from any text to what a part of a URI may hold, and back (RFC 3261, 19.1.2).
import { noParams } from './params.ts';
import type { SipUri } from './types.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
const utf8 = new TextEncoder();

/** Escapes what may not stand bare in a user part, as UTF-8. */
export function escapeUser(text: string): string {
  return text.replaceAll(/[^\w\-.!~*'()&=+$,;?/]+/gu, (part) => {
    let out = '';
    for (const byte of utf8.encode(part)) out += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    return out;
  });
}

/** The text that an escaped part stands for; what is no UTF-8 stays escaped. */
export function unescapeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) return text;
    throw cause;
  }
}

export type SipUriParts = { user?: string; host: string; port?: number | null; params?: Record<string, string | null>; secure?: boolean };

/** A SIP URI from plain parts: the user is escaped here, host and params are taken as they are. */
export function sipUri(parts: SipUriParts): SipUri {
  return {
    scheme: parts.secure === true ? 'sips' : 'sip',
    user: parts.user === undefined ? null : escapeUser(parts.user),
    password: null,
    host: parts.host.toLowerCase(),
    port: parts.port ?? null,
    params: parts.params === undefined ? noParams : new Map(Object.entries(parts.params)),
    headers: noParams,
  };
}
