// The programs of the operating system that the whole test suite drives (SIPp, baresip, Chromium ...): finds what is missing and installs it where we may.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './children.mjs';

/** Debian package -> a program it brings (none for fonts) and what needs it. */
const NEEDED = {
  'sip-tester': { program: 'sipp', by: 'tests/sip' },
  baresip: { program: 'baresip', by: 'tests/sip' },
  chromium: { program: 'chromium', by: 'tests/e2e' },
  'fonts-noto-cjk': { program: undefined, by: 'tests/e2e screenshots' },
  'espeak-ng': { program: 'espeak-ng', by: 'the Mandarin prompts' },
  sox: { program: 'sox', by: 'tests of audio' },
  tshark: { program: 'tshark', by: 'tests/sip' },
  iproute2: { program: 'ip', by: 'tests of lost networks' },
  'util-linux': { program: 'unshare', by: 'the embedded database as root' },
};

/** Installs what is missing, as root on Debian or Ubuntu. -> undefined when all is there, else one sentence that says what is not and what needs it. */
export async function ensureSystemPackages({ say = console.log } = {}) {
  let missing = await missingPackages();
  if (missing.length === 0) return undefined;
  const root = process.getuid?.() === 0;
  if (root && onPath('apt-get')) {
    say(`Installing system packages: ${missing.join(' ')} ...`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const update = await run('apt-get', ['update', '-qq'], { output: 'show', env });
    if (update.code !== 0) say('apt-get update failed: trying with the lists that are there.');
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { output: 'show', env });
    missing = await missingPackages();
    if (missing.length === 0) return undefined;
  }
  const list = missing.map((name) => `${name} (for ${NEEDED[name].by})`).join(', ');
  const advice = root ? 'apt-get could not install them; its own words are above' : `as root: apt-get install ${missing.join(' ')}`;
  return `system packages are missing: ${list}; ${advice}`;
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
