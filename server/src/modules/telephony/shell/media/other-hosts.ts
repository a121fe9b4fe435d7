// Addresses at which media can be reached besides the one that is told everybody: an agent in the office need not go round by the public one.
import os from 'node:os';

/** A browser tries each; more would only cost it time. */
const MOST = 8;

/** `bound`: what the sockets are bound to, also 0.0.0.0 or `::`; `told`: what far ends are told first. */
export function otherHosts(bound: string, told: string): string[] {
  const wildcard = bound === '0.0.0.0' || bound === '::';
  const faces = Object.values(os.networkInterfaces()).flatMap((face) => face ?? []);
  const outward = faces.filter(({ internal, family, address }) => {
    // A link-local address means nothing without its zone (RFC 4007, section 6).
    return !internal && (family === 'IPv4' || bound === '::') && !/^fe80:/i.test(address);
  });
  const hosts = wildcard ? outward.map(({ address }) => address) : [bound];
  return [...new Set(hosts)].filter((host) => host !== told).slice(0, MOST);
}
