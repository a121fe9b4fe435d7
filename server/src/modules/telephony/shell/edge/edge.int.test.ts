// The edge on real sockets with media that is only pretended: what it tells core, in which order, and that it cleans up behind odd phones.
import dgram from 'node:dgram';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EdgeDirectory, EdgeFact } from '@tandem/contract/edge.ts';
import type { EdgeReport } from '@tandem/contract/ports/edge.ts';
import type { LegStats, MediaTransport } from '../../ports.ts';
import { createEdge, type Edge } from './edge.ts';

const COUNTS = { packetsSent: 0, packetsReceived: 0, packetsLost: 0, jitterMs: 0 };
const QUALITY = { ...COUNTS, codec: null, lossPercent: 0, rttMs: null, mos: null, remote: null };
const STATS: LegStats = { ...COUNTS, packetsLate: 0, packetsRepaired: 0, levelDb: -96, quality: QUALITY };
const SDP = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 40000 RTP/AVP 8', ''].join('\r\n');
const log = { debug() {}, info() {}, warn() {}, error() {} };
const DIRECTORY: EdgeDirectory = {
  devices: [{ tenant: 'tnt_a', device: 'dev_1', username: 'agent1', ha1: 'x' }],
  trunks: [
    { tenant: 'tnt_a', trunk: 'trk_1', name: 'local', addresses: ['127.0.0.1'], host: '127.0.0.1', port: 9, country: 'CN', rules: [] },
  ],
};
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});

function media(open: MediaTransport['open'] = async () => ({ ip: '127.0.0.1', port: 40_002 })): MediaTransport {
  const nothing = (): void => undefined;
  return {
    open,
    move: async () => undefined,
    close: async () => STATS,
    stats: async () => STATS,
    fingerprint: { algorithm: 'sha-256', value: '' },
    otherHosts: [],
    lostThreads: () => ({ died: 0, hung: 0 }),
    shutdown: async () => undefined,
    setRemote: nothing,
    play: nothing,
    stop: nothing,
    sendDigit: nothing,
    clip: nothing,
    keeps: () => false,
    tap: () => null,
    mix: nothing,
    record: nothing,
    stopRecording: nothing,
    on: nothing,
  };
}

async function start(
  options: { open?: MediaTransport['open']; folder?: string; probeMs?: number; informed?: boolean } = {},
): Promise<{ edge: Edge; facts: EdgeFact[]; folder: string }> {
  const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'edge-'));
  let serial = 0;
  const edge = await createEdge({
    host: '127.0.0.1',
    publicHost: '127.0.0.1',
    sipPort: 0,
    folder,
    media: media(options.open),
    log,
    now: Date.now,
    id: (prefix) => `${prefix}_${++serial}`,
    address: (text) => ({ kind: 'unknown', text }),
    dialString: (address) => (address.kind === 'e164' ? address.e164 : null),
    probeMs: options.probeMs ?? 60_000,
  });
  const facts: EdgeFact[] = [];
  edge.attach(({ n, report }: EdgeReport) => void (n !== null && facts.push(report as EdgeFact)));
  if (options.informed ?? true) edge.setDirectory(DIRECTORY);
  undo.push(
    () => fs.rmSync(folder, { recursive: true, force: true }),
    () => edge.drain(),
  );
  return { edge, facts, folder };
}

/** A far end that writes its messages itself. */
async function party(
  edge: Edge,
): Promise<{ port: number; send(text: string): void; next(pattern: RegExp): Promise<string>; seen: string[] }> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => {
    socket.bind(0, '127.0.0.1', resolve);
  });
  const seen: string[] = [];
  let taken = 0;
  socket.on('message', (bytes) => seen.push(bytes.toString()));
  undo.push(() => socket.close());
  return {
    port: socket.address().port,
    seen,
    send: (text) => socket.send(text, edge.sipPort, '127.0.0.1'),
    async next(pattern) {
      for (const until = Date.now() + 5_000; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 5))) {
        const at = seen.findIndex((text, i) => i >= taken && pattern.test(text));
        if (at >= 0) {
          taken = at + 1;
          return seen[at]!;
        }
      }
      throw new Error(`${pattern} did not come; came:\n${seen.join('\n---\n')}`);
    },
  };
}
const field = (message: string, name: string): string => new RegExp(`^${name}: (.*)\r$`, 'im').exec(message)![1]!;
const invite = (port: number, method = 'INVITE'): string =>
  [
    `${method} sip:4001@127.0.0.1 SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${port};branch=z9hG4bK1`,
    'Max-Forwards: 70',
    'From: <sip:a@127.0.0.1>;tag=1',
    'To: <sip:4001@127.0.0.1>',
    'Call-ID: c1',
    `CSeq: 1 ${method}`,
    ...(method === 'INVITE'
      ? [`Contact: <sip:a@127.0.0.1:${port}>`, 'Content-Type: application/sdp', `Content-Length: ${SDP.length}`, '', SDP]
      : ['Content-Length: 0', '', '']),
  ].join('\r\n');
