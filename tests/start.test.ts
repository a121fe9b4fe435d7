// Starting and stopping as an operator meets it: clear words where it cannot start, and a clean end when told to.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, start } from './kit/processes.ts';
import { descendants, freshSettings, signIn, startTandem, type Tandem } from './kit/tandem.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const folders: string[] = [];
/** A line of a stack trace: the operator is told what to do, not where in the code. */
const STACK = /^\s+at .*\.ts/m;

/** Starts the server where it must refuse; answers what it said and its exit code. */
async function refused(change: Record<string, string>, args: string[] = []): Promise<{ code: number | null; said: string }> {
  const env = { ...(await freshSettings()), ...change };
  folders.push(env['TANDEM_DATA']!);
  const program = start(process.execPath, [path.join(ROOT, 'server/src/main.ts'), ...args], { env, cwd: ROOT });
  const { code } = await Promise.race([
    program.ended,
    new Promise<{ code: null }>((resolve) => setTimeout(() => resolve({ code: null }), 45_000)),
  ]);
  if (code === null) await program.stop('SIGKILL');
  return { code, said: program.output() };
}

afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

describe('refuses in clear words', () => {
  it('an argument it does not know', async () => {
    const { code, said } = await refused({}, ['--rolls=edge']);
    expect(code).toBe(78);
    expect(said).toContain('Unknown argument --rolls=edge');
    expect(said).not.toMatch(STACK);
  });

  it.each([
    ['--roles=edge,kitchen', 'Unknown role kitchen.'],
    ['--roles=', 'Unknown role (none).'],
    ['--roles=core', 'The roles core, api and worker run in one process for now'],
  ])('roles that do not exist, or not so: %s', async (argument, sentence) => {
    const { code, said } = await refused({}, [argument]);
    expect(code).toBe(78);
    expect(said).toContain(sentence);
    expect(said).not.toMatch(STACK);
  });

  it('a bucket without credentials, told in words', async () => {
    const nowhere = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_PROFILE: '', AWS_EC2_METADATA_DISABLED: 'true' };
    const { code, said } = await refused({ TANDEM_BLOBS: 's3://calls?endpoint=https://s3.test', ...nowhere });
    expect(code).toBe(78);
    expect(said).toMatch(/There is no key for the object store.*AWS_ACCESS_KEY_ID/);
    expect(said).not.toMatch(STACK);
  });

  it('settings that do not fit, all at once', async () => {
    const { code, said } = await refused({ TANDEM_SIP_PORT: 'many', TANDEM_RTP_PORTS: '30000-20000' });
    expect(code).toBe(78);
    expect(said).toContain('TANDEM_SIP_PORT');
    expect(said).toContain('TANDEM_RTP_PORTS');
  });

  it('a database that is not there, without telling the password', async () => {
    const { code, said } = await refused({ DATABASE_URL: 'postgres://somebody:s3cr3t-w0rd@127.0.0.1:9/nothing' });
    expect(code).toBe(78);
    expect(said).toMatch(/Tandem cannot start: .*database/i);
    expect(said).toContain('127.0.0.1');
    expect(said).not.toContain('s3cr3t-w0rd');
  });

  it('an HTTP port that is taken', async () => {
    const other = http.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, said } = await refused({ TANDEM_HTTP_PORT: String(port) });
    other.close();
    expect(code).toBe(78);
    expect(said).toContain('TANDEM_HTTP_PORT');
    expect(said).toContain(String(port));
  });
});

describe('a running Tandem', () => {
  let tandem: Tandem;
  beforeAll(async () => {
    tandem = await startTandem();
  });
  afterAll(() => tandem.stop());

  it('keeps a second one off its data folder and its SIP port', async () => {
    const onFolder = await refused({ TANDEM_DATA: tandem.folder });
    folders.pop();
    expect(onFolder.code).toBe(78);
    expect(onFolder.said).toMatch(/data folder is in use/i);
    const onPort = await refused({ TANDEM_SIP_PORT: String(tandem.sipPort) });
    expect(onPort.code).toBe(78);
    expect(onPort.said).toContain('TANDEM_SIP_PORT');
    expect((await fetch(`${tandem.baseUrl}/readyz`)).ok).toBe(true);
  });

  it('brings back each part that dies: the database, the edge, the server', async () => {
    for (const part of ['postgres', 'edge', 'server'] as const) {
      const victim = await eventually(`the ${part} process`, () => processOf(tandem.program.child.pid!, part));
      process.kill(victim, 'SIGKILL');
      await eventually(
        `another ${part} process`,
        () => {
          const now = processOf(tandem.program.child.pid!, part);
          return now !== null && now !== victim ? now : null;
        },
        30_000,
      );
      await eventually(
        `everything to be ready after the ${part}`,
        async () => ((await fetch(`${tandem.baseUrl}/readyz`)).ok ? true : null),
        30_000,
      );
      await eventually('signing in', () => signIn(tandem.baseUrl, 'admin@demo.test').catch(() => null), 15_000);
    }
  });

  it('ends within eight seconds at SIGTERM, leaves nothing running, and starts again', async () => {
    const below = descendants(tandem.program.child.pid!);
    const from = performance.now();
    await tandem.program.stop('SIGTERM');
    expect(performance.now() - from).toBeLessThan(8_000);
    expect((await tandem.program.ended).code).toBe(0);
    expect(below.filter((pid) => fs.existsSync(`/proc/${pid}`))).toEqual([]);
    tandem = await startTandem(tandem.env);
  });

  it('ends as cleanly when the whole process group is signalled', async () => {
    await tandem.program.stop('SIGTERM');
    const env = { ...tandem.env };
    const program = start(process.execPath, [path.join(ROOT, 'server/src/main.ts')], { env, cwd: ROOT, detached: true });
    await eventually('it to be ready', async () => ((await fetch(`${tandem.baseUrl}/readyz`)).ok ? true : null), 60_000, 100);
    const below = descendants(program.child.pid!);
    process.kill(-program.child.pid!, 'SIGTERM');
    expect((await program.ended).code).toBe(0);
    expect(below.filter((pid) => fs.existsSync(`/proc/${pid}`))).toEqual([]);
    expect(program.output()).not.toMatch(/PANIC|was not properly shut down/);
    tandem = await startTandem(env);
  });
});

/** The pid of a part below the supervisor: the children by their environment, the database by its name. */
function processOf(supervisor: number, part: 'postgres' | 'edge' | 'server'): number | null {
  for (const pid of descendants(supervisor)) {
    try {
      if (part === 'postgres') {
        const command = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        if (command[0]?.endsWith('/postgres')) return pid;
      } else if (
        fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`TANDEM_CHILD=${part}`) &&
        fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('main.ts')
      )
        return pid;
    } catch {
      // ended while we looked
    }
  }
  return null;
}
