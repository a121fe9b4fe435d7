// What every process of Tandem starts with: its settings, its log, fresh ids, and a clean end.
import { createHash, randomBytes } from 'node:crypto';
import os from 'node:os';
import path from 'node:path';
import { makeId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/time.ts';
import type { Random } from '../kernel/random.ts';
import { ConfigError, loadConfig, type Config } from '../platform/config/config.ts';
import { outboxOf } from '../platform/blob/open.ts';
import type { MasterKeySource } from '../platform/crypto/master.ts';
import { toProblem } from '../platform/errors/problem.ts';
import { AppError } from '../platform/errors/types.ts';
import { EXIT_GIVE_UP, onParentGone } from '../platform/lifecycle/child.ts';
import { createLog, type Log } from '../platform/log/log.ts';

/** The repository. */
export const ROOT = path.resolve(import.meta.dirname, '../../..');
export const MAIN = path.join(ROOT, 'server/src/main.ts');

export const clock: Clock = { now: () => Date.now() };
export const random: Random = { bytes: (length) => randomBytes(length) };
export const newId = <P extends string>(prefix: P): `${P}_${string}` => makeId(prefix, clock.now(), random.bytes(10));

export function settings(): { config: Config; log: Log } {
  const config = loadConfig({ env: process.env, folder: ROOT });
  return { config, log: createLog({ level: config.logLevel }) };
}

/** Where this installation's master keys come from. */
export function masterKeySource(config: Config): MasterKeySource {
  return { dataDir: config.paths.data, fromEnvironment: config.masterKey?.reveal(), previous: config.masterKeyPrevious?.reveal() };
}

/** Where blobs take room on this machine: their folder, or what waits for the bucket. */
export function blobFolder(config: Config): string {
  return config.blobs.kind === 'file' ? config.blobs.path : outboxOf(config);
}

/** Where the edge serves its port. A data folder with a long path gets a short name of its own in the temporary folder (sun_path holds 108 bytes). */
export function edgeSocket(config: Config): string {
  const near = path.join(config.paths.edge, 'edge.sock');
  // Room for the longer name of `sipSocket` beside it.
  if (Buffer.byteLength(near) < 96) return near;
  return path.join(os.tmpdir(), `tandem-edge-${createHash('sha256').update(config.paths.edge).digest('hex').slice(0, 16)}.sock`);
}

/** Where the edge takes SIP over WebSocket from, beside its port. */
export const sipSocket = (config: Config): string => edgeSocket(config).replace(/\.sock$/, '-sip.sock');

/** Tells the operator in words what went wrong, and ends with the code by which a supervisor knows that trying again is useless. */
export function failStart(error: unknown): never {
  if (error instanceof ConfigError) process.stderr.write(`\n${error.message}\n`);
  else if (error instanceof AppError) process.stderr.write(`\nTandem cannot start: ${sentence(error)}\n`);
  else process.stderr.write(`\nTandem cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(EXIT_GIVE_UP);
}

/** The catalogue's words, and what stands behind them. */
function sentence(error: AppError): string {
  const { title, detail } = toProblem(error, 'en').problem;
  const cause = error.cause instanceof AppError ? ` ${sentence(error.cause)}` : '';
  const facts = Object.entries(error.detail).map(([key, value]) => `${key} ${String(value)}`);
  return `${title}. ${detail ?? ''}${facts.length > 0 ? ` (${error.code}: ${facts.join(', ')})` : ` (${error.code})`}${cause}`;
}

/** Runs `stop` once, at the first SIGTERM. SIGINT from a terminal reaches the whole group: children leave it to the supervisor. */
export function onTermination(stop: () => Promise<void>, options: { child: boolean }): void {
  let stopping = false;
  const once = (): void => {
    if (stopping) return;
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`stopping failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', once);
  process.on('SIGINT', () => {
    if (!options.child) once();
  });
  if (options.child) onParentGone(once);
}
