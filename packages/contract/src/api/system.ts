// How the installation does, for administrators: one line a part with a verdict, and the check of network and firewall.
import { Type, type Static } from 'typebox';
import { At } from '../texts.ts';
import { nullable } from './page.ts';

/** `off`: does not apply here. */
export const Verdict = Type.Union([Type.Literal('ok'), Type.Literal('warn'), Type.Literal('bad'), Type.Literal('off')]);
export type Verdict = Static<typeof Verdict>;

/** What a line is made of: figures in the unit of their name, and words of the field. */
const Values = Type.Record(Type.String(), nullable(Type.Union([Type.Number(), Type.String(), Type.Boolean()])));

const HEALTH_CHECKS = [
  'supervisor',
  'server',
  'edge',
  'database',
  'disk',
  'log',
  'reader',
  'jobs',
  'certificate',
  'backup',
  'reports',
  'trunk',
] as const;
export type HealthCheckName = (typeof HEALTH_CHECKS)[number];

export const HealthCheck = Type.Object({
  check: Type.Unsafe<HealthCheckName>({ type: 'string', enum: [...HEALTH_CHECKS] }),
  /** Which of several: the place of a disk, the name of a reader or a trunk. */
  subject: nullable(Type.String()),
  verdict: Verdict,
  /** Why it is not well, as a word that screens and guides explain; null where it is. */
  reason: nullable(Type.String()),
  values: Values,
});
export type HealthCheck = Static<typeof HealthCheck>;

export const SystemHealth = Type.Object({
  /** The worst of all. */
  verdict: Verdict,
  checkedAt: At,
  version: Type.String(),
  startedAt: At,
  checks: Type.Array(HealthCheck),
});
export type SystemHealth = Static<typeof SystemHealth>;

const NETWORK_STEPS = [
  'address',
  'stun',
  'sip-udp',
  'sip-tcp',
  'sip-tls',
  'rtp',
  'public-sip-udp',
  'public-sip-tcp',
  'public-sip-tls',
  'public-rtp',
  'https',
] as const;
export type NetworkStepName = (typeof NETWORK_STEPS)[number];

export const NetworkStep = Type.Object({
  step: Type.Unsafe<NetworkStepName>({ type: 'string', enum: [...NETWORK_STEPS] }),
  verdict: Verdict,
  reason: nullable(Type.String()),
  values: Values,
});
export type NetworkStep = Static<typeof NetworkStep>;

export const NetworkCheck = Type.Object({ verdict: Verdict, checkedAt: At, steps: Type.Array(NetworkStep) });
export type NetworkCheck = Static<typeof NetworkCheck>;
