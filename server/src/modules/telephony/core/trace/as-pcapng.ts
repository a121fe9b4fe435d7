// A trace as pcap-ng, for Wireshark: each message is an "upper PDU" with its addresses and ports, so that no packets need to be made up
// for what came over TCP, TLS or WebSocket (link type 252, LINKTYPE_WIRESHARK_UPPER_PDU).
import type { TracedMessage } from '@tandem/contract/api/sip-traces.ts';

const LINK_TYPE = 252;
/** Tags of epan/exported_pdu.h. */
const TAG = { dissector: 12, ipv4: [20, 21], ipv6: [22, 23], portType: 24, ports: [25, 26] } as const;
const PORT_TCP = 2;
const PORT_UDP = 3;

/** Text as UTF-8. */
type Encode = (text: string) => Uint8Array;

/** Sections of draft-ietf-opsawg-pcapng: 4.1 section header, 4.2 interface, 4.3 enhanced packet; little-endian. */
export function tracePcapng(messages: readonly TracedMessage[], encode: Encode): Uint8Array {
  const blocks = [
    block(0x0a0d0d0a, [u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffff_ffff), u32(0xffff_ffff)]),
    block(1, [u16(LINK_TYPE), u16(0), u32(0)]),
    ...messages.map((message) => packet(message, encode)),
  ];
  return joined(blocks);
}

function packet({ at, direction, transport, local, remote, text }: TracedMessage, encode: Encode): Uint8Array {
  const [from, to] = direction === 'in' ? [remote, local] : [local, remote];
  const tags = [
    tag(TAG.dissector, encode('sip')),
    address(0, from.ip),
    address(1, to.ip),
    tag(TAG.portType, u32(transport === 'udp' ? PORT_UDP : PORT_TCP, false)),
    tag(TAG.ports[0], u32(from.port, false)),
    tag(TAG.ports[1], u32(to.port, false)),
    new Uint8Array(4),
  ];
  const data = joined([...tags, encode(text)]);
  // Microseconds, as no other resolution is told.
  const micros = BigInt(Math.round(at)) * 1_000n;
  const stamp = [u32(Number(micros >> 32n)), u32(Number(micros & 0xffff_ffffn))];
  return block(6, [u32(0), ...stamp, u32(data.length), u32(data.length), padded(data)]);
}

function address(end: 0 | 1, ip: string): Uint8Array {
  const v4 = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/i.exec(ip);
  if (v4 !== null) return tag(TAG.ipv4[end], Uint8Array.from(v4.slice(1), Number));
  const v6 = ipv6Bytes(ip);
  return v6 === null ? new Uint8Array(0) : tag(TAG.ipv6[end], v6);
}

/** Null where it is none; a zone is left out. */
function ipv6Bytes(ip: string): Uint8Array | null {
  const [before = '', after, ...more] = ip.replace(/%.*$/, '').split('::');
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const head = words(before);
  const tail = words(after ?? '');
  const gap = 8 - head.length - tail.length;
  const all = after === undefined ? head : [...head, ...Array.from({ length: Math.max(0, gap) }, () => '0'), ...tail];
  if (more.length > 0 || all.length !== 8 || !all.every((word) => /^[\da-f]{1,4}$/i.test(word))) return null;
  return Uint8Array.from(all.flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255]));
}

function block(type: number, parts: readonly Uint8Array[]): Uint8Array {
  const body = joined(parts);
  const length = body.length + 12;
  return joined([u32(type), u32(length), body, u32(length)]);
}

/** Tags are big-endian; the length told is with the padding, as the reader does not add it (tried with tshark 4.0). */
function tag(type: number, value: Uint8Array): Uint8Array {
  const whole = padded(value);
  return joined([u16(type, false), u16(whole.length, false), whole]);
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
  whole.set(bytes);
  return whole;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function u32(value: number, little = true): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, little);
  return bytes;
}

function u16(value: number, little = true): Uint8Array {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, value, little);
  return bytes;
}
