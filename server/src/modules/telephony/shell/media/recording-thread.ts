// The pool's end of the recording writer thread: gives each media worker its own port to it, and waits for what must be on disk.
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { Invariant } from '../../../../kernel/assert.ts';
import type { MediaEvent } from '../../ports.ts';
import type { FromWriter, ToWriter } from './messages.ts';
import { Requests } from './requests.ts';

export class RecordingThread {
  readonly #thread = new Worker(new URL('./recording.worker.ts', import.meta.url), { name: 'recordings' });
  readonly #requests = new Requests<void>();
  #stopping = false;
  #dead = false;

  constructor(events: { event(event: MediaEvent): void; died(detail: string): void }) {
    let failure = '';
    this.#thread.on('message', (message: FromWriter) => {
      if (message.kind === 'done') this.#requests.answer(message.request, undefined);
      else events.event(message.event);
    });
    this.#thread.on('error', (error) => {
      failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    this.#thread.on('exit', (code) => {
      this.#dead = true;
      this.#requests.rejectAll(new Invariant('the recording writer is gone'));
      if (!this.#stopping) events.died(failure === '' ? `exit code ${code}` : failure);
    });
  }

  /** The port that media worker number `worker` is given. */
  connect(worker: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    const message: ToWriter = { do: 'worker', port: port1, worker };
    this.#thread.postMessage(message, [port1]);
    return port2;
  }

  /** Closes the files of a dead worker as they are. */
  abandon(worker: number): Promise<void> {
    return this.#ask((request) => ({ do: 'abandon', request, worker }));
  }

  /** Everything that has been handed over is on disk, and the thread is gone. */
  async stop(): Promise<void> {
    await this.#ask((request) => ({ do: 'finish', request }));
    this.#stopping = true;
    await this.#thread.terminate();
  }

  async #ask(message: (request: number) => ToWriter): Promise<void> {
    if (this.#dead) return;
    // Where the thread dies meanwhile there is nothing to wait for: `died` tells of it.
    await this.#requests.ask((request) => this.#thread.postMessage(message(request))).catch(() => undefined);
  }
}
