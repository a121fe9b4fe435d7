// The supervisor: the database, the children edge and server, the addresses for the person who started it, and a clean end in order.
import fs from 'node:fs';
import { loadMasterKeys } from '../platform/crypto/master.ts';
import { lockData, type DataLock } from '../platform/db/data-lock.ts';
import { startEmbedded } from '../platform/db/embedded.ts';
import { migrate } from '../platform/db/migrate.ts';
import { diskProblem } from '../platform/db/problems.ts';
import { createLifecycle } from '../platform/lifecycle/lifecycle.ts';
import { superviseChild, type SupervisedChild } from '../platform/lifecycle/child.ts';
import type { Config } from '../platform/config/config.ts';
import type { Log } from '../platform/log/log.ts';
import { readArguments, type Arguments } from './arguments.ts';
import { failStart, MAIN, masterKeySource, onTermination, settings } from './process.ts';
import { tellFamily } from '../platform/health/family.ts';
import { watchProcess } from '../platform/health/process-figures.ts';
import { selfSigned } from '../platform/http/self-signed.ts';
import { welcome } from './welcome.ts';

export async function supervise(args: readonly string[]): Promise<void> {
  let stop: () => Promise<unknown> = async () => undefined;
  try {
    const wanted = readArguments(args);
    const { config, log } = settings();
    const lifecycle = createLifecycle({ log });
    stop = () => lifecycle.stop();
    onTermination(async () => void (await stop()), { child: false });
    await start(lifecycle, wanted, config, log);
  } catch (error) {
    await stop();
    failStart(error);
  }
}

async function start(lifecycle: ReturnType<typeof createLifecycle>, wanted: Arguments, config: Config, log: Log): Promise<void> {
  await fs.promises.mkdir(config.paths.data, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw diskProblem(error, config.paths.data);
  });
  const env: NodeJS.ProcessEnv = { ...process.env, ...(wanted.selfSigned ? await selfSigned(config) : {}) };
  const children: Record<'edge' | 'server', SupervisedChild | null> = { edge: null, server: null };
  const answer = tellFamily(watchProcess(), () => children);
  const begin = (name: 'edge' | 'server', more: NodeJS.ProcessEnv): SupervisedChild => {
    const child = superviseChild({ name, args: [MAIN], env: { ...env, ...more, TANDEM_CHILD: name }, log });
    children[name] = child;
    answer(child);
    return child;
  };

  const { core, edge } = { core: wanted.roles.has('core'), edge: wanted.roles.has('edge') };
  // Only the owner of the folder may begin an edge in it: a second one would write into the first one's journal.
  if (core) addLock(lifecycle, config);
  // The edge needs nothing of the database: it loads while that starts.
  if (edge) lifecycle.add({ name: 'edge process', start: () => void begin('edge', {}), stop: (ms) => children.edge?.stop(ms) });
  if (core) addDatabase(lifecycle, config, log, env);
  // Stopped in reverse: the edge first, so that core hears how each call ended; the database last.
  if (core) lifecycle.add({ name: 'server', start: () => begin('server', {}).ready(), stop: (ms) => children.server?.stop(ms) });
  if (edge) lifecycle.add({ name: 'edge', start: () => children.edge?.ready(), stop: (ms) => children.edge?.stop(ms) });
  const lost = (error: unknown): void => {
    void lifecycle.stop().then(() => failStart(error));
  };
  await lifecycle.start();
  for (const child of Object.values(children)) child?.ready().catch(lost);
  process.stdout.write(await welcome({ config, roles: wanted.roles, env }));
}

function addLock(lifecycle: ReturnType<typeof createLifecycle>, config: Config): void {
  let lock: DataLock | null = null;
  lifecycle.add({
    name: 'data folder',
    async start() {
      lock = await lockData(config.paths.data);
    },
    stop: () => lock?.release(),
  });
}

function addDatabase(lifecycle: ReturnType<typeof createLifecycle>, config: Config, log: Log, env: NodeJS.ProcessEnv): void {
  let stopDatabase: () => Promise<void> = async () => undefined;
  lifecycle.add({
    name: 'database',
    async start() {
      await loadMasterKeys(masterKeySource(config));
      let url = config.databaseUrl?.reveal();
      if (url === undefined) {
        const embedded = await startEmbedded({ dataDir: config.paths.data, log: log.child('database') });
        stopDatabase = () => embedded.stop();
        url = embedded.url;
      }
      env['DATABASE_URL'] = url;
      await migrate({ url, log: log.child('database') });
    },
    stop: () => stopDatabase(),
  });
}
