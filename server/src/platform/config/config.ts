// The one typed, validated place for every setting: environment over `.env` over defaults; all problems are told at once.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDotEnv } from './dot-env.ts';
import { Unfit, type BlobPlace } from './parse.ts';
import type { Secret } from './secret.ts';
import { VARIABLES, type Values, type VariableName } from './variables.ts';

export type Config = {
  host: string;
  /** Whether only this machine can reach us: decides on demo passwords and the local trunk. */
  loopback: boolean;
  httpPort: number;
  sipPort: number;
  sipsPort: number;
  rtpPorts: { from: number; to: number };
  tls: { certPath: string; keyPath: string } | null;
  trustedProxies: string[];
  publicIp: string | null;
  /** What helps browser phones through NAT. */
  dnsServers: string[];
  ice: { stun: string[]; turn: { urls: string[]; secret: Secret } | null };
  /** null: on at the first start, then as it was. */
  /** A supervisor who begins to listen is heard by a tone, and shown to the agent. */
  monitorTone: boolean;
  /** A talk that sounds worse than this score for so long is told of. */
  qualityAlarm: { mos: number; afterMs: number };
  demo: boolean | null;
  /** Who administers a tenant that is made where there is none. */
  firstAdmin: string;
  databaseUrl: Secret | null;
  natsUrl: Secret | null;
  blobs: BlobPlace;
  masterKey: Secret | null;
  masterKeyPrevious: Secret | null;
  /** null: no traces. `ratio` of calls, 0 to 1. */
  traces: { url: string; ratio: number } | null;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Days that SIP messages of calls are kept; 0: none are. */
  sipTraceDays: number;
  /** When new calls from trunks are refused: core/admission.ts of telephony. */
  admission: { lateMs: number; most: number };
  metricsToken: Secret | null;
  rates: { sessionPerSecond: number; apiKeyPerSecond: number };
  session: { idleMs: number; absoluteMs: number };
  /** Free megabytes at which a disk is low, and nearly full; 0 never. */
  disk: { lowMb: number; criticalMb: number };
  /** Absolute paths under TANDEM_DATA. */
  paths: { data: string; postgres: string; edge: string; masterKey: string };
};

/** All that is wrong with the settings, one line each; values of secrets are never in it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[], title = 'The configuration is not valid:') {
    super(`${title}\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

function readValue(name: VariableName, text: string | undefined, problems: string[]): unknown {
  const { read, fallback, example, ...rest } = VARIABLES[name];
  const given = text === undefined || text === '' ? fallback : text;
  if (given === null) return null;
  try {
    return read(given);
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    const shown = 'secret' in rest ? 'a value that' : `"${given}", which`;
    problems.push(`${name} is ${shown} does not fit: it must be ${error.message}, for example ${example}`);
    return null;
  }
}

function readEnvFile(file: string): Record<string, string> {
  try {
    return parseDotEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new ConfigError([`${file} cannot be read: ${(error as Error).message}`]);
  }
}

export type ConfigSource = {
  env: Readonly<Record<string, string | undefined>>;
  /** Where `.env` lies and what relative paths start from. */
  folder: string;
};

export function loadConfig({ env, folder }: ConfigSource): Config {
  const file = readEnvFile(join(folder, '.env'));
  const problems: string[] = [];
  const names = Object.keys(VARIABLES) as VariableName[];
  const values = Object.fromEntries(names.map((name) => [name, readValue(name, env[name] ?? file[name], problems)])) as Values;
  for (const name of Object.keys(file)) {
    if (name.startsWith('TANDEM_') && !(name in VARIABLES))
      problems.push(`${name} in .env is not a setting of Tandem (see docs/guides/operator.en.md)`);
  }
  if ((values.TANDEM_TLS_CERT === null) !== (values.TANDEM_TLS_KEY === null)) {
    problems.push('TANDEM_TLS_CERT and TANDEM_TLS_KEY go together: set both or neither');
  }
  if (values.TANDEM_TURN !== null && values.TANDEM_TURN.length > 0 !== (values.TANDEM_TURN_SECRET !== null)) {
    problems.push('TANDEM_TURN and TANDEM_TURN_SECRET go together: set both or neither');
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return derive(values, folder);
}

/** Only called on values without problems: those with a default are there. */
function derive(values: Values, folder: string): Config {
  const data = resolve(folder, values.TANDEM_DATA!);
  const cert = values.TANDEM_TLS_CERT;
  const key = values.TANDEM_TLS_KEY;
  const blobs = values.TANDEM_BLOBS ?? { kind: 'file', path: join(data, 'blobs') };
  return {
    host: values.TANDEM_HOST!,
    loopback: isLoopback(values.TANDEM_HOST!),
    httpPort: values.TANDEM_HTTP_PORT!,
    sipPort: values.TANDEM_SIP_PORT!,
    sipsPort: values.TANDEM_SIPS_PORT!,
    rtpPorts: values.TANDEM_RTP_PORTS!,
    tls: cert !== null && key !== null ? { certPath: resolve(folder, cert), keyPath: resolve(folder, key) } : null,
    trustedProxies: values.TANDEM_TRUSTED_PROXIES!,
    publicIp: values.TANDEM_PUBLIC_IP,
    dnsServers: values.TANDEM_DNS!,
    ice: {
      stun: values.TANDEM_STUN!,
      turn: values.TANDEM_TURN_SECRET === null ? null : { urls: values.TANDEM_TURN!, secret: values.TANDEM_TURN_SECRET },
    },
    monitorTone: values.TANDEM_MONITOR_TONE!,
    qualityAlarm: { mos: values.TANDEM_QUALITY_ALARM_MOS!, afterMs: values.TANDEM_QUALITY_ALARM_SECONDS! * 1_000 },
    demo: values.TANDEM_DEMO,
    firstAdmin: values.TANDEM_FIRST_ADMIN!,
    databaseUrl: values.DATABASE_URL,
    natsUrl: values.NATS_URL,
    blobs:
      blobs.kind === 'file'
        ? {
            kind: 'file',
            path: resolve(
              folder,
              blobs.path.replace(/^\$TANDEM_DATA(?=\/|$)/, () => data),
            ),
          }
        : blobs,
    masterKey: values.TANDEM_MASTER_KEY,
    masterKeyPrevious: values.TANDEM_MASTER_KEY_PREVIOUS,
    traces: values.TANDEM_TRACES === null ? null : { url: values.TANDEM_TRACES, ratio: values.TANDEM_TRACES_RATIO! },
    logLevel: values.TANDEM_LOG!,
    sipTraceDays: values.TANDEM_SIP_TRACE_DAYS!,
    admission: { lateMs: values.TANDEM_OVERLOAD_MS!, most: values.TANDEM_OVERLOAD_CALLS! },
    metricsToken: values.TANDEM_METRICS_TOKEN,
    rates: { sessionPerSecond: values.TANDEM_RATE_SESSION!, apiKeyPerSecond: values.TANDEM_RATE_API_KEY! },
    session: { idleMs: values.TANDEM_SESSION_IDLE_MINUTES! * 60_000, absoluteMs: values.TANDEM_SESSION_HOURS! * 3_600_000 },
    disk: { lowMb: values.TANDEM_DISK_LOW_MB!, criticalMb: values.TANDEM_DISK_CRITICAL_MB! },
    paths: { data, postgres: join(data, 'postgres'), edge: join(data, 'edge'), masterKey: join(data, 'master.key') },
  };
}
