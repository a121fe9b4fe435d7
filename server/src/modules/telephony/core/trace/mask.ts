// What nobody may read in a kept SIP message: proofs of passwords, keys of media, pressed keys. Each is overwritten in its length, so that
// Content-Length stays true.

const stars = (text: string): string => '*'.repeat(text.length);

/** RFC 3261, sections 20.7, 20.27, 20.28, 20.44 and 20.6, with their folded lines (section 7.3.1). */
const CREDENTIALS =
  /^((?:proxy-)?(?:authorization|authenticate|authentication-info)|www-authenticate)([ \t]*:[ \t]*)([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/gim;
/** What a password could be guessed by, and what would let somebody else answer. */
const PROOF = /\b(response|nonce|cnonce|opaque|nextnonce|rspauth|auts)([ \t]*=[ \t]*)("(?:[^"\\]|\\.)*"|[^\s,]*)/gi;
/** RFC 3261, section 19.1.1: a password within a URI. */
const URI_PASSWORD = /(\bsips?:[^\s:@;<>]+:)([^\s@;<>]+)(?=@)/gi;
/** Keys of media: SDES (RFC 4568), ICE (RFC 8839), and the older ways to tell one (RFC 4567, RFC 8866 section 5.12). */
const SDES = /^(a=crypto:\S+[ \t]+\S+[ \t]+)(.*)$/gim;
const SDP_SECRET = /^(a=ice-pwd:|a=key-mgmt:|k=)(.*)$/gim;
/** RFC 6086: pressed keys may be a PIN or a card. */
const PRESSED = /^(signal[ \t]*=[ \t]*)(.*)$/gim;

export function masked(text: string): string {
  const split = /\r?\n\r?\n/.exec(text);
  const end = split === null ? text.length : split.index + split[0].length;
  const head = text.slice(0, end);
  const body = text.slice(end);
  return maskHead(head) + (body === '' ? '' : maskBody(body, head));
}

function maskHead(head: string): string {
  return head
    .replace(CREDENTIALS, (_whole, name: string, colon: string, value: string) => name + colon + maskCredentials(value))
    .replace(URI_PASSWORD, (_whole, before: string, secret: string) => before + stars(secret));
}

/** Of a digest its proofs; of any other scheme all there is. */
function maskCredentials(value: string): string {
  const scheme = /^[\w-]+(?=[ \t])/.exec(value)?.[0];
  if (scheme !== undefined && scheme.toLowerCase() !== 'digest') return scheme + value.slice(scheme.length).replaceAll(/[^\s]/g, '*');
  return value.replaceAll(PROOF, (_whole, name: string, equals: string, secret: string) =>
    secret.startsWith('"') ? `${name}${equals}"${stars(secret.slice(2))}"` : name + equals + stars(secret),
  );
}

function maskBody(body: string, head: string): string {
  const keep = (_whole: string, before: string, secret: string): string => before + secret.replaceAll(/[^\r]/g, '*');
  const described = body.replace(SDES, keep).replace(SDP_SECRET, keep);
  const type = /^(?:content-type|c)[ \t]*:[ \t]*([^\s;]*)/im.exec(head)?.[1]?.toLowerCase() ?? '';
  if (type === 'application/dtmf') return described.replaceAll(/[^\r\n]/g, '*');
  return type.includes('dtmf') ? described.replace(PRESSED, keep) : described;
}
