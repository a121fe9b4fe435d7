// Brings node_modules to what package-lock.json says, and only when it is not there yet. Plain JavaScript for Node 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.mjs';

const MODULES = path.join(ROOT, 'node_modules');
const LOCK = path.join(ROOT, 'package-lock.json');
const STAMP = path.join(MODULES, '.tandem-installed');

const lockHash = () => createHash('sha256').update(fs.readFileSync(LOCK)).digest('hex');

/** Notes that node_modules now holds what the lockfile says. */
export function stampInstall() {
  if (fs.existsSync(MODULES) && fs.existsSync(LOCK)) fs.writeFileSync(STAMP, lockHash());
}

/** The stamp is by content. `npm install NAME` and `--ignore-scripts` leave it stale: then npm's own record of what it installed is asked. */
function installed() {
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8').trim() === lockHash()) return true;
  const record = path.join(MODULES, '.package-lock.json');
  if (!fs.existsSync(record) || !recordFits(packagesOf(record), packagesOf(LOCK))) return false;
  stampInstall();
  return true;
}

const packagesOf = (file) => JSON.parse(fs.readFileSync(file, 'utf8')).packages;

/** Every package the lockfile asks for on every machine is recorded, and none is recorded in another version. */
function recordFits(record, lock) {
  const needed = Object.entries(lock).filter(
    ([place, entry]) => place.includes('node_modules/') && !entry.optional && !entry.devOptional && !entry.dev,
  );
  const all = needed.every(([place]) => record[place] !== undefined);
  return all && Object.entries(record).every(([place, entry]) => lock[place]?.version === entry.version);
}

/** Runs `npm ci` where packages are missing or stale. `packages` are names that must be there too (what `--omit=dev` leaves out). Throws one clear sentence. */
export function ensureInstalled({ packages = [], say = console.log } = {}) {
  const missing = packages.filter((name) => !fs.existsSync(path.join(MODULES, name, 'package.json')));
  if (missing.length === 0 && installed()) return;
  const why = !fs.existsSync(MODULES)
    ? 'no packages yet'
    : missing.length > 0
      ? `missing: ${missing.join(', ')}`
      : 'the lockfile has changed';
  say(`Installing packages (${why}); about a minute on two cores ...`);
  const started = Date.now();
  const args = ['ci', '--no-audit', '--no-fund', ...(packages.length > 0 ? ['--include=dev'] : [])];
  const result = spawnNpm(args);
  if (result.error)
    throw new Error(`npm could not be started (${result.error.message}). Is it installed and on the PATH?`, { cause: result.error });
  if (result.status !== 0) {
    throw new Error(
      `npm ${args.join(' ')} failed (${result.signal ?? `exit code ${result.status}`}); npm's own words are above. ` +
        `Usual causes: no network or a registry that cannot be reached, a full disk (${freeSpace()} free here), or no right to write to ${ROOT}.`,
    );
  }
  stampInstall();
  say(`Packages installed in ${((Date.now() - started) / 1000).toFixed(0)} s.`);
}

/** The npm that started us where there is one, so that its version and settings are kept. */
function spawnNpm(args) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const options = { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] };
  // Not on the packaged Node: `npm ci` deletes that one while it works.
  if (cli && node && !node.startsWith(MODULES)) return spawnSync(node, [cli, ...args], options);
  const env = { ...process.env, PATH: pathWithout(MODULES) };
  return spawnSync('npm', args, { ...options, env, shell: process.platform === 'win32' });
}

function pathWithout(folder) {
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((entry) => !entry.startsWith(folder))
    .join(path.delimiter);
}

function freeSpace() {
  try {
    const { bavail, bsize } = fs.statfsSync(ROOT);
    return `${((bavail * bsize) / 1e9).toFixed(1)} GB`;
  } catch (cause) {
    return `unknown: ${String(cause)}`;
  }
}
