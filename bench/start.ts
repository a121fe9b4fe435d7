// How long a start takes until /readyz says yes: with an empty data folder, again with that folder, and with `--clone` from a fresh clone.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { eventually, start, type Program } from '../tests/kit/processes.ts';
import { freshSettings, startTandem } from '../tests/kit/tandem.ts';
import { readKnobs } from './kit/arguments.ts';
import { judge, machineLoad, tell, type Goal } from './kit/report.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const knobs = readKnobs(process.argv.slice(2), { runs: 5, clone: false });

/** Far beyond the goal: a slow one is to be measured, not cut. */
const CLONE_MS = 600_000;

const figures: Record<string, number> = { load_before: machineLoad() };
const goals: Record<string, Goal> = { warm_s: '<=5' };
if (knobs.clone) {
  goals['clone_s'] = '<=150';
  figures['clone_s'] = await fromClone();
}

const env = await freshSettings();
try {
  figures['cold_data_s'] = await oneStart(env);
  const warm: number[] = [];
  for (let run = 0; run < knobs.runs; run++) warm.push(await oneStart(env));
  warm.sort((a, b) => a - b);
  figures['warm_s'] = warm[Math.floor(warm.length / 2)]!;
  figures['warm_best_s'] = warm[0]!;
  figures['warm_worst_s'] = warm.at(-1)!;
} finally {
  fs.rmSync(env['TANDEM_DATA']!, { recursive: true, force: true });
}
tell(judge('start', figures, goals));

/** From spawn to ready, as `npm start` spawns it once packages and web app are there; the data folder stays. */
async function oneStart(settings: Record<string, string>): Promise<number> {
  const startedAt = performance.now();
  const tandem = await startTandem(settings);
  const seconds = since(startedAt);
  await tandem.program.stop('SIGTERM');
  return seconds;
}

/** What somebody does who has just found Tandem: clone, `npm start`, wait. The clone holds what is committed. */
async function fromClone(): Promise<number> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-clone-'));
  const settings = await freshSettings();
  let program: Program | null = null;
  try {
    const startedAt = performance.now();
    const cloned = spawnSync('git', ['clone', '--quiet', ROOT, folder], { stdio: ['ignore', 'inherit', 'inherit'] });
    if (cloned.status !== 0) throw new Error('git clone failed');
    program = start('npm', ['start'], { cwd: folder, env: { ...settings, ...asFromOutside() } });
    const ended = program.ended.then(({ code, signal }) => {
      throw new Error(`npm start ended (${code ?? signal}):\n${program?.output().slice(-3_000)}`);
    });
    const url = `http://127.0.0.1:${settings['TANDEM_HTTP_PORT']}/readyz`;
    await Promise.race([ended, eventually('the clone to be ready', async () => ((await fetch(url)).ok ? true : null), CLONE_MS, 100)]);
    // From here on its end is ours.
    ended.catch(() => undefined);
    return since(startedAt);
  } finally {
    await program?.stop('SIGTERM');
    for (const each of [folder, settings['TANDEM_DATA']!]) fs.rmSync(each, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Without what npm told this bench about itself, and without this repository's own programs on the path. */
function asFromOutside(): Record<string, string> {
  const places = (process.env['PATH'] ?? '').split(path.delimiter).filter((place) => !place.includes('node_modules'));
  return { PATH: places.join(path.delimiter), npm_execpath: '', npm_node_execpath: '', npm_lifecycle_event: '' };
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt) / 1_000;
}
