// COPY out of and into PostgreSQL as streams with back-pressure: `pg` speaks the messages, and leaves what to do with them to us.
import type { Socket } from 'node:net';
import type pg from 'pg';

/** What `pg` hands to a query it runs (pg/lib/connection.js); the published types know only a part of it. */
type Wire = {
  stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
};

/** PostgreSQL sends each row as a message of its own: so much is gathered before it is handed on. */
const GATHER_BYTES = 64 * 1024;
/** The socket is paused while so much waits for the reader. */
const WAITING_BYTES = 1024 * 1024;

/** `COPY ... TO STDOUT` in text format. `rows` is known once `chunks` have ended. */
export function copyOut(client: pg.Client, statement: string): { chunks: AsyncGenerator<Buffer>; rows(): number } {
  const ready: Buffer[] = [];
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  let waiting = 0;
  let rows = 0;
  let wire: Wire | null = null;
  let over = false;
  let failure: Error | null = null;
  let wake: () => void = () => undefined;

  function pass(): void {
    if (gatheredBytes === 0) return;
    ready.push(Buffer.concat(gathered));
    waiting += gatheredBytes;
    gathered = [];
    gatheredBytes = 0;
    if (waiting > WAITING_BYTES) wire?.stream.pause();
    wake();
  }
  function end(error: Error | null): void {
    over = true;
    failure = error;
    wake();
  }

  const query = {
    submit(connection: Wire): undefined {
      wire = connection;
      connection.query(statement);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // The parser uses its buffer again: what is kept must be a copy.
      gathered.push(Buffer.from(chunk));
      gatheredBytes += chunk.length;
      if (gatheredBytes >= GATHER_BYTES) pass();
    },
    handleCommandComplete: ({ text }: { text: string }) => void (rows = rowsOf(text)),
    handleReadyForQuery() {
      pass();
      end(null);
    },
    handleError: (error: Error) => end(error),
    handleRowDescription: () => undefined,
    handleDataRow: () => undefined,
    handlePortalSuspended: () => undefined,
    handleEmptyQuery: () => undefined,
  };

  async function* read(): AsyncGenerator<Buffer> {
    client.query(query as unknown as pg.Submittable);
    try {
      for (;;) {
        const next = ready.shift();
        if (next !== undefined) {
          waiting -= next.length;
          if (waiting <= WAITING_BYTES) wire?.stream.resume();
          yield next;
        } else if (failure) throw failure;
        else if (over) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      // A reader that stops early ends the connection next; a paused socket would never notice.
      wire?.stream.resume();
    }
  }
  return { chunks: read(), rows: () => rows };
}

/** `COPY ... FROM STDIN` in text format; the number of rows. A source that throws fails the COPY, and its own error is what comes out. */
export function copyIn(client: pg.Client, statement: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0;
    let over = false;
    let cause: unknown = null;

    async function pump(wire: Wire): Promise<void> {
      try {
        for await (const chunk of source) {
          // The server has refused a row: it reads the rest to no end.
          if (over) return;
          wire.sendCopyFromChunk(chunk);
          if (wire.stream.writableNeedDrain) await drained(wire.stream);
        }
        if (!over) wire.endCopyFrom();
      } catch (error) {
        cause = error;
        if (over) return;
        wire.sendCopyFail('the source failed');
      }
    }

    const query = {
      submit(connection: Wire): undefined {
        connection.query(statement);
      },
      handleCopyInResponse: (connection: Wire) => void pump(connection),
      handleCommandComplete: ({ text }: { text: string }) => void (rows = rowsOf(text)),
      handleReadyForQuery() {
        over = true;
        resolve(rows);
      },
      handleError(error: Error) {
        over = true;
        reject((cause as Error | null) ?? error);
      },
      handleRowDescription: () => undefined,
      handleDataRow: () => undefined,
      handlePortalSuspended: () => undefined,
      handleEmptyQuery: () => undefined,
    };
    client.query(query as unknown as pg.Submittable);
  });
}

/** A connection that breaks meanwhile never drains: the query is told by its own rejection. */
function drained(stream: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.once('drain', done);
    stream.once('close', done);
  });
}

/** Of the command tag `COPY 42`. */
function rowsOf(tag: string): number {
  return Number(/^COPY (\d+)$/.exec(tag)?.[1] ?? 0);
}
