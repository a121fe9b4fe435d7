// The questions to DNS that finding a trunk asks. An empty answer is an answer; silence and refusals are thrown.
import { Resolver } from 'node:dns/promises';
import type { Naptr, Srv } from '../../core/trunk/servers.ts';

export type Dns = {
  naptr(name: string): Promise<Naptr[]>;
  srv(name: string): Promise<Srv[]>;
  /** IPv4 or IPv6 as our sockets are, with the seconds that each may be kept. */
  addresses(name: string): Promise<{ address: string; ttl: number }[]>;
};

const TIMEOUT_MS = 2_000;
const TRIES = 2;
/** RFC 2308: there is no such name, or nothing of that kind under it. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND']);

/** `servers`: `ip` or `ip:port`; those of the system where there are none. */
export function openDns({ servers, ipv6 }: { servers: readonly string[]; ipv6: boolean }): Dns {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers.length > 0) resolver.setServers([...servers]);
  return {
    naptr: (name) => answered(resolver.resolveNaptr(name)),
    srv: (name) => answered(resolver.resolveSrv(name)),
    addresses: (name) => answered(ipv6 ? resolver.resolve6(name, { ttl: true }) : resolver.resolve4(name, { ttl: true })),
  };
}

async function answered<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (error) {
    if (NOTHING.has((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
