// The pool's end of one media worker: starts the thread, asks it, ends it where it hangs, and tells when it is gone.
import { Worker } from 'node:worker_threads';
import { Invariant } from '../../../../kernel/assert.ts';
import type { MediaEvent } from '../../ports.ts';
import { watchHeart, type HeartWatch } from './heartbeat.ts';
import type { FromWorker, ToWorker, WorkerAnswer, WorkerSettings } from './messages.ts';
import { Requests } from './requests.ts';

type Asking = Extract<ToWorker, { request: number }>;
type WithoutRequest<T> = T extends unknown ? Omit<T, 'request'> : never;

export type WorkerEvents = {
  event(event: MediaEvent): void;
  note(message: string, fields: Record<string, unknown>): void;
  /** The thread is gone, without having been told to: by itself, or ended because it hung. */
  died(detail: string, how: 'died' | 'hung'): void;
};

/** Frequent small collections in a large young space: a frame's garbage never lives long enough to cost. */
const LIMITS = { maxYoungGenerationSizeMb: 32 };
/** A thread inside a system call that does not return cannot be ended: then it is given up. */
const END_WITHIN_MS = 1_000;

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
  readonly #events: WorkerEvents;
  readonly #heart: HeartWatch;
  #state: 'running' | 'stopping' | 'hung' | 'dead' = 'running';
  #failure = '';

  constructor(thread: Worker, heartbeat: SharedArrayBuffer, events: WorkerEvents) {
    this.#thread = thread;
    this.#events = events;
    this.#heart = watchHeart(heartbeat, (silentMs) => this.#hung(silentMs));
    thread.on('message', (message: FromWorker) => {
      if (message.kind === 'answer') this.#requests.answer(message.request, message.answer);
      else if (message.kind === 'event') events.event(message.event);
      else events.note(message.message, message.fields);
    });
    thread.on('error', (error) => {
      this.#failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    thread.on('exit', (code) => this.#gone(`exit code ${code}`));
  }

  get alive(): boolean {
    return this.#state === 'running';
  }

  /** It runs, but has made no tick lately: no place for a new call. */
  get mute(): boolean {
    return this.#heart.mute;
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
    await this.#end();
  }

  #hung(silentMs: number): void {
    if (this.#state !== 'running') return;
    this.#state = 'hung';
    this.#failure = `no tick in ${silentMs} ms of its own time`;
    void this.#end().then(() => this.#gone('given up'));
  }

  async #end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.#thread.terminate(), new Promise((resolve) => (timer = setTimeout(resolve, END_WITHIN_MS)))]);
    clearTimeout(timer);
  }

  #gone(how: string): void {
    const was = this.#state;
    if (was === 'dead') return;
    this.#state = 'dead';
    this.#heart.end();
    this.#requests.rejectAll(new Invariant('the media worker is gone'));
    if (was !== 'stopping') this.#events.died(this.#failure === '' ? how : this.#failure, was === 'hung' ? 'hung' : 'died');
  }
}
