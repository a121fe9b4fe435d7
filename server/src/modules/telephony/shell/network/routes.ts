// The check of network and firewall, over HTTP: it looks at what is configured only, so that nobody can send it elsewhere.
import os from 'node:os';
import { NetworkCheck } from '@tandem/contract/api/system.ts';
import { route, type Route } from '../../../../platform/http/types.ts';
import { rateNetwork, type Findings } from '../../core/network/rate.ts';
import { askStun, knockStream, knockUdp, tryRtp } from './probes.ts';

type NetworkSettings = {
  host: string;
  publicIp: string | null;
  loopback: boolean;
  https: boolean;
  sipPort: number;
  /** Null where SIP over TLS is closed. */
  sipsPort: number | null;
  rtpPorts: { from: number; to: number };
  stun: readonly string[];
};

export function networkRoutes(settings: NetworkSettings, now: () => number): Route[] {
  let running: Promise<NetworkCheck> | null = null;
  async function check(): Promise<NetworkCheck> {
    const steps = rateNetwork(await look(settings));
    const verdict = (['bad', 'warn'] as const).find((each) => steps.some((step) => step.verdict === each)) ?? 'ok';
    return { verdict, checkedAt: now(), steps };
  }
  return [
    route({
      method: 'POST',
      path: '/system/network-check',
      summary: 'Tries the SIP and media ports from inside and by the public address, asks the STUN server, and says what is wrong',
      tag: 'system',
      action: 'system:read',
      audit: 'system.network-check',
      schema: { response: NetworkCheck },
      // Two who ask at once share one.
      handle: () => (running ??= check().finally(() => (running = null))),
    }),
  ] as Route[];
}

async function look({ host, publicIp, loopback, https, sipPort, sipsPort, rtpPorts, stun }: NetworkSettings): Promise<Findings> {
  // Listening everywhere, we are here too.
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host === 'localhost' ? '127.0.0.1' : host;
  const [server] = stun;
  const [udp, tcp, publicUdp, publicTcp, tls, publicTls, rtp, seen] = await Promise.all([
    knockUdp(near, sipPort),
    knockStream('tcp', near, sipPort),
    publicIp === null ? null : knockUdp(publicIp, sipPort),
    publicIp === null ? null : knockStream('tcp', publicIp, sipPort),
    sipsPort === null ? null : knockStream('tls', near, sipsPort),
    sipsPort === null || publicIp === null ? null : knockStream('tls', publicIp, sipsPort),
    tryRtp(host === 'localhost' ? '127.0.0.1' : host, rtpPorts, publicIp),
    server === undefined ? null : askStun(server),
  ]);
  return {
    host,
    publicIp,
    loopback,
    https,
    local: Object.values(os.networkInterfaces()).flatMap((faces) =>
      (faces ?? []).filter((face) => !face.internal && !face.address.startsWith('fe80:')).map((face) => face.address),
    ),
    stun: seen,
    sip: { port: sipPort, udp, tcp, publicUdp, publicTcp },
    sips: sipsPort === null || tls === null ? null : { port: sipsPort, tls, publicTls },
    rtp,
  };
}
