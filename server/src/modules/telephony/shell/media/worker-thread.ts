// The pool's end of one media worker: starts the thread, asks it, and tells when it is gone.
import { Worker } from 'node:worker_threads';
import { Invariant } from '../../../../kernel/assert.ts';
import type { MediaEvent } from '../../ports.ts';
import type { FromWorker, ToWorker, WorkerAnswer, WorkerSettings } from './messages.ts';
import { Requests } from './requests.ts';

type Asking = Extract<ToWorker, { request: number }>;
type WithoutRequest<T> = T extends unknown ? Omit<T, 'request'> : never;

export type WorkerEvents = {
  event(event: MediaEvent): void;
  note(message: string, fields: Record<string, unknown>): void;
  /** The thread is gone, without having been told to. */
  died(detail: string): void;
};

/** Frequent small collections in a large young space: a frame's garbage never lives long enough to cost. */
const LIMITS = { maxYoungGenerationSizeMb: 32 };

export function startMediaThread(settings: WorkerSettings): Worker {
  return new Worker(new URL('./media.worker.ts', import.meta.url), {
    workerData: settings,
    transferList: [settings.recordings],
    resourceLimits: LIMITS,
    name: 'media',
  });
}

export class WorkerThread {
  /** Legs open in it: how busy it is. */
  legs = 0;
  readonly #thread: Worker;
  readonly #requests = new Requests<WorkerAnswer>();
  #state: 'running' | 'stopping' | 'dead' = 'running';

  constructor(thread: Worker, events: WorkerEvents) {
    this.#thread = thread;
    let failure = '';
    thread.on('message', (message: FromWorker) => {
      if (message.kind === 'answer') this.#requests.answer(message.request, message.answer);
      else if (message.kind === 'event') events.event(message.event);
      else events.note(message.message, message.fields);
    });
    thread.on('error', (error) => {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    thread.on('exit', (code) => {
      const expected = this.#state === 'stopping';
      this.#state = 'dead';
      this.#requests.rejectAll(new Invariant('the media worker is gone'));
      if (!expected) events.died(failure === '' ? `exit code ${code}` : failure);
    });
  }

  get alive(): boolean {
    return this.#state === 'running';
  }

  tell(message: Exclude<ToWorker, Asking>): void {
    this.#thread.postMessage(message, message.do === 'recordings' ? [message.port] : []);
  }

  /** Rejects where the thread dies before it answers. */
  ask(message: WithoutRequest<Asking>): Promise<WorkerAnswer> {
    if (this.#state === 'dead') return Promise.reject(new Invariant('the media worker is gone'));
    return this.#requests.ask((request) => this.#thread.postMessage({ ...message, request }));
  }

  /** Lets it end its recordings, then ends it; whatever it does, it is gone after `withinMs`. */
  async stop(withinMs: number): Promise<void> {
    if (this.#state !== 'running') return;
    const ended = this.ask({ do: 'shutdown' }).catch(() => undefined);
    this.#state = 'stopping';
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, withinMs)))]);
    clearTimeout(timer);
    await this.#thread.terminate();
  }
}
