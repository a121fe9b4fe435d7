// Ports between processes: to its user a port call is an async function, whether it stays in the process or crosses the local socket.
import type { Static, TSchema } from 'typebox';

/** `calls` are request/answer; `events` flow from the serving side to every connected client, in order. */
export type PortContract = {
  readonly name: string;
  readonly calls: Readonly<Record<string, { input: TSchema; output: TSchema }>>;
  readonly events: Readonly<Record<string, TSchema>>;
};

export type PortHandlers<P extends PortContract> = {
  [K in keyof P['calls']]: (input: Static<P['calls'][K]['input']>) => Promise<Static<P['calls'][K]['output']>>;
};

export type PortServer<P extends PortContract> = {
  emit<K extends keyof P['events'] & string>(event: K, data: Static<P['events'][K]>): void;
  /** Called with the number of connected clients when it changes. */
  onClients(changed: (count: number) => void): void;
  close(): Promise<void>;
};

export type PortClient<P extends PortContract> = {
  /** Rejects with AppError `port.unavailable` while not connected and `port.timeout` after `timeoutMs` (default 5000). */
  call<K extends keyof P['calls'] & string>(
    name: K,
    input: Static<P['calls'][K]['input']>,
    options?: { timeoutMs?: number },
  ): Promise<Static<P['calls'][K]['output']>>;
  on<K extends keyof P['events'] & string>(event: K, heard: (data: Static<P['events'][K]>) => void): void;
  /** Told at each (re)connection (true) and loss (false); immediately with the present state. */
  onConnection(changed: (connected: boolean) => void): void;
  close(): Promise<void>;
};

export type Transport = {
  serve<P extends PortContract>(contract: P, handlers: PortHandlers<P>): Promise<PortServer<P>>;
  connect<P extends PortContract>(contract: P): PortClient<P>;
};
