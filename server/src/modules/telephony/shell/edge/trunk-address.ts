// Where a trunk is: its URI, and the flow there.
import { sipUri, type Flow, type SipUri } from '@tandem/sip';
import type { EdgeDirectory } from '@tandem/contract/edge.ts';
import type { EdgeContext } from './context.ts';

export type EdgeTrunk = EdgeDirectory['trunks'][number];

/** `user` as it is dialled; it is escaped here (`#` would end the user part, RFC 3261, section 25.1). */
export function trunkUri(trunk: EdgeTrunk, user: string | null): SipUri {
  return sipUri({
    ...(user === null ? {} : { user }),
    host: trunk.host,
    port: trunk.port,
    params: transportParams(trunk),
  });
}

/** How a URI says that another transport than UDP is meant (RFC 3261, section 19.1.1). */
export function transportParams({ transport }: EdgeTrunk): Record<string, string> {
  return transport === undefined || transport === 'udp' ? {} : { transport };
}

/** A connection is opened where there is none. */
export const trunkFlow = (context: Pick<EdgeContext, 'gateway'>, trunk: EdgeTrunk): Flow =>
  context.gateway.sockets.flowTo(trunk.transport ?? 'udp', trunk.host, trunk.port);
