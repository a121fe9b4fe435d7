// The priority that is told is the one the kernel has for this thread, and only for this thread.
import fs from 'node:fs';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';

/** Runs `preferThread` in a thread of its own; gives what it says and what /proc says of that thread (policy 2 is round robin). */
async function inThread(): Promise<{ priority: string; nice: number; policy: number }> {
  const module = JSON.stringify(new URL('./thread-priority.ts', import.meta.url).href);
  const code = `
    const { parentPort } = require('node:worker_threads');
    const fs = require('node:fs');
    import(${module}).then(async ({ preferThread }) => {
      const { priority } = await preferThread();
      const fields = fs.readFileSync('/proc/thread-self/stat', 'utf8').split(') ')[1].split(' ');
      parentPort.postMessage({ priority, nice: Number(fields[16]), policy: Number(fields[38]) });
    });`;
  const thread = new Worker(code, { eval: true });
  try {
    return await new Promise((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
    });
  } finally {
    await thread.terminate();
  }
}

describe.runIf(process.platform === 'linux')('thread priority', () => {
  it('is what it says', async () => {
    const before = fs.readFileSync('/proc/thread-self/stat', 'utf8').split(') ')[1]!.split(' ');
    const { priority, nice, policy } = await inThread();
    const expected = { realtime: [2, 0], high: [0, -10], normal: [0, Number(before[16])] }[priority];
    expect([policy, nice]).toEqual(expected);
    const after = fs.readFileSync('/proc/thread-self/stat', 'utf8').split(') ')[1]!.split(' ');
    expect([after[16], after[38]]).toEqual([before[16], before[38]]);
  });
});
