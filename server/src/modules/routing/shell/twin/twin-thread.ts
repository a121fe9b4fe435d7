// The main thread's end of a played day: one thread a question, ended with it.
import { Worker } from 'node:worker_threads';
import type { Study } from '../../core/twin/study.ts';
import type { FromTwinThread, ToTwinThread, TwinStep } from './twin.worker.ts';

const PROGRAM = new URL('./twin.worker.ts', import.meta.url);
/** Of a day of some hundred thousand contacts; beyond it the thread ends, not the process. */
const LIMITS = { maxOldGenerationSizeMb: 1_536 };

/** Rejects where the thread fails, or `signal` ends it. */
export async function playDay(
  asked: ToTwinThread,
  { told, signal }: { told: (step: TwinStep, share: number) => void; signal: AbortSignal },
): Promise<Study> {
  signal.throwIfAborted();
  const worker = new Worker(PROGRAM, { name: 'what-if', workerData: asked, resourceLimits: LIMITS });
  try {
    return await new Promise<Study>((done, failed) => {
      worker.on('message', (said: FromTwinThread) => {
        if ('study' in said) done(said.study);
        else if ('failed' in said) failed(new Error(`the day could not be played: ${said.failed}`));
        else told(said.step, said.share);
      });
      worker.on('error', failed);
      worker.on('exit', (code) => failed(new Error(`the thread that plays a day ended with ${code}`)));
      const ended = (): void => failed(signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason)));
      signal.addEventListener('abort', ended, { once: true });
    });
  } finally {
    await worker.terminate();
  }
}
