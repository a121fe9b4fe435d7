// Readers of single values: text in, value out, or an Unfit that says what shape was wanted.
import { isIP } from 'node:net';
import { Secret } from './secret.ts';

/** Says why a text is no value of the wanted shape; never carries the text itself. */
export class Unfit extends Error {
  override name = 'Unfit';
}

export type Parse<T> = (text: string) => T;

export function integer(min: number, max: number): Parse<number> {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) throw new Unfit(`a whole number from ${min} to ${max}`);
    return value;
  };
}

export const port = integer(0, 65_535);

export const portRange: Parse<{ from: number; to: number }> = (text) => {
  const match = /^(\d+)-(\d+)$/.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2]);
  if (!match || from < 1024 || to > 65_535 || to <= from) throw new Unfit('two ports from 1024 to 65535, the lower first, joined by -');
  return { from, to };
};

export const flag: Parse<boolean> = (text) => {
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw new Unfit('1 or 0');
};

export const hostName: Parse<string> = (text) => {
  if (isIP(text) === 0 && !/^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$/i.test(text)) throw new Unfit('an IP address or a host name');
  return text;
};

export const email: Parse<string> = (text) => {
  if (text.length > 254 || !/^[^\s@]+@[^\s@]+$/.test(text)) throw new Unfit('an e-mail address');
  return text.toLowerCase();
};

export const ipAddress: Parse<string> = (text) => {
  if (isIP(text) === 0) throw new Unfit('an IP address');
  return text;
};

const listed = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

export const addressList: Parse<string[]> = (text) => {
  const items = listed(text);
  for (const item of items) {
    const [address = '', bits, ...rest] = item.split('/');
    const kind = isIP(address);
    const widest = kind === 4 ? 32 : 128;
    const goodBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest);
    if (kind === 0 || rest.length > 0 || !goodBits) throw new Unfit('IP addresses or networks such as 10.0.0.0/8, joined by commas');
  }
  return items;
};

/** Addresses, each with a port or none: `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353`. */
export const dnsServers: Parse<string[]> = (text) => {
  const items = listed(text);
  for (const item of items) {
    const [, bracketed, plain, port = '53'] = /^(?:\[([^\]]+)\]|([\d.]+))(?::(\d{1,5}))?$/.exec(item) ?? [];
    const good = isIP(item) !== 0 || (isIP(bracketed ?? plain ?? '') !== 0 && Number(port) > 0 && Number(port) < 65_536);
    if (!good) throw new Unfit('IP addresses, each with a port or none, joined by commas');
  }
  return items;
};

/** RFC 7064 and RFC 7065, without IPv6 literals in brackets: `stun:host:port`, `turn:host:port?transport=tcp`. */
export function iceUrls(...schemes: readonly string[]): Parse<string[]> {
  const shape = new RegExp(`^(${schemes.join('|')}):[A-Za-z0-9.-]+(:\\d{1,5})?(\\?transport=(udp|tcp))?$`);
  return (text) => {
    const items = listed(text);
    for (const item of items) if (!shape.test(item)) throw new Unfit(`addresses such as ${schemes[0]}:host:3478, joined by commas`);
    return items;
  };
}

export function oneOf<T extends string>(...choices: readonly T[]): Parse<T> {
  return (text) => {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw new Unfit(`one of ${choices.join(', ')}`);
    return found;
  };
}

export function url(...schemes: readonly string[]): Parse<Secret> {
  return (text) => {
    const scheme = URL.canParse(text) ? new URL(text).protocol.slice(0, -1) : '';
    if (!schemes.includes(scheme)) throw new Unfit(`a URL that begins with ${schemes.map((each) => `${each}://`).join(' or ')}`);
    return new Secret(text);
  };
}

/** A 32-byte key in base64. */
export const key32: Parse<Secret> = (text) => {
  const bytes = Buffer.from(text, 'base64');
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text) || bytes.length !== 32) throw new Unfit('base64 of exactly 32 bytes');
  return new Secret(text);
};

export const token: Parse<Secret> = (text) => {
  if (!/^[\x21-\x7e]{16,256}$/.test(text)) throw new Unfit('16 to 256 printable characters without spaces');
  return new Secret(text);
};

/** With what a program may send there: a path and nothing that names a user. */
export const httpUrl: Parse<string> = (text) => {
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol) || parsed.username !== '' || parsed.password !== '')
    throw new Unfit('a URL that begins with http:// or https:// and holds no password');
  return text;
};

export const ratio: Parse<number> = (text) => {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value > 1) throw new Unfit('a number from 0 to 1');
  return value;
};

/** A mean opinion score. */
export const score: Parse<number> = (text) => {
  const value = Number(text);
  if (!/^\d(\.\d+)?$/.test(text) || value < 1 || value > 4.5) throw new Unfit('a number from 1 to 4.5');
  return value;
};

export const path: Parse<string> = (text) => {
  if (text.includes('\0')) throw new Unfit('a path');
  return text;
};

export type S3Place = {
  kind: 's3';
  bucket: string;
  /** Before every object's name; ends in `/` or is empty. */
  prefix: string;
  /** null: Amazon's own, by region. */
  endpoint: string | null;
  region: string | null;
  /** `http://endpoint/bucket/...` instead of `http://bucket.endpoint/...`. */
  pathStyle: boolean;
};
export type BlobPlace = { kind: 'file'; path: string } | S3Place;
const S3_OPTIONS = ['endpoint', 'region', 'pathStyle'];

export const blobPlace: Parse<BlobPlace> = (text) => {
  const file = /^file:(?!\/\/)(.+)$/.exec(text)?.[1] ?? /^file:\/\/(\/.+)$/.exec(text)?.[1];
  if (file !== undefined) return { kind: 'file', path: file };
  const parsed = URL.canParse(text) ? new URL(text) : null;
  const endpoint = parsed?.searchParams.get('endpoint') ?? null;
  const known = [...(parsed?.searchParams.keys() ?? [])].every((name) => S3_OPTIONS.includes(name));
  const goodEndpoint = endpoint === null || (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol));
  if (parsed?.protocol !== 's3:' || parsed.hostname === '' || !goodEndpoint || !known || parsed.username !== '') {
    throw new Unfit('file:PATH or s3://BUCKET/PREFIX?endpoint=URL&region=REGION&pathStyle=1, without credentials in it');
  }
  const folders = parsed.pathname.split('/').filter((part) => part !== '');
  return {
    kind: 's3',
    bucket: parsed.hostname,
    prefix: folders.length === 0 ? '' : `${folders.join('/')}/`,
    endpoint,
    region: parsed.searchParams.get('region'),
    pathStyle: flag(parsed.searchParams.get('pathStyle') ?? '0'),
  };
};
