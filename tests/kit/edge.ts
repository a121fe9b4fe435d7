// An edge of its own for tests: real sockets and media, commanded by the test in core's place, which also keeps what it reports.
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import type { EdgeCommand, EdgeDirectory } from '@tandem/contract/edge.ts';
import type { EdgeReport } from '@tandem/contract/ports/edge.ts';
import { dialString } from '../../server/src/modules/directory/index.ts';
import { createEdge, createMediaPool, type Edge } from '../../server/src/modules/telephony/index.ts';
import { freePorts } from './ports.ts';
import { eventually } from './processes.ts';

type Report = EdgeReport['report'];
type Kind = Report['kind'];
export type Reported<K extends Kind> = Extract<Report, { kind: K }>;

export type TestEdge = {
  readonly edge: Edge;
  readonly sipPort: number;
  /** TCP port before the door for SIP over WebSocket. */
  readonly wsPort: number;
  readonly folder: string;
  readonly reports: Report[];
  /** The nth report of a kind, once it has come. */
  readonly reported: <K extends Kind>(kind: K, n?: number, timeoutMs?: number) => Promise<Reported<K>>;
  readonly command: (command: EdgeCommand) => void;
  readonly stop: () => Promise<void>;
};

export const PASSWORD = 'a phone secret';

export const device = (id: string, username: string, tenant = 'tnt_a', password = PASSWORD): EdgeDirectory['devices'][number] => ({
  tenant: tenant as 'tnt_a',
  device: id as 'dev_a',
  username,
  ha1: createHash('md5').update(`${username}:tandem:${password}`).digest('hex'),
});

export const trunk = (
  id: string,
  at: { ip: string; port: number },
  more: Partial<EdgeDirectory['trunks'][number]> = {},
): EdgeDirectory['trunks'][number] => ({
  tenant: 'tnt_a',
  trunk: id as 'trk_a',
  name: id,
  addresses: [],
  host: at.ip,
  port: at.port,
  country: 'CN',
  rules: [],
  ...more,
});

export async function startEdge(
  directory: EdgeDirectory,
  options: Partial<
    Pick<Parameters<typeof createEdge>[0], 'trunkCheckMs' | 'sessionDelays' | 'probeMs' | 'folder' | 'secure' | 'dnsServers'>
  > = {},
): Promise<TestEdge> {
  const folder = options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'edge-'));
  const wsPath = path.join(folder, 'sip.sock');
  const first = await freePorts(40);
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const media = createMediaPool({
    host: '127.0.0.1',
    ports: { from: first, to: first + 39 },
    workers: 2,
    promptsDir: path.resolve(import.meta.dirname, '../../assets/prompts'),
  });
  let serial = 0;
  const edge = await createEdge({
    host: '127.0.0.1',
    publicHost: '127.0.0.1',
    sipPort: 0,
    media,
    log,
    now: Date.now,
    id: (prefix) => `${prefix}_${++serial}`,
    address: (text) => (text.startsWith('+') ? { kind: 'e164', e164: text } : { kind: 'extension', extension: text }),
    dialString,
    wsPath,
    ...options,
    folder,
  });
  // What the HTTP server does for it.
  const relay = net.createServer((socket) => {
    const inner = net.connect(wsPath);
    for (const [one, other] of [[socket, inner] as const, [inner, socket] as const]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    inner.pipe(socket);
    socket.once('data', (first: Buffer) => {
      const client = `x-tandem-client: ${socket.remoteAddress} ${socket.remotePort}`;
      inner.write(first.toString('latin1').replace('\r\n', `\r\n${client}\r\n`), 'latin1');
      socket.pipe(inner);
    });
  });
  await new Promise<void>((resolve) => {
    relay.listen(0, '127.0.0.1', resolve);
  });
  const reports: Report[] = [];
  edge.attach(({ report }) => void reports.push(report));
  edge.setDirectory(directory);
  return {
    edge,
    sipPort: edge.sipPort,
    wsPort: (relay.address() as net.AddressInfo).port,
    folder,
    reports,
    reported: <K extends Kind>(kind: K, n = 1, timeoutMs = 8_000) =>
      eventually(
        `report ${n} of ${kind}`,
        async () => (reports.filter((each) => each.kind === kind)[n - 1] as Reported<K> | undefined) ?? null,
        timeoutMs,
        10,
      ),
    command: (command) => edge.command(command),
    async stop() {
      await edge.drain();
      relay.close();
      if (options.folder === undefined) fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
