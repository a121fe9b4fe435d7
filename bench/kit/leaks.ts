// What a Tandem without calls must not hold any more: legs and SIP transactions in its edge, RTP sockets, open rows in its database.
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { EDGE_PORT } from '@tandem/contract/ports/edge.ts';
import { createSocketTransport } from '../../server/src/platform/bus/socket.ts';
import { connectionConfig, databaseUrl } from '../../server/src/platform/db/connection.ts';
import { silentLog } from '../../server/src/platform/lifecycle/types.ts';
import { descendants, type Tandem } from '../../tests/kit/tandem.ts';

export type Held = Record<string, number>;

export type Inspector = { database: pg.Client; held(): Promise<Held>; close(): Promise<void> };

/** Rows that stand for something still going on, by what they are. */
const OPEN_ROWS: Readonly<Record<string, string>> = {
  open_calls: 'select count(*) from telephony_call where ended_at is null',
  open_work: "select count(*) from routing_work where stage <> 'closed'",
  open_flow_runs: 'select count(*) from flow_run where ended_at is null',
  open_interactions: "select count(*) from interaction where state <> 'closed'",
  open_recordings: "select count(*) from recording where state = 'recording'",
};

/** What the edge tells of itself that no call holds: the agents' telephones stay registered until they are put away, and a process is always some size. */
const STANDING: ReadonlySet<string> = new Set(['bindings', 'pid', 'rssBytes', 'heapBytes', 'uptimeMs', 'loopP99Ms']);

/** The embedded database of a Tandem that this program has started, as its owner. */
export function databaseOf(tandem: Tandem): string {
  const base = path.join(tandem.folder, 'postgres');
  const [, , , port = '', host = '', listen = ''] = fs.readFileSync(path.join(base, 'data/postmaster.pid'), 'utf8').split('\n');
  const password = fs.readFileSync(path.join(base, 'password'), 'utf8').trim();
  return databaseUrl({
    user: 'tandem_owner',
    password,
    host: host.startsWith('/') ? host : listen,
    port: Number(port),
    database: 'tandem',
  });
}

export async function inspect(tandem: Tandem): Promise<Inspector> {
  const database = new pg.Client(connectionConfig(databaseOf(tandem), 'bench'));
  await database.connect();
  const edge = createSocketTransport({ path: path.join(tandem.folder, 'edge/edge.sock'), log: silentLog }).connect(EDGE_PORT);
  await new Promise<void>((resolve) => edge.onConnection((up) => up && resolve()));
  return {
    database,
    async held() {
      const stats = Object.entries(await edge.call('stats', {})).filter(([name]) => !STANDING.has(name));
      const held: Held = { ...Object.fromEntries(stats), rtp_sockets: rtpSockets(tandem) };
      for (const [name, sql] of Object.entries(OPEN_ROWS))
        held[name] = Number((await database.query<{ count: number }>(sql)).rows[0]!.count);
      return held;
    },
    async close() {
      await edge.close();
      await database.end();
    },
  };
}

/** UDP sockets that Tandem's processes hold apart from the SIP one; 0 where there is no /proc. */
function rtpSockets(tandem: Tandem): number {
  if (!fs.existsSync('/proc/net/udp')) return 0;
  const bound = new Set<string>();
  for (const line of fs.readFileSync('/proc/net/udp', 'utf8').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    const port = Number.parseInt(fields[1]?.split(':')[1] ?? '', 16);
    if (port !== tandem.sipPort && fields[9] !== undefined) bound.add(`socket:[${fields[9]}]`);
  }
  return descendants(tandem.program.child.pid!).reduce((sum, pid) => sum + handles(pid).filter((handle) => bound.has(handle)).length, 0);
}

function handles(pid: number): string[] {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  } catch {
    // The process has ended since it was listed.
    return [];
  }
}

function linkOf(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    // Closed since it was listed.
    return '';
  }
}
