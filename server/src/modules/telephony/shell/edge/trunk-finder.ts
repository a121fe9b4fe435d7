// Keeps what DNS says of a trunk: NAPTR, SRV and addresses (RFC 3263, section 4), asked again when the addresses have run out.
import type { TrunkTarget, TrunkTransport } from '@tandem/contract/api/numbers.ts';
import {
  inTurn,
  isThere,
  offeredBy,
  serversOf,
  srvName,
  usualPort,
  type Server,
  type Service,
  type Srv,
} from '../../core/trunk/servers.ts';
import type { EdgeContext } from './context.ts';
import type { Dns } from './dns.ts';
import type { EdgeTrunk } from './trunk-address.ts';

export type TrunkFinder = {
  /** For one call or request: the best first. Empty before DNS has answered, and where it names none. */
  servers(): Server[];
  shown(): TrunkTarget[];
  /** How business with one of them went. */
  heard(server: string, good: boolean): void;
  detail(): string;
  /** DNS was asked, and has answered or has not. */
  readonly ready: Promise<void>;
  close(): void;
};

/** A server that failed is tried last for so long; then it has another chance (RFC 3263, section 4.3, leaves the time open). */
const LAST_FOR_MS = 30_000;
/** DNS that does not answer is asked again; what it said before stands. */
const AGAIN_MS = 15_000;
/** Node tells the life of addresses alone: records of services are read again with the first of them, after five minutes at the latest. */
const MOST_S = 300;
const LEAST_S = 1;
const TRANSPORTS = ['udp', 'tcp', 'tls'] as const satisfies readonly TrunkTransport[];

export const keyOf = ({ transport, ip, port }: Pick<Server, 'transport' | 'ip' | 'port'>): string => `${transport} ${ip} ${port}`;

export function findTrunk(context: Pick<EdgeContext, 'now' | 'log'>, dns: Dns, trunk: EdgeTrunk, changed: () => void): TrunkFinder {
  const failed = new Map<string, number>();
  let services: Service[] = [];
  let detail = 'not looked up yet';
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const isGood = (server: Server): boolean => (failed.get(keyOf(server)) ?? 0) <= context.now();

  async function look(): Promise<void> {
    let afterS = AGAIN_MS / 1_000;
    try {
      const found = await lookUp(dns, trunk);
      services = found.services;
      detail = services.some(({ ips }) => ips.length > 0) ? '' : `DNS names no server for ${trunk.host}`;
      afterS = Math.min(MOST_S, Math.max(LEAST_S, found.ttlS));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      detail = `DNS does not answer for ${trunk.host} (${code})`;
      context.log.warn('a trunk could not be looked up', { trunk: trunk.trunk, code });
    }
    if (closed) return;
    timer = setTimeout(() => void look(), afterS * 1_000);
    timer.unref();
    changed();
  }
  const ready = look();

  return {
    ready,
    servers: () => inTurn(services, isGood, Math.random),
    shown: () =>
      services.flatMap(serversOf).map((server) => {
        const { host, ip, port, transport, priority, weight } = server;
        return { host, ip, port, transport, priority, weight, good: isGood(server) };
      }),
    heard(server, good) {
      if (good) failed.delete(server);
      else failed.set(server, context.now() + LAST_FOR_MS);
      changed();
    },
    detail: () => detail,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** `ttlS`: until the first of the addresses has run out. */
async function lookUp(dns: Dns, trunk: EdgeTrunk): Promise<{ services: Service[]; ttlS: number }> {
  const { host, transport = 'udp', lookup, encryption } = trunk;
  const spoken = encryption === 'required' ? (['tls'] as const) : TRANSPORTS;
  const offered = lookup === 'naptr' ? offeredBy(await dns.naptr(host), spoken) : [];
  const asked =
    offered.length > 0
      ? offered
      : (lookup === 'naptr' ? spoken : [transport]).map((each) => ({ transport: each, name: srvName(each, host) }));
  const records = await Promise.all(asked.map(async (each, rank) => ({ ...each, rank, srvs: await dns.srv(each.name) })));
  const named = records.flatMap((each) => each.srvs.map((srv) => ({ ...each, srv })));
  // Without SRV the domain is the server (section 4.2); a record that says there is none is no absence of records.
  const wanted =
    named.length > 0 ? named.filter(({ srv }) => isThere(srv)) : [plain(host, spoken.find((each) => each === transport) ?? spoken[0])];
  let ttlS = MOST_S;
  const services = await Promise.all(
    wanted.map(async ({ transport: by, rank, srv }): Promise<Service> => {
      const addresses = await dns.addresses(srv.name);
      ttlS = Math.min(ttlS, ...addresses.map(({ ttl }) => ttl));
      const { name, port, priority, weight } = srv;
      return { host: name, port, transport: by, rank, priority, weight, ips: addresses.map(({ address }) => address) };
    }),
  );
  return { services, ttlS };
}

const plain = (host: string, transport: TrunkTransport): { transport: TrunkTransport; rank: number; srv: Srv } => ({
  transport,
  rank: 0,
  srv: { name: host, port: usualPort(transport), priority: 0, weight: 0 },
});
