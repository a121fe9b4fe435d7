import { expect, test } from 'vitest';
import { run } from './children.mjs';

const node = process.execPath;

test('keeps what a child prints and how it ended', async () => {
  const result = await run(node, ['-e', 'console.log("out"); console.error("err"); process.exit(3)']);
  expect(result).toMatchObject({ code: 3, timedOut: false });
  expect(result.output.split('\n').filter(Boolean).sort()).toEqual(['err', 'out']);
});

test('says so when a program cannot be started', async () => {
  expect(await run('no-such-program', [])).toMatchObject({ code: 127, output: expect.stringContaining('ENOENT') });
});

test.runIf(process.platform === 'linux')('ends a child that hangs together with a grandchild in a session of its own', async () => {
  const grandchild = `const c = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });`;
  const result = await run(node, ['-e', `${grandchild} console.log(c.pid); setInterval(() => {}, 1000)`], { timeoutMs: 1500 });
  expect(result).toMatchObject({ code: 143, timedOut: true });
  const pid = Number(result.output);
  expect(pid).toBeGreaterThan(0);
  await expect.poll(() => running(pid), { timeout: 5000 }).toBe(false);
});

function running(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
