// Where a request comes from: the client's address behind trusted proxies, and whether a browser sent it from our own pages.
import { BlockList, isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';

const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/, '');

/** `networks` are addresses and networks as TANDEM_TRUSTED_PROXIES has them. */
export function trustedProxies(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    const kind = isIP(plain(address));
    return kind !== 0 && list.check(plain(address), kind === 6 ? 'ipv6' : 'ipv4');
  };
}

/** The nearest address that is not a trusted proxy's: X-Forwarded-For is believed from right to left, only as far as proxies wrote it. */
export function clientIp(request: IncomingMessage, trusted: (address: string) => boolean): string {
  const forwarded = [request.headers['x-forwarded-for'] ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((each) => each.trim());
  let address = plain(request.socket.remoteAddress ?? '');
  while (trusted(address)) {
    const before = plain(forwarded.pop() ?? '');
    if (isIP(before) === 0) break;
    address = before;
  }
  return address;
}

/** The host the client asked for: a trusted proxy may have been asked in our place. */
export function requestedHost(request: IncomingMessage, trusted: (address: string) => boolean): string | undefined {
  const forwarded = [request.headers['x-forwarded-host'] ?? []].flat()[0]?.split(',')[0]?.trim();
  return forwarded !== undefined && trusted(request.socket.remoteAddress ?? '') ? forwarded : request.headers.host;
}

/** Whether the Origin header names this server. Without one (not a browser, or a same-origin GET) `absent` decides. */
export function sameOrigin(origin: string | undefined, host: string | undefined, absent: boolean): boolean {
  if (origin === undefined) return absent;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}
