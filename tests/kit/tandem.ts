// A whole Tandem for tests: started as its user starts it, on free ports, in its own data folder, and stopped or killed.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { layCluster } from './made-cluster.ts';
import { freePorts } from './ports.ts';
import { eventually, Hopeless, start, type Program } from './processes.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

export type Tandem = {
  readonly program: Program;
  readonly baseUrl: string;
  readonly sipPort: number;
  readonly folder: string;
  /** The settings it was started with: a second start with them goes on where this one was. */
  readonly env: Record<string, string>;
  stop(): Promise<void>;
  /** `kill -9` of the process and everything below it, the database included. */
  killAll(): Promise<void>;
};

export async function startTandem(again?: Record<string, string>, more: Record<string, string> = {}): Promise<Tandem> {
  const env = { ...(again ?? (await freshSettings())), ...more };
  if (again === undefined) await layCluster(env['TANDEM_DATA']!);
  const program = start(process.execPath, [path.join(ROOT, 'server/src/main.ts')], { env, cwd: ROOT });
  const baseUrl = `${env['TANDEM_TLS_CERT'] ? 'https' : 'http'}://127.0.0.1:${env['TANDEM_HTTP_PORT']}`;
  const folder = env['TANDEM_DATA']!;
  try {
    await eventually(
      'Tandem to be ready',
      async () => {
        if (program.child.exitCode !== null) throw new Hopeless('it ended');
        return (await fetch(`${baseUrl}/readyz`)).ok ? true : null;
      },
      90_000,
      100,
    );
  } catch (error) {
    await program.stop('SIGKILL');
    throw new Error(`Tandem did not start:\n${program.output().slice(-6_000)}`, { cause: error });
  }
  return {
    program,
    baseUrl,
    sipPort: Number(env['TANDEM_SIP_PORT']),
    folder,
    env,
    async stop() {
      await program.stop('SIGTERM');
      fs.rmSync(folder, { recursive: true, force: true });
    },
    async killAll() {
      const pids = descendants(program.child.pid!);
      for (const pid of [program.child.pid!, ...pids]) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // ended meanwhile
        }
      }
      await program.ended;
    },
  };
}

export async function freshSettings(): Promise<Record<string, string>> {
  return {
    TANDEM_HOST: '127.0.0.1',
    TANDEM_HTTP_PORT: String(await freePorts(1)),
    TANDEM_SIP_PORT: String(await freePorts(12)),
    TANDEM_SIPS_PORT: String(await freePorts(1)),
    TANDEM_RTP_PORTS: await rtpRange(),
    TANDEM_DATA: fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-')),
    TANDEM_LOG: 'info',
    DATABASE_URL: '',
  };
}

async function rtpRange(): Promise<string> {
  const first = await freePorts(400);
  return `${first}-${first + 399}`;
}

/** Process ids below `pid`, deepest first, from /proc. Sessions of their own (the database's) are children all the same. */
export function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // ended while we looked
    }
  }
  const below = (of: number): number[] => [...parents].filter(([, parent]) => parent === of).flatMap(([child]) => [...below(child), child]);
  return below(pid);
}

export type Api = {
  readonly token: string;
  readonly user: { id: string; agent: string | null; tenant: string };
  get<T = any>(path: string): Promise<T>;
  send<T = any>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown, headers?: Record<string, string>): Promise<T>;
  raw(path: string, init?: RequestInit): Promise<Response>;
};

/** Asks as a polite client does: who came too fast waits as long as he was told and asks again (nothing was done meanwhile). */
export async function patiently(ask: () => Promise<Response>): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const answer = await ask();
    if (answer.status !== 429 || tries === 5 || !(await answer.clone().text()).includes('rate.exceeded')) return answer;
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(answer.headers.get('retry-after') ?? 1)));
  }
}

const openSession = (baseUrl: string, email: string, password: string): Promise<Response> =>
  patiently(() =>
    fetch(`${baseUrl}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
  );

/** Signed in as a demo user; `get` and `send` wait where they come too fast, and throw an answer that is not 2xx; `raw` does neither. */
export async function signIn(baseUrl: string, email: string, password = 'tandem-demo'): Promise<Api> {
  const answer = await openSession(baseUrl, email, password);
  if (!answer.ok) throw new Error(`signing in as ${email}: ${answer.status} ${await answer.text()}`);
  const { token, user } = (await answer.json()) as { token: string; user: Api['user'] };
  const raw = (where: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${baseUrl}/api/v1${where}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string> | undefined) },
    });
  const read = async (response: Response, what: string): Promise<any> => {
    const text = await response.text();
    if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  return {
    token,
    user,
    raw,
    get: async (where) => read(await patiently(() => raw(where)), `GET ${where}`),
    async send(method, where, body, headers = {}) {
      const init: RequestInit = { method, headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers } };
      if (body !== undefined) init.body = JSON.stringify(body);
      return read(await patiently(() => raw(where, init)), `${method} ${where}`);
    },
  };
}
