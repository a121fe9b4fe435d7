// Makes the shipped prompts of catalogue.json and values.mjs with flite (English), espeak-ng (Mandarin) and sox:
// `node tools/prompts/make.mjs [name...]`; a name with `*` at its end means all that begin so.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { flite } from './flite.mjs';
import { PROMPTS, writeTexts } from './texts.mjs';
import { VALUES } from './values.mjs';

const here = import.meta.dirname;
const out = path.resolve(here, '../../assets/prompts');
const only = process.argv.slice(2);

// The voice `cmn` of espeak-ng 1.51 spells many characters out as English letters; `cmn-latn-pinyin` reads characters and pinyin alike.
// Mandarin is written without spaces: every syllable counts as a word, so it needs a higher rate and no gap between words.
const MANDARIN = { voice: 'cmn-latn-pinyin', speed: '180', pitch: '50', gap: '0' };
const LANGUAGES = ['en', 'zh-CN'];
const TARGET_DB = -20; // mean power of the spoken part, dBFS
const PEAK_DB = -2;
/** Seconds of silence before and after; parts of values follow each other closely. */
const SENTENCE = ['0.04', '0.12'];
const PART = ['0.02', '0.05'];
// `-D` everywhere: dither is random, and the same texts shall make the same bytes.

async function synthesise(prompt, language, file) {
  const text = prompt[language];
  if (language === 'en') return flite({ text, phones: prompt.phones }, file);
  const { voice: usual, speed, pitch, gap } = MANDARIN;
  const voice = prompt.voice?.[language] ?? usual;
  const spelled = prompt.pinyin ?? text;
  const phonemes = execFileSync('espeak-ng', ['-q', '-x', '-v', voice, spelled], { encoding: 'utf8' });
  if (phonemes.includes('(en)') || phonemes.trim() === '') throw new Error(`"${text}" is not spoken in its language: ${phonemes}`);
  execFileSync('espeak-ng', ['-v', voice, '-s', prompt.speed ?? speed, '-p', pitch, '-g', gap, '-w', file, spelled]);
}

/** Mean and peak in dB, as sox measures them. */
function measure(file) {
  // `sox stats` writes to standard error, which execFileSync does not return: ask a shell for it.
  const report = execFileSync('sh', ['-c', 'sox "$0" -n stats 2>&1', file], { encoding: 'utf8' });
  const value = (name) => Number(new RegExp(`^${name}\\s+(-?[\\d.]+)`, 'm').exec(report)?.[1]);
  return { peak: value('Pk lev dB'), mean: value('RMS lev dB') };
}

function finish(raw, target, [before, after]) {
  const trimmed = `${raw}.trimmed.wav`;
  // Telephone band, silence cut at both ends, gentle compression: quiet consonants stay audible on a bad line.
  // The threshold is low: at 0.1 % a first "f" or a last "th" is silence, and "fourth" becomes "or".
  const trim = ['silence', '1', '0.01', '0.03%'];
  execFileSync('sox', [
    '-D',
    raw,
    '-r',
    '8000',
    '-c',
    '1',
    '-b',
    '16',
    trimmed,
    'gain',
    '-6',
    'highpass',
    '180',
    'lowpass',
    '3500',
    ...trim,
    'reverse',
    ...trim,
    'reverse',
    'compand',
    '0.01,0.15',
    '-60,-60,-35,-24,-12,-12,0,-9',
  ]);
  const { mean } = measure(trimmed);
  const limited = `${raw}.limited.wav`;
  execFileSync('sox', ['-D', '-G', trimmed, limited, 'gain', '-l', String(TARGET_DB - mean)], { stdio: ['ignore', 'inherit', 'ignore'] });
  const { peak } = measure(limited);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  execFileSync('sox', [
    '-D',
    limited,
    '-e',
    'mu-law',
    '-b',
    '8',
    target,
    'gain',
    String(Math.min(0, PEAK_DB - peak)),
    'fade',
    '0.01',
    '-0',
    '0.02',
    'pad',
    before,
    after,
  ]);
}

function wanted(name) {
  return only.length === 0 || only.some((each) => (each.endsWith('*') ? name.startsWith(each.slice(0, -1)) : name === each));
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'prompts-'));
let made = 0;
for (const [name, prompt] of Object.entries(PROMPTS).filter(([each]) => wanted(each))) {
  for (const language of LANGUAGES.filter((each) => prompt[each] !== undefined)) {
    const raw = path.join(scratch, 'raw.wav');
    await synthesise(prompt, language, raw);
    finish(raw, path.join(out, language, `${name}.wav`), Object.hasOwn(VALUES, name) ? PART : SENTENCE);
    made++;
  }
}
fs.rmSync(scratch, { recursive: true });
writeTexts();
console.log(`${made} prompts made in ${out}`);