const answer = (request: string, status: string, tag: string, port: number): string => {
  const sdp = field(request, 'CSeq').includes('INVITE') && status.startsWith('2') ? SDP : '';
  const kept = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${field(request, name)}`);
  const to = field(request, 'To');
  return [
    `SIP/2.0 ${status}`,
    ...kept,
    `To: ${to.includes('tag=') ? to : `${to};tag=${tag}`}`,
    `Contact: <sip:b@127.0.0.1:${port}>`,
    ...(sdp ? ['Content-Type: application/sdp'] : []),
    `Content-Length: ${sdp.length}`,
    '',
    sdp,
  ].join('\r\n');
};

describe('before core has told it the directory', () => {
  it('asks callers and phones to come again, and takes the call afterwards', async () => {
    const { edge, facts } = await start({ informed: false });
    const caller = await party(edge);
    caller.send(invite(caller.port));
    const refusal = await caller.next(/^SIP\/2\.0 503/);
    expect(field(refusal, 'Retry-After')).toBe('1');
    caller.send(invite(caller.port, 'REGISTER').replaceAll('z9hG4bK1', 'z9hG4bK2').replace('Call-ID: c1', 'Call-ID: c2'));
    await caller.next(/^SIP\/2\.0 503[^]*CSeq: 1 REGISTER/);
    expect(facts).toEqual([]);
    edge.setDirectory(DIRECTORY);
    caller.send(invite(caller.port).replaceAll('z9hG4bK1', 'z9hG4bK3').replace('Call-ID: c1', 'Call-ID: c3'));
    await caller.next(/^SIP\/2\.0 100/);
    expect(facts.map(({ kind }) => kind)).toEqual(['leg.arrived']);
  });
});

describe('a call that comes in', () => {
  it('and is given up while its port is opened is told whole: arrival, then end', async () => {
    const { edge, facts } = await start({
      open: () => new Promise((resolve) => setTimeout(resolve, 200, { ip: '127.0.0.1', port: 40_002 })),
    });
    const caller = await party(edge);
    caller.send(invite(caller.port));
    await caller.next(/^SIP\/2.0 100/);
    caller.send(invite(caller.port, 'CANCEL'));
    await caller.next(/^SIP\/2.0 487/);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(facts.map((fact) => fact.kind)).toEqual(['leg.arrived', 'leg.ended']);
    expect(facts[1]).toMatchObject({ cause: 'cancelled', by: 'remote', sipStatus: 487 });
  });

  it('and finds no free port is refused with 503, and told', async () => {
    const { edge, facts } = await start({ open: () => Promise.reject(new Error('media.no-ports')) });
    const caller = await party(edge);
    caller.send(invite(caller.port));
    await caller.next(/^SIP\/2.0 503/);
    expect(facts.map((fact) => fact.kind)).toEqual(['leg.arrived', 'leg.ended']);
    expect(edge.stats()['legs']).toBe(0);
  });
});

describe('a call we make', () => {
  async function dialled(
    probeMs?: number,
  ): Promise<{ edge: Edge; facts: EdgeFact[]; far: Awaited<ReturnType<typeof party>>; request: string }> {
    const { edge, facts } = await start(probeMs === undefined ? {} : { probeMs });
    const far = await party(edge);
    edge.setDirectory({
      devices: [],
      trunks: [
        { tenant: 'tnt_a', trunk: 'trk_1', name: 'local', addresses: [], host: '127.0.0.1', port: far.port, country: 'CN', rules: [] },
      ],
    });
    const from = { address: { kind: 'unknown', text: 'us' } as const, display: '' };
    edge.command({
      do: 'dial',
      tenant: 'tnt_a',
      leg: 'leg_1',
      call: 'cal_1',
      to: { kind: 'trunk', trunk: 'trk_1', address: { kind: 'e164', e164: '+8613700000000' } },
      from,
      timeoutMs: 20_000,
    });
    const request = await far.next(/^INVITE/);
    return { edge, facts, far, request };
  }

  it('that two forks answer keeps the first; the second is acknowledged and hung up, also after the first has ended', async () => {
    const { edge, facts, far, request } = await dialled();
    far.send(answer(request, '200 OK', 'first', far.port));
    expect(await far.next(/^ACK/)).toContain(';tag=first');
    far.send(answer(request, '200 OK', 'second', far.port));
    expect(await far.next(/^ACK/)).toContain(';tag=second');
    const bye = await far.next(/^BYE/);
    expect(bye).toContain(';tag=second');
    far.send(answer(bye, '200 OK', '', far.port));
    edge.command({ do: 'hangup', leg: 'leg_1', cause: 'normal' });
    const last = await far.next(/^BYE/);
    expect(last).toContain(';tag=first');
    far.send(answer(last, '200 OK', '', far.port));
    far.send(answer(request, '200 OK', 'third', far.port));
    expect(await far.next(/^ACK/)).toContain(';tag=third');
    expect(await far.next(/^BYE/)).toContain(';tag=third');
    expect(facts.map((fact) => fact.kind)).toEqual(['leg.dialled', 'leg.answered', 'leg.ended']);
  });

  it('that an answer without usable audio accepts never counts as answered', async () => {
    const { facts, far, request } = await dialled();
    far.send(answer(request, '200 OK', 'x', far.port).replace('RTP/AVP 8', 'RTP/AVP 9'));
    await far.next(/^ACK/);
    await far.next(/^BYE/);
    expect(facts.map((fact) => fact.kind)).toEqual(['leg.dialled', 'leg.ended']);
    expect(facts[1]).toMatchObject({ cause: 'media-failed' });
  });

  it('whose far end is silent is asked whether it is there, and ended once it knows nothing of the call', async () => {
    const { edge, facts, far, request } = await dialled(100);
    far.send(answer(request, '200 OK', 'x', far.port));
    await far.next(/^ACK/);
    far.send(answer(await far.next(/^OPTIONS/), '200 OK', '', far.port));
    const again = await far.next(/^OPTIONS/);
    expect(edge.stats()['legs']).toBe(1);
    far.send(answer(again, '481 Gone', '', far.port));
    await far.next(/^BYE/);
    expect(facts.at(-1)).toMatchObject({ kind: 'leg.ended', cause: 'unreachable', by: 'system' });
  });
});

it('a binding over a connection dies with the process: its name may be another phone’s next time', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'edge-'));
  const binding = {
    contact: 'sip:agent1@127.0.0.1',
    socket: 'tcp-1',
    ip: '127.0.0.1',
    port: 5_555,
    callId: 'c',
    cseq: 1,
    expiresAt: Date.now() + 60_000,
  };
  fs.writeFileSync(
    path.join(folder, 'registrations.json'),
    JSON.stringify([
      ['dev_1', { ...binding, transport: 'tcp' }],
      ['dev_2', { ...binding, socket: 'main', transport: 'udp' }],
    ]),
  );
  const { edge } = await start({ folder, informed: false });
  edge.setDirectory({
    devices: ['dev_1', 'dev_2'].map((device) => ({ tenant: 'tnt_a', device: device as 'dev_1', username: device, ha1: 'x' })),
    trunks: [],
  });
  const reports: EdgeReport['report'][] = [];
  expect(edge.attach(({ report }) => void reports.push(report)).devices.map((each) => each.device)).toEqual(['dev_2']);
  edge.command({
    do: 'dial',
    tenant: 'tnt_a',
    leg: 'leg_1',
    call: 'cal_1',
    to: { kind: 'device', device: 'dev_1' },
    from: { address: { kind: 'unknown', text: 'us' }, display: '' },
    timeoutMs: 5_000,
  });
  expect(reports.slice(-2)).toMatchObject([{ kind: 'leg.dialled' }, { kind: 'leg.ended', cause: 'unreachable' }]);
});
