// Where a media thread has its Opus coders from: libopus in WebAssembly, which no leg can take the thread down with, loaded when the first leg needs it.
import fs from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { OpusDecoder, OpusEncoder, OpusLibrary, OpusReception, type JitterBuffer, type OpusExports } from '@tandem/rtp';

/** Our types have no WebAssembly: it belongs to the browser's, which are not loaded here. */
type WebAssemblyParts = {
  compile(program: Uint8Array): Promise<object>;
  instantiate(program: object, imports: object): Promise<{ exports: OpusExports & { _initialize(): void } }>;
};
const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyParts };

/** It wants to write nowhere, and to end nothing; views of its memory are made anew by whoever finds them empty. */
const IMPORTS = {
  wasi_snapshot_preview1: { fd_seek: nothing, fd_write: nothing, fd_close: nothing, proc_exit: nothing },
  env: { emscripten_notify_memory_growth: nothing },
};
function nothing(): number {
  return 0;
}

/**
 * Rejects where the package is not installed. Its main file is not used, as it would load a native build into the process: a fault of that ends every
 * call, one in WebAssembly ends a function.
 */
export async function loadOpus(): Promise<OpusLibrary> {
  const file = fileURLToPath(import.meta.resolve('@evan/opus/wasm/simd.wasm'));
  const program = await WebAssembly.compile(await fs.readFile(file));
  const { exports } = await WebAssembly.instantiate(program, IMPORTS);
  exports._initialize();
  return new OpusLibrary(exports);
}

/** Both give null until it is loaded, a few milliseconds after the first was asked for; and for good where it cannot be. */
export type OpusSource = {
  readonly encoder: () => OpusEncoder | null;
  readonly reception: (jitter: JitterBuffer) => OpusReception | null;
};

/** `failed` is told once. */
export function createOpusSource(failed: (error: unknown) => void): OpusSource {
  let library: OpusLibrary | null = null;
  let asked = false;
  function get<Coder>(make: (library: OpusLibrary) => Coder): Coder | null {
    if (!asked) {
      asked = true;
      loadOpus().then((loaded) => (library = loaded), failed);
    }
    try {
      return library && make(library);
    } catch (error) {
      // No memory for one more: what there is goes on.
      library = null;
      failed(error);
      return null;
    }
  }
  return {
    encoder: () => get((loaded) => new OpusEncoder(loaded)),
    reception: (jitter) => get((loaded) => new OpusReception(new OpusDecoder(loaded), jitter)),
  };
}
