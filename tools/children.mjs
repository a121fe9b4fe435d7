// Runs child processes for the checks and tests, and ends them with all their own children when we are told to stop.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import { whenNpmIsGone } from './parent-watch.mjs';
import { ROOT } from './root.mjs';

const running = new Set();

/**
 * Runs one program to its end. `output: 'keep'` collects what it prints, `'show'` lets it print.
 * -> { code, output, ms, timedOut }: code is 128 + n after signal n, 127 where it could not be started.
 */
export function run(command, args, { output = 'keep', env = process.env, timeoutMs } = {}) {
  const started = Date.now();
  return new Promise((resolve) => {
    const pipe = output === 'keep' ? 'pipe' : 'inherit';
    const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', pipe, pipe] });
    running.add(child);
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    let timedOut = false;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        void endTree(child.pid);
      }, timeoutMs);
    const done = (code, extra = '') => {
      if (!running.delete(child)) return;
      clearTimeout(timer);
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') + extra, ms: Date.now() - started, timedOut });
    };
    child.on('error', (cause) => done(127, `${command}: ${cause.message}\n`));
    child.on('close', (code, signal) => done(code ?? 128 + os.constants.signals[signal]));
  });
}

/** On SIGINT, SIGTERM, SIGHUP or the end of npm: ends every running child with its descendants, then leaves with 128 + n. Nothing is left behind. */
export function endChildrenOnSignal() {
  let stopping = false;
  const stop = (signal) => {
    if (stopping) return;
    stopping = true;
    console.error(`\nStopped by ${signal}.`);
    const ended = [...running].map((child) => endTree(child.pid));
    void Promise.all(ended).then(() => process.exit(128 + os.constants.signals[signal]));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  whenNpmIsGone(() => stop('SIGTERM'));
}

/** SIGTERM to a process and all that descend from it, SIGKILL to what is left after five seconds. */
async function endTree(pid) {
  const pids = [pid, ...descendants(pid)];
  for (const one of pids) signalOne(one, 'SIGTERM');
  for (let waited = 0; waited < 5000 && pids.some(alive); waited += 100) await new Promise((resolve) => setTimeout(resolve, 100));
  for (const one of pids.filter(alive)) signalOne(one, 'SIGKILL');
}

/** Read from /proc, because a test's server may have left our process group. Where there is no /proc (macOS) the children end by themselves. */
function descendants(root) {
  if (!fs.existsSync('/proc/self/stat')) return [];
  const childrenOf = new Map();
  for (const name of fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(name);
    if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), Number(name)]);
  }
  const found = [];
  for (let next = [root]; next.length > 0;) {
    next = next.flatMap((pid) => childrenOf.get(pid) ?? []);
    found.push(...next);
  }
  return found;
}

function parentOf(pid) {
  try {
    // The second field is the program's name in brackets and may hold spaces and brackets itself.
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    // The process ended between the listing and the reading.
    return undefined;
  }
}

function alive(pid) {
  return signalOne(pid, 0);
}

function signalOne(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    // It is gone, which is what was wanted.
    return false;
  }
}
