// The health page's sources: what this process, the edge, the database and the tenant's trunks say of themselves; and the network check.
import { networkRoutes } from '../modules/telephony/index.ts';
import { createHealth } from '../platform/health/health.ts';
import { healthRoutes } from '../platform/health/routes.ts';
import type { CertificateView } from '../platform/http/certificate.ts';
import type { AnyRoute } from '../platform/http/types.ts';
import type { EdgeFigures } from '../platform/health/verdicts.ts';
import { clock } from './process.ts';
import type { Modules, Platform } from './wire/modules.ts';

export function systemRoutes(
  platform: Platform,
  modules: Modules,
  of: { version: string; certificate: () => CertificateView | null },
): AnyRoute[] {
  const { config, log, db, jobs } = platform;
  const health = createHealth({
    ...of,
    loopback: config.loopback,
    dataDir: config.paths.data,
    now: clock.now,
    log: log.child('health'),
    db,
    jobs,
    storage: modules.storage,
    edge: async () => processOf(await modules.edge.stats()),
    reports: (tenant) => modules.analytics.renewal.view(tenant),
    trunks: async (tenant) =>
      (await modules.directory.trunks(tenant)).map(({ id, name }) => {
        const state = modules.edge.trunk(tenant, id);
        return { name, state: state && { healthy: state.healthy, registered: state.registered, rttMs: state.rttMs, detail: state.detail } };
      }),
  });
  const { host, publicIp, loopback, sipPort, sipsPort, rtpPorts, ice, tls } = config;
  // Behind a proxy that we trust it is the proxy's HTTPS that browsers see.
  const https = tls !== null || config.trustedProxies.length > 0;
  return [
    ...healthRoutes(health),
    ...networkRoutes(
      { host, publicIp, loopback, https, sipPort, sipsPort: tls === null ? null : sipsPort, rtpPorts, stun: ice.stun },
      clock.now,
    ),
  ] as AnyRoute[];
}

/** Null while the edge is away: then it told nothing. */
function processOf(stats: Record<string, number>): EdgeFigures | null {
  const { pid, rssBytes = 0, heapBytes = 0, uptimeMs = 0, loopP99Ms = 0, callsTurnedAway: turnedAway = 0, admissionClosed = 0 } = stats;
  return pid === undefined ? null : { pid, rssBytes, heapBytes, uptimeMs, loopP99Ms, turnedAway, overloaded: admissionClosed === 1 };
}
