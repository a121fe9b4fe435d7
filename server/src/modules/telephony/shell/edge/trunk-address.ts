// Where a trunk is: its URI, and the flow to the server of it that is meant.
import { sipUri, type Flow, type SipUri } from '@tandem/sip';
import type { TrunkTransport } from '@tandem/contract/api/numbers.ts';
import type { EdgeDirectory } from '@tandem/contract/edge.ts';
import type { EdgeContext } from './context.ts';

export type EdgeTrunk = EdgeDirectory['trunks'][number];
/** What one request goes to: the configured host, or a server that DNS named for it. */
export type Place = { readonly transport: TrunkTransport; readonly ip: string; readonly port: number };

/** `next`: the best of the moment, null where there is none; `heard`: how business with it went. */
export type Servers = { next(): Place | null; heard(place: Place, good: boolean): void };

export const isLookedUp = ({ lookup = 'host' }: EdgeTrunk): boolean => lookup !== 'host';

export const configuredPlace = ({ transport = 'udp', host, port }: EdgeTrunk): Place => ({ transport, ip: host, port });

/** `user` as it is dialled; it is escaped here (`#` would end the user part, RFC 3261, section 25.1). A domain that is looked up has no port (RFC 3263, section 4.1). */
export function trunkUri(trunk: EdgeTrunk, user: string | null, { transport }: Place): SipUri {
  return sipUri({
    ...(user === null ? {} : { user }),
    host: trunk.host,
    ...(isLookedUp(trunk) ? {} : { port: trunk.port }),
    params: transportParams(transport),
  });
}

/** How a URI says that another transport than UDP is meant (RFC 3261, section 19.1.1). */
export const transportParams = (transport: TrunkTransport): Record<string, string> => (transport === 'udp' ? {} : { transport });

/** A connection is opened where there is none. Over TLS the server proves to be the trunk's domain, whatever DNS called it (RFC 5922, section 4). */
export const trunkFlow = (context: Pick<EdgeContext, 'gateway'>, trunk: EdgeTrunk, { transport, ip, port }: Place): Flow =>
  context.gateway.sockets.flowTo(transport, ip, port, trunk.host);
