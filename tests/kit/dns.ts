// A DNS server for tests: answers A, AAAA, SRV and NAPTR over UDP on loopback (RFC 1035, RFC 2782, RFC 3403) from records that a test changes as it likes.
import dgram from 'node:dgram';

export type DnsRecord =
  | { type: 'A'; name: string; ip: string; ttl?: number }
  | { type: 'SRV'; name: string; target: string; port: number; priority?: number; weight?: number }
  | { type: 'NAPTR'; name: string; order?: number; preference?: number; flags?: string; service: string; replacement: string };

export type TestDns = {
  /** `127.0.0.1:port`. */
  readonly address: string;
  records: DnsRecord[];
  /** Answers nothing at all while set. */
  silent: boolean;
  /** Names and types asked for, oldest first. */
  readonly asked: string[];
  close(): Promise<void>;
};

const TYPES: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA', 33: 'SRV', 35: 'NAPTR' };
const CODES: Readonly<Record<DnsRecord['type'], number>> = { A: 1, SRV: 33, NAPTR: 35 };
const HEADER = 12;
const NO_SUCH_NAME = 3;

export async function startDns(records: DnsRecord[]): Promise<TestDns> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  const dns: TestDns = {
    address: `127.0.0.1:${socket.address().port}`,
    records,
    silent: false,
    asked: [],
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
  socket.on('message', (query, from) => {
    const { name, end } = readName(query);
    const type = TYPES[query.readUInt16BE(end)] ?? 'other';
    dns.asked.push(`${type} ${name}`);
    if (dns.silent) return;
    const same = dns.records.filter((record) => record.name.toLowerCase() === name.toLowerCase());
    const found = same.filter((record) => record.type === type);
    const header = Buffer.from(query.subarray(0, HEADER));
    // A recursive answer to the one question.
    header.writeUInt16BE(0x8180 | (same.length === 0 ? NO_SUCH_NAME : 0), 2);
    header.writeUInt16BE(found.length, 6);
    header.writeUInt32BE(0, 8);
    socket.send(Buffer.concat([header, query.subarray(HEADER, end + 4), ...found.map(answer)]), from.port, from.address);
  });
  return dns;
}

function readName(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), end: at + 1 };
}

function answer(record: DnsRecord): Buffer {
  const data = dataOf(record);
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(CODES[record.type], 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(record.type === 'A' ? (record.ttl ?? 60) : 60, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([wireName(record.name), fixed, data]);
}

function dataOf(record: DnsRecord): Buffer {
  if (record.type === 'A') return Buffer.from(record.ip.split('.').map(Number));
  if (record.type === 'SRV') return Buffer.concat([words(record.priority ?? 10, record.weight ?? 0, record.port), wireName(record.target)]);
  const { order = 10, preference = 10, flags = 's', service, replacement } = record;
  return Buffer.concat([words(order, preference), text(flags), text(service), text(''), wireName(replacement)]);
}

function words(...numbers: number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 2);
  numbers.forEach((number, at) => bytes.writeUInt16BE(number, at * 2));
  return bytes;
}
const text = (value: string): Buffer => Buffer.concat([Buffer.of(value.length), Buffer.from(value, 'latin1')]);
const wireName = (name: string): Buffer =>
  Buffer.concat([...name.split('.').flatMap((label) => (label === '' ? [] : [text(label)])), Buffer.of(0)]);
