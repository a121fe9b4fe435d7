// The main thread's end of the speech worker: started when something is to be spoken, ended when idle, killed when it hangs, started again when it is gone.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromSpeechThread, ToSpeechThread } from './speech.worker.ts';

export type SpeechThreadSettings = {
  /** A request that takes longer ends its thread. */
  timeoutMs: number;
  /** How long a thread without work is kept. */
  idleMs: number;
  /** Requests that may wait; one more is refused. */
  waiting: number;
  /** Another program than ours, for tests of what happens when it hangs or dies. */
  program?: URL;
};

type Request = { ask: ToSpeechThread; done: (wav: Uint8Array) => void; failed: (error: Error) => void };

const PROGRAM = new URL('./speech.worker.ts', import.meta.url);
/** Of JavaScript; flite's own memory lives outside of it and goes with each instance. */
const LIMITS = { maxOldGenerationSizeMb: 256 };

export class SpeechThread {
  readonly #settings: SpeechThreadSettings;
  readonly #waiting: Request[] = [];
  #worker: Worker | null = null;
  #folder: string | null = null;
  #current: Request | null = null;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(settings: SpeechThreadSettings) {
    this.#settings = settings;
  }

  get running(): boolean {
    return this.#worker !== null;
  }

  /** Rejects where the thread fails, hangs or dies over it, or too much waits already. */
  ask(ask: ToSpeechThread): Promise<Uint8Array> {
    if (this.#stopped) return Promise.reject(new Error('the speech thread was stopped'));
    if (this.#waiting.length >= this.#settings.waiting) return Promise.reject(new Error('too much is waiting to be spoken'));
    return new Promise((done, failed) => {
      this.#waiting.push({ ask, done, failed });
      this.#next();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const request of this.#waiting.splice(0)) request.failed(new Error('the speech thread was stopped'));
    await this.#end(new Error('the speech thread was stopped'));
  }

  #next(): void {
    if (this.#current || this.#stopped) return;
    clearTimeout(this.#timer);
    const request = this.#waiting.shift();
    if (!request) {
      if (!this.#worker) return;
      this.#timer = setTimeout(() => void this.#end(null), this.#settings.idleMs);
      this.#timer.unref();
      return;
    }
    this.#current = request;
    this.#worker ??= this.#start();
    this.#worker.postMessage(request.ask);
    this.#timer = setTimeout(() => {
      void this.#end(new Error(`nothing was spoken within ${this.#settings.timeoutMs} ms`)).then(() => this.#next());
    }, this.#settings.timeoutMs);
  }

  #start(): Worker {
    this.#folder ??= fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-speech-'));
    const worker = new Worker(this.#settings.program ?? PROGRAM, {
      name: 'speech',
      workerData: { folder: this.#folder },
      resourceLimits: LIMITS,
    });
    // A thread that was ended has nothing more to say: its place may already be taken by the next.
    const current = (then: () => void): void => (this.#worker === worker ? then() : undefined);
    worker.on('message', (told: FromSpeechThread) =>
      current(() => {
        const request = this.#current;
        this.#current = null;
        if ('wav' in told) request?.done(told.wav);
        else request?.failed(new Error(told.failed));
        this.#next();
      }),
    );
    const gone = (error: Error): void => current(() => void this.#end(error).then(() => this.#next()));
    worker.on('error', (error) => gone(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', (code) => gone(new Error(`the speech thread ended with ${code}`)));
    worker.unref();
    return worker;
  }

  /** Ends the thread, and with `error` what it was doing. */
  async #end(error: Error | null): Promise<void> {
    clearTimeout(this.#timer);
    const [worker, request, folder] = [this.#worker, this.#current, this.#folder];
    this.#worker = null;
    this.#current = null;
    this.#folder = null;
    await worker?.terminate();
    if (folder !== null) fs.rmSync(folder, { recursive: true, force: true });
    if (error) request?.failed(error);
  }
}
