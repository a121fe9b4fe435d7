// Makes every shipped prompt from catalogue.json with espeak-ng and sox: `node tools/prompts/make.mjs [name...]`.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const here = import.meta.dirname;
const out = path.resolve(here, '../../assets/prompts');
const catalogue = JSON.parse(fs.readFileSync(path.join(here, 'catalogue.json'), 'utf8'));
const only = process.argv.slice(2);

// The voice `cmn` of espeak-ng 1.51 spells many characters out as English letters; `cmn-latn-pinyin` reads characters and pinyin alike.
// Mandarin is written without spaces: every syllable counts as a word, so it needs a higher rate and no gap between words.
const VOICES = {
  en: { voice: 'en-us', speed: '150', pitch: '45', gap: '3' },
  'zh-CN': { voice: 'cmn-latn-pinyin', speed: '180', pitch: '50', gap: '0' },
};
const TARGET_DB = -20; // mean power of the spoken part, dBFS
const PEAK_DB = -2;

function synthesise(text, language, file) {
  const { voice, speed, pitch, gap } = VOICES[language];
  const phonemes = execFileSync('espeak-ng', ['-q', '-x', '-v', voice, text], { encoding: 'utf8' });
  if (phonemes.includes('(en)') || phonemes.trim() === '')
    throw new Error(`${language} "${text}" is not spoken in its language: ${phonemes}`);
  execFileSync('espeak-ng', ['-v', voice, '-s', speed, '-p', pitch, '-g', gap, '-w', file, text]);
}

/** Mean and peak in dB, as sox measures them. */
function measure(file) {
  // `sox stats` writes to standard error, which execFileSync does not return: ask a shell for it.
  const report = execFileSync('sh', ['-c', 'sox "$0" -n stats 2>&1', file], { encoding: 'utf8' });
  const value = (name) => Number(new RegExp(`^${name}\\s+(-?[\\d.]+)`, 'm').exec(report)?.[1]);
  return { peak: value('Pk lev dB'), mean: value('RMS lev dB') };
}

function finish(raw, target) {
  const trimmed = `${raw}.trimmed.wav`;
  // Telephone band, silence cut at both ends, gentle compression: quiet consonants stay audible on a bad line.
  const trim = ['silence', '1', '0.01', '0.3%'];
  execFileSync('sox', [
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
  execFileSync('sox', ['-G', trimmed, limited, 'gain', '-l', String(TARGET_DB - mean)], { stdio: ['ignore', 'inherit', 'ignore'] });
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
    '0.04',
    '0.12',
  ]);
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'prompts-'));
let made = 0;
for (const [name, texts] of Object.entries(catalogue)) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const language of Object.keys(VOICES)) {
    const raw = path.join(scratch, 'raw.wav');
    synthesise(language === 'zh-CN' ? (texts.pinyin ?? texts[language]) : texts[language], language, raw);
    finish(raw, path.join(out, language, `${name}.wav`));
    made++;
  }
}
fs.rmSync(scratch, { recursive: true });
console.log(`${made} prompts made in ${out}`);
