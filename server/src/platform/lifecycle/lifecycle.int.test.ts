// Order of start and stop, time limits of the drain, and children that are kept alive.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superviseChild, type ChildState } from './child.ts';
import { createLifecycle } from './lifecycle.ts';
import { silentLog } from './types.ts';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('lifecycle', () => {
  it('starts in order and stops in reverse, once', async () => {
    const said: string[] = [];
    const lifecycle = createLifecycle({ log: silentLog });
    for (const name of ['database', 'log', 'http']) {
      lifecycle.add({
        name,
        start: async () => void (await wait(5), said.push(`+${name}`)),
        stop: async () => void (await wait(5), said.push(`-${name}`)),
      });
    }
    await lifecycle.start();
    expect(await Promise.all([lifecycle.stop(), lifecycle.stop()])).toEqual([[], []]);
    expect(said).toEqual(['+database', '+log', '+http', '-http', '-log', '-database']);
  });

  it('stops what it started where a part fails, the failed one too, and says which', async () => {
    const said: string[] = [];
    const lifecycle = createLifecycle({ log: silentLog });
    lifecycle.add({ name: 'a', stop: () => void said.push('-a') });
    lifecycle.add({ name: 'b', start: () => Promise.reject(new Error('no port')), stop: () => void said.push('-b') });
    lifecycle.add({ name: 'c', start: () => void said.push('+c') });
    await expect(lifecycle.start()).rejects.toMatchObject({ code: 'start.failed', detail: { part: 'b', reason: 'Error: no port' } });
    expect(said).toEqual(['-b', '-a']);
  });

  it('goes on over parts that hang or fail, and stays within the drain', async () => {
    const said: string[] = [];
    const lifecycle = createLifecycle({ log: silentLog, drainMs: 600 });
    lifecycle.add({ name: 'last', stop: () => void said.push('last') });
    lifecycle.add({ name: 'failing', stop: () => Promise.reject(new Error('x')) });
    lifecycle.add({ name: 'hanging', stop: () => new Promise(() => undefined), stopMs: 200 });
    await lifecycle.start();
    const startedAt = performance.now();
    const problems = await lifecycle.stop();
    expect(performance.now() - startedAt).toBeLessThan(600);
    expect(problems.map((problem) => problem.part)).toEqual(['hanging', 'failing']);
    expect(said).toEqual(['last']);
  });
});

describe('supervised child', () => {
  let folder: string;
  const scripts: Record<string, string> = {
    good: `import { reportReady, onParentGone } from ${JSON.stringify(path.join(import.meta.dirname, 'child.ts'))};
      onParentGone(() => process.exit(0)); process.on('message', (m) => process.send({ heard: m })); reportReady(); setInterval(() => {}, 1000);`,
    stubborn: `process.on('SIGTERM', () => {}); process.send({ tandem: 'ready' }); setInterval(() => {}, 1000);`,
    crashing: `import fs from 'node:fs'; fs.appendFileSync(process.argv[2], Date.now() + ' '); process.exit(3);`,
    hopeless: `process.exit(78);`,
    orphan: `import { superviseChild } from ${JSON.stringify(path.join(import.meta.dirname, 'child.ts'))};
      const log = { info() {}, warn() {}, error() {} };
      const child = superviseChild({ name: 'c', args: [process.argv[2]], log }); await child.ready(); process.send({ pid: child.pid }); setInterval(() => {}, 1000);`,
  };
  const script = (name: string) => path.join(folder, `${name}.ts`);
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-child-'));
    await writeFile(path.join(folder, 'package.json'), '{"type":"module"}');
    for (const [name, text] of Object.entries(scripts)) await writeFile(script(name), text);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('tells when it is ready, takes messages, is started again when killed, and stops', async () => {
    const child = superviseChild({ name: 'good', args: [script('good')], restart: { firstMs: 20 }, log: silentLog });
    const states: ChildState[] = [];
    const heard: unknown[] = [];
    child.onState((state) => void states.push(state));
    child.onMessage((message) => void heard.push(message));
    await child.ready();
    child.send({ n: 1 });
    await expect.poll(() => heard).toEqual([{ heard: { n: 1 } }]);
    const before = child.pid!;
    process.kill(before, 'SIGKILL');
    await expect.poll(() => states, { timeout: 5_000 }).toEqual(['ready', 'down', 'starting', 'ready']);
    expect(child.pid).not.toBe(before);
    await child.stop();
    expect(child.state).toBe('stopped');
    expect(child.pid).toBeNull();
  });

  it('is killed where it does not heed SIGTERM', async () => {
    const child = superviseChild({ name: 'stubborn', args: [script('stubborn')], log: silentLog });
    await child.ready();
    const startedAt = performance.now();
    await child.stop(200);
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    expect(child.state).toBe('stopped');
  });

  it('is started again ever more slowly where it crashes at once', async () => {
    const file = path.join(folder, 'crashes');
    const child = superviseChild({
      name: 'crashing',
      args: [script('crashing'), file],
      restart: { firstMs: 50, mostMs: 10_000 },
      log: silentLog,
    });
    const times = async () => (await readFile(file, 'utf8').catch(() => '')).trim().split(' ').map(Number);
    await expect.poll(async () => (await times()).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
    await child.stop();
    const [a = 0, b = 0, c = 0, d = 0] = await times();
    expect([b - a, c - b, d - c].map((gap, n) => gap >= 50 * 2 ** n)).toEqual([true, true, true]);
  });

  it('is given up where it says that a new start is useless', async () => {
    const child = superviseChild({ name: 'hopeless', args: [script('hopeless')], log: silentLog });
    await expect(child.ready()).rejects.toMatchObject({ code: 'child.failed', detail: { child: 'hopeless', code: 78 } });
    expect(child.state).toBe('stopped');
  });

  it('ends by itself when its parent is killed', async () => {
    const parent = superviseChild({
      name: 'parent',
      args: [script('orphan'), script('good')],
      restart: { firstMs: 60_000 },
      log: silentLog,
    });
    const pid = await new Promise<number>((resolve) => parent.onMessage((message) => resolve((message as { pid: number }).pid)));
    process.kill(parent.pid!, 'SIGKILL');
    // Ended or, where the machine's init does not collect it, a zombie.
    const running = async () => /^\d+ \([^)]*\) [^Z]/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
    await expect.poll(running, { timeout: 5_000 }).toBe(false);
    await parent.stop();
  });
});
