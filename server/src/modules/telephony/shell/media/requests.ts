// Questions to another thread and their answers: each numbered, each settled once, all refused when the thread dies.

export class Requests<Answer> {
  readonly #waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (reason: Error) => void }>();
  #last = 0;

  /** `send` gives the message with its number to the thread. */
  ask(send: (request: number) => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = ++this.#last;
      this.#waiting.set(request, { resolve, reject });
      send(request);
    });
  }

  answer(request: number, answer: Answer): void {
    this.#waiting.get(request)?.resolve(answer);
    this.#waiting.delete(request);
  }

  rejectAll(reason: Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
