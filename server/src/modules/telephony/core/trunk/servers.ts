// The servers that DNS names for a trunk (RFC 3263), and the order in which one call tries them (RFC 2782).
import type { TrunkTransport } from '@tandem/contract/api/numbers.ts';

/** RFC 3403, section 4.1, as far as SIP uses it. */
export type Naptr = { order: number; preference: number; flags: string; service: string; replacement: string };
export type Srv = { name: string; port: number; priority: number; weight: number };

/** One SRV record with the addresses of its host. `rank`: of its transport; the lowest is tried first, before any priority. */
export type Service = {
  readonly host: string;
  readonly port: number;
  readonly transport: TrunkTransport;
  readonly rank: number;
  readonly priority: number;
  readonly weight: number;
  readonly ips: readonly string[];
};

export type Server = Omit<Service, 'ips'> & { readonly ip: string };

const SERVICES: Readonly<Record<string, TrunkTransport>> = { 'SIP+D2U': 'udp', 'SIP+D2T': 'tcp', 'SIPS+D2T': 'tls' };
const PREFIX: Readonly<Record<TrunkTransport, string>> = { udp: '_sip._udp.', tcp: '_sip._tcp.', tls: '_sips._tcp.' };

/** Where a transport's SRV records are (RFC 3263, section 4.1). */
export const srvName = (transport: TrunkTransport, host: string): string => PREFIX[transport] + host;

/** RFC 3261, section 19.1.2. */
export const usualPort = (transport: TrunkTransport): number => (transport === 'tls' ? 5_061 : 5_060);

/** What the domain offers, in its own order; only what leads to SRV records and is spoken here. */
export function offeredBy(records: readonly Naptr[], spoken: readonly TrunkTransport[]): { transport: TrunkTransport; name: string }[] {
  return records
    .toSorted((a, b) => a.order - b.order || a.preference - b.preference)
    .flatMap(({ flags, service, replacement }) => {
      const transport = SERVICES[service.toUpperCase()];
      if (flags.toLowerCase() !== 's' || transport === undefined || !spoken.includes(transport)) return [];
      return [{ transport, name: replacement.replace(/\.$/, '') }];
    });
}

/** A single dot says that there is no such service (RFC 2782). */
export const isThere = ({ name }: Srv): boolean => name !== '' && name !== '.';

/** All servers in the order of one call: by rank and priority, of equals by weight; those that failed lately last. `chance` gives numbers in [0, 1). */
export function inTurn(services: readonly Service[], isGood: (server: Server) => boolean, chance: () => number): Server[] {
  const levels = Map.groupBy(
    services.toSorted((a, b) => a.rank - b.rank || a.priority - b.priority),
    ({ rank, priority }) => `${rank} ${priority}`,
  );
  const ordered = [...levels.values()].flatMap((level) => byWeight(level, chance)).flatMap(serversOf);
  return [...ordered.filter(isGood), ...ordered.filter((server) => !isGood(server))];
}

export const serversOf = ({ ips, ...service }: Service): Server[] => ips.map((ip) => ({ ...service, ip }));

/** RFC 2782: each in its turn is chosen with the chance of its weight among those left; a weight of zero has next to none beside others. */
function byWeight(services: readonly Service[], chance: () => number): Service[] {
  const left = services.toSorted((a, b) => a.weight - b.weight);
  const chosen: Service[] = [];
  while (left.length > 0) {
    const sum = left.reduce((total, { weight }) => total + weight, 0);
    let rest = Math.floor(chance() * (sum + 1));
    const at = left.findIndex(({ weight }) => (rest -= weight) <= 0);
    chosen.push(...left.splice(at, 1));
  }
  return chosen;
}
