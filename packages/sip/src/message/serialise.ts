// A message to bytes: one canonical form, long names, Content-Length counted here (RFC 3261, section 7).
import { displayName } from './field-names.ts';
import { formatNameAddr } from './name-addr.ts';
import type { Message, NameAddr } from './types.ts';
import { formatUri } from './uri.ts';
import { formatVia } from './via.ts';

declare const TextEncoder: new () => { encode(text: string): Uint8Array<ArrayBuffer> };
const utf8 = new TextEncoder();

export const encodeText = (text: string): Uint8Array => utf8.encode(text);

/** A line break in a value would start a new field: whatever text comes from outside must not be able to (header injection). */
const oneLine = (value: string): string => (/[\r\n]/.test(value) ? value.replaceAll(/[\r\n]+/g, ' ') : value);

const addresses = (name: string, list: readonly NameAddr[]): string => {
  let text = '';
  for (const address of list) text += `${name}: ${formatNameAddr(address)}\r\n`;
  return text;
};

function formatHead(message: Message): string {
  let text =
    message.kind === 'request'
      ? `${message.method} ${formatUri(message.uri)} SIP/2.0\r\n`
      : `SIP/2.0 ${message.status} ${oneLine(message.reason)}\r\n`;
  for (const via of message.via) text += `Via: ${formatVia(via)}\r\n`;
  if (message.kind === 'request') {
    text += addresses('Route', message.route);
    if (message.maxForwards !== null) text += `Max-Forwards: ${message.maxForwards}\r\n`;
  }
  text += addresses('Record-Route', message.recordRoute);
  text += `From: ${formatNameAddr(message.from)}\r\nTo: ${formatNameAddr(message.to)}\r\n`;
  text += `Call-ID: ${message.callId}\r\nCSeq: ${message.cseq.number} ${message.cseq.method}\r\n`;
  text += message.contact === '*' ? 'Contact: *\r\n' : addresses('Contact', message.contact);
  for (const header of message.headers) text += `${displayName(header.name)}: ${oneLine(header.value)}\r\n`;
  return `${text}Content-Length: ${message.body.length}\r\n\r\n`;
}

export function serialise(message: Message): Uint8Array {
  const head = utf8.encode(formatHead(message));
  if (message.body.length === 0) return head;
  const bytes = new Uint8Array(head.length + message.body.length);
  bytes.set(head);
  bytes.set(message.body, head.length);
  return bytes;
}
