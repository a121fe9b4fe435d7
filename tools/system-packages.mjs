// The programs of the operating system that the whole test suite drives (SIPp, baresip, Chromium ...): finds what is missing and installs it where we may.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './children.mjs';

/** Debian package -> a program it brings (none for fonts) and what needs it. */
const NEEDED = {
  'sip-tester': { program: 'sipp', by: 'tests/sip' },
  baresip: { program: 'baresip', by: 'tests/sip' },
  'linphone-cli': { program: 'linphone-daemon', by: 'tests/sip' },
  chromium: { program: 'chromium', by: 'tests/e2e' },
  'firefox-esr': { program: 'firefox-esr', by: 'tests/e2e' },
  coturn: { program: 'turnserver', by: 'tests/e2e' },
  'fonts-noto-cjk': { program: undefined, by: 'tests/e2e screenshots' },
  'espeak-ng': { program: 'espeak-ng', by: 'the Mandarin prompts' },
  sox: { program: 'sox', by: 'tests of audio' },
  tshark: { program: 'tshark', by: 'tests/sip' },
  iproute2: { program: 'ip', by: 'tests of lost networks' },
  'util-linux': { program: 'unshare', by: 'the embedded database as root' },
};

/** What only some distributions have in this version: tried for, and the tests that need it say so where it is not there. */
const WANTED = { 'postgresql-15': { file: '/usr/lib/postgresql/15/bin/postgres', cluster: '15' } };

/** Installs what is missing, as root on Debian or Ubuntu. -> undefined when all is there, else one sentence that says what is not and what needs it. */
export async function ensureSystemPackages({ say = console.log } = {}) {
  let missing = await missingPackages();
  const root = process.getuid?.() === 0;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if (missing.length === 0) {
    if (root && onPath('apt-get')) await installWanted(say, env);
    return undefined;
  }
  if (root && onPath('apt-get')) {
    say(`Installing system packages: ${missing.join(' ')} ...`);
    const update = await run('apt-get', ['update', '-qq'], { output: 'show', env });
    if (update.code !== 0) say('apt-get update failed: trying with the lists that are there.');
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { output: 'show', env });
    await installWanted(say, env);
    missing = await missingPackages();
    if (missing.length === 0) return undefined;
  }
  const list = missing.map((name) => `${name} (for ${NEEDED[name].by})`).join(', ');
  const advice = root ? 'apt-get could not install them; its own words are above' : `as root: apt-get install ${missing.join(' ')}`;
  return `system packages are missing: ${list}; ${advice}`;
}

async function installWanted(say, env) {
  for (const [name, { file, cluster }] of Object.entries(WANTED)) {
    if (fs.existsSync(file)) continue;
    say(`Installing ${name} ...`);
    await run('apt-get', ['update', '-qq'], { output: 'show', env });
    const { code } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { output: 'show', env });
    // Debian makes a database of its own with it and starts that: nobody here asked for one.
    if (code === 0) await run('pg_dropcluster', ['--stop', cluster, 'main']);
    else say(`${name} is not to be had here: the tests that need it are skipped and say so.`);
  }
}

/** Asks dpkg where there is one, else looks for the programs. */
async function missingPackages() {
  const names = Object.keys(NEEDED);
  if (!onPath('dpkg-query')) return names.filter((name) => NEEDED[name].program && !onPath(NEEDED[name].program));
  const { output } = await run('dpkg-query', ['-W', '-f=${db:Status-Status} ${Package}\\n', ...names]);
  const there = new Set(
    output
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  return names.filter((name) => !there.has(name));
}

function onPath(program) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => folder !== '' && fs.existsSync(path.join(folder, program)));
}
