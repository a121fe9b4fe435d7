// Checks size, names, places, opening comments and exports of every file of code (the rules: size-rules.mjs).
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './root.mjs';
import { judgeFile } from './size-rules.mjs';

const FOLDERS = ['packages', 'server', 'web', 'sim', 'bench', 'tests', 'tools'];
const SKIP = /(^|\/)(node_modules|dist|data|\.out|testdata|test-data|layers-canary)(\/|$)/;
const CODE = /\.(ts|tsx|mjs|cjs)$/;
const GENERATED = /\.d\.ts$/;

process.chdir(ROOT);
const files = FOLDERS.filter((folder) => fs.existsSync(folder))
  .flatMap((folder) => fs.readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file.split(path.sep).join('/')}`))
  .filter((file) => CODE.test(file) && !SKIP.test(file) && !GENERATED.test(file))
  .sort((a, b) => a.localeCompare(b, 'en'));

const verdicts = files.map((file) => judgeFile(file, fs.readFileSync(file, 'utf8')));
const faults = verdicts.flatMap((verdict) => verdict.faults);
const warnings = verdicts.flatMap((verdict) => verdict.warnings);
for (const line of warnings) console.log(`warning  ${line}`);
for (const line of faults) console.error(`fault    ${line}`);
console.log(`${files.length} files, ${faults.length} faults, ${warnings.length} warnings`);
if (files.length === 0) console.error('Nothing was read: the check itself is broken.');
process.exitCode = faults.length > 0 || files.length === 0 ? 1 : 0;
