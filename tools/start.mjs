// `npm start`: sets up what is missing (packages, web build), then runs the server on Node 24 and passes signals on. Plain JavaScript for Node 20.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { ensureInstalled } from './install.mjs';
import { node24 } from './node24.mjs';
import { whenNpmIsGone } from './parent-watch.mjs';
import { ROOT } from './root.mjs';
import { ensureWebBuilt } from './web-build.mjs';

const args = process.argv.slice(2);

/** A machine that only carries calls or works through jobs serves no pages. */
function servesWeb() {
  const at = args.findIndex((arg) => arg === '--roles' || arg.startsWith('--roles='));
  if (at < 0) return true;
  const roles = args[at].includes('=') ? args[at].slice('--roles='.length) : (args[at + 1] ?? '');
  return roles.split(',').some((role) => role === 'all' || role === 'api');
}

function prepare() {
  ensureInstalled();
  const node = node24(ROOT);
  if (servesWeb()) ensureWebBuilt({ node });
  return node;
}

/** Runs the server in our process group, its terminal and its output ours, until it ends. */
function runServer(node) {
  const server = spawn(node, [path.join(ROOT, 'server/src/main.ts'), ...args], { cwd: ROOT, stdio: 'inherit' });
  let stopping = false;
  const passOn = (signal, asSignal) => {
    // npm, the terminal and a process group may each repeat the signal: the server hears one stop from us.
    if (stopping) return;
    stopping = true;
    // Ctrl-C goes from the terminal to every process of the group, so the server has it already.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    server.kill(asSignal);
  };
  process.on('SIGINT', () => passOn('SIGINT', 'SIGINT'));
  process.on('SIGTERM', () => passOn('SIGTERM', 'SIGTERM'));
  process.on('SIGHUP', () => passOn('SIGHUP', 'SIGTERM'));
  whenNpmIsGone(() => passOn('SIGTERM', 'SIGTERM'));
  server.on('error', (cause) => fail(`The server could not be started: ${cause.message}`));
  server.on('exit', (code, signal) => process.exit(code ?? 128 + (os.constants.signals[signal] ?? 0)));
}

function fail(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

try {
  runServer(prepare());
} catch (cause) {
  fail(cause instanceof Error ? cause.message : String(cause));
}
