// Via on its way in and out: our own on top of requests, received and rport on what comes, and where an answer goes (RFC 3261, 18.1-18.2; RFC 3581).
import { withParam } from '../message/params.ts';
import type { Request, Via } from '../message/types.ts';
import type { Flow } from './types.ts';

const names: Record<Flow['transport'], string> = { udp: 'UDP', tcp: 'TCP', tls: 'TLS', ws: 'WS', wss: 'WSS' };

const asHost = (ip: string): string => (ip.includes(':') && !ip.startsWith('[') ? `[${ip}]` : ip).toLowerCase();

/** Puts our Via on top. `rport` asks the far end to answer where the request came from (RFC 3581, 3). */
export function withOurVia(request: Request, flow: Flow, branch: string, sentBy: { host: string; port: number | null }): Request {
  const params = new Map<string, string | null>([['branch', branch]]);
  if (flow.transport === 'udp') params.set('rport', null);
  const via: Via = { transport: names[flow.transport], host: asHost(sentBy.host), port: sentBy.port, params };
  return { ...request, via: [via, ...request.via] };
}

/** Notes in the top Via where a request truly came from; what the sender wrote there counts for nothing (18.2.1; RFC 3581, 4). */
export function receivedVias(vias: readonly Via[], flow: Flow): readonly Via[] {
  const [top, ...others] = vias;
  if (top === undefined) return vias;
  let params = top.params;
  const wantsPort = params.has('rport');
  if (params.has('received')) params = withParam(params, 'received', undefined);
  if (wantsPort) params = withParam(params, 'rport', String(flow.port));
  if (wantsPort || top.host !== asHost(flow.ip)) params = withParam(params, 'received', flow.ip);
  return params === top.params ? vias : [{ ...top, params }, ...others];
}

export function withReceived(request: Request, flow: Flow): Request {
  const via = receivedVias(request.via, flow);
  return via === request.via ? request : { ...request, via };
}

/**
 * Where answers go: back through the connection; on UDP to the source address, and to the source port where rport was asked for,
 * else to the port in Via (18.2.2). `maddr` is ignored: obeying it would let anyone aim our answers at a third party.
 */
export function answerFlow(via: Via, flow: Flow): Flow {
  if (flow.transport !== 'udp' || via.params.has('rport')) return flow;
  const port = via.port ?? 5060;
  return port === flow.port || port === 0 ? flow : { ...flow, port };
}
