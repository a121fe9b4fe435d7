// Builds the web app, and the chat widget beside it, where web/dist is missing or was built from other sources. Plain JavaScript for Node 20.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { ROOT } from './root.mjs';

const DIST = path.join(ROOT, 'web/dist');
const STAMP = path.join(DIST, '.built-from');
const SOURCES = [
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'web/package.json',
  'packages/contract/src',
  'packages/widget',
  'package-lock.json',
  'tools/web-build.mjs',
];
/** A file of fewer bytes fills one packet either way. */
const PACKED_FROM = 1_024;
/** Of 11: the last takes more than twice as long for a fiftieth less. */
const BROTLI_QUALITY = 10;

/** One hash over the paths and contents of everything the bundle is made of. */
function sourceHash() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesUnder(path.join(ROOT, source)))
      hash.update(path.relative(ROOT, file)).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(place) {
  const stat = fs.statSync(place, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isFile()) return [place];
  return fs
    .readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Builds when needed; throws one clear sentence when the build fails. The old build stays in place until the new one is whole. */
export function ensureWebBuilt({ node, say = console.log }) {
  if (!fs.existsSync(path.join(ROOT, 'web/index.html'))) {
    say('There is no web app in this copy (web/index.html is missing): nothing to build.');
    return;
  }
  const wanted = sourceHash();
  if (fs.existsSync(path.join(DIST, 'index.html')) && fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === wanted) return;
  say('Building the web app ...');
  const started = Date.now();
  const fresh = path.join(ROOT, 'node_modules/.cache', `tandem-web-${process.pid}`);
  try {
    build(node, 'web', ['--outDir', fresh, '--emptyOutDir']);
    // One plain script, which pages of others load.
    build(node, 'packages/widget', ['--outDir', path.join(fresh, 'chat')]);
  } catch (error) {
    fs.rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
  packFiles(fresh);
  fs.writeFileSync(path.join(fresh, '.built-from'), wanted);
  fs.rmSync(DIST, { recursive: true, force: true });
  moveFolder(fresh, DIST);
  say(`Web app built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

function build(node, folder, args) {
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const result = spawnSync(node, [vite, 'build', ...args, '--logLevel', 'warn'], {
    cwd: path.join(ROOT, folder),
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (result.status === 0) return;
  const how = result.error?.message ?? result.signal ?? `exit code ${result.status}`;
  throw new Error(`The web app could not be built (${folder}: ${how}); the builder's own words are above.`);
}

/** Beside each text its packed forms, which the server sends to whoever takes them: packed once, and not at each request. */
function packFiles(folder) {
  for (const file of filesUnder(folder)) {
    if (!/\.(js|css|html|svg|json)$/.test(file)) continue;
    const bytes = fs.readFileSync(file);
    if (bytes.length < PACKED_FROM) continue;
    const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(bytes, { params }));
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(bytes, { level: 9 }));
  }
}

/** A rename, or a copy where node_modules lies on another file system. */
function moveFolder(from, to) {
  try {
    fs.renameSync(from, to);
  } catch (cause) {
    if (cause.code !== 'EXDEV') throw cause;
    fs.cpSync(from, to, { recursive: true });
    fs.rmSync(from, { recursive: true, force: true });
  }
}
