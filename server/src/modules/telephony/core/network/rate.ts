// What the findings of the network check mean: pure, one rule a step.
import type { NetworkStep, NetworkStepName, Verdict } from '@tandem/contract/api/system.ts';

export type Probe = { reached: boolean; ms: number | null; why: string | null };

export type Findings = {
  /** As configured: the address listened on, the public one, and whether only this machine can reach us. */
  host: string;
  publicIp: string | null;
  loopback: boolean;
  https: boolean;
  /** Addresses of this machine that are not loopback. */
  local: readonly string[];
  /** Null where no STUN server is configured. */
  stun: { server: string; ip: string | null; why: string | null } | null;
  sip: { port: number; udp: Probe; tcp: Probe; publicUdp: Probe | null; publicTcp: Probe | null };
  /** SIP over TLS; null where there is no certificate. */
  sips: { port: number; tls: Probe; publicTls: Probe | null } | null;
  /** Of the ports that were tried: how many could be bound or are in use by calls, and how many answered from the public address. */
  rtp: { from: number; to: number; tried: number; usable: number; why: string | null; reachable: number | null };
};

type Values = NetworkStep['values'];
const step = (name: NetworkStepName, verdict: Verdict, reason: string | null, values: Values): NetworkStep => ({
  step: name,
  verdict,
  reason,
  values,
});

/** RFC 1918, RFC 6598 (a carrier's NAT), RFC 3927, RFC 4193. */
export const isPrivate = (ip: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd][\da-f]{2}:)/i.test(ip);

export function rateNetwork(found: Findings): NetworkStep[] {
  const { sip, sips, rtp } = found;
  return [
    addressStep(found),
    stunStep(found),
    probeStep('sip-udp', sip.udp, sip.port, 'bad'),
    probeStep('sip-tcp', sip.tcp, sip.port, 'bad'),
    sips === null ? step('sip-tls', 'off', 'no-certificate', {}) : probeStep('sip-tls', sips.tls, sips.port, 'bad'),
    step('rtp', rtp.usable < rtp.tried ? 'bad' : 'ok', rtp.usable < rtp.tried ? 'not-bound' : null, {
      from: rtp.from,
      to: rtp.to,
      tried: rtp.tried,
      usable: rtp.usable,
      why: rtp.why,
    }),
    probeStep('public-sip-udp', sip.publicUdp, sip.port, 'warn'),
    probeStep('public-sip-tcp', sip.publicTcp, sip.port, 'warn'),
    ...(sips === null ? [] : [probeStep('public-sip-tls', sips.publicTls, sips.port, 'warn')]),
    publicRtpStep(found),
    found.loopback || found.https
      ? step('https', found.https ? 'ok' : 'off', found.https ? null : 'loopback', {})
      : step('https', 'bad', 'plain', {}),
  ];
}

function addressStep({ host, publicIp, loopback, local, stun }: Findings): NetworkStep {
  const values = { host, publicIp, local: local.join(', ') };
  if (loopback) return step('address', 'warn', 'loopback', values);
  if (publicIp === null && local.length > 0 && local.every(isPrivate)) {
    // Somebody saw us from outside under another address: then what we write into SDP leads nowhere for him.
    const seen = stun?.ip ?? null;
    return seen !== null && !local.includes(seen)
      ? step('address', 'bad', 'behind-nat', { ...values, seen })
      : step('address', 'warn', 'private', values);
  }
  return step('address', 'ok', null, values);
}

function stunStep({ stun, publicIp, local }: Findings): NetworkStep {
  if (stun === null) return step('stun', 'off', 'none', {});
  const values = { server: stun.server, seen: stun.ip, publicIp, why: stun.why };
  if (stun.ip === null) return step('stun', 'bad', 'no-answer', values);
  if (publicIp !== null && publicIp !== stun.ip && !local.includes(stun.ip)) return step('stun', 'bad', 'other-address', values);
  return step('stun', 'ok', null, values);
}

function probeStep(name: NetworkStepName, probe: Probe | null, port: number, worst: 'warn' | 'bad'): NetworkStep {
  if (probe === null) return step(name, 'off', 'no-public', { port });
  const values = { port, ms: probe.ms, why: probe.why };
  return probe.reached ? step(name, 'ok', null, values) : step(name, worst, worst === 'bad' ? 'closed' : 'no-hairpin', values);
}

/** From inside it cannot be told apart whether the router leads nothing back to us or nothing in at all: a warning, with what to do. */
function publicRtpStep({ rtp, publicIp }: Findings): NetworkStep {
  if (rtp.reachable === null) return step('public-rtp', 'off', 'no-public', {});
  const values = { publicIp, tried: rtp.tried, reachable: rtp.reachable };
  if (rtp.reachable === rtp.tried) return step('public-rtp', 'ok', null, values);
  return step('public-rtp', 'warn', rtp.reachable === 0 ? 'no-hairpin' : 'some', values);
}
