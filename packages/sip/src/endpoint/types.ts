// What goes into and comes out of an endpoint: flows, effects, options. All data; the caller owns sockets, timers, clock and randomness.
import type { ParseError, Request, Response } from '../message/types.ts';

export type Transport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

/** Where bytes came from or go to. `socket` names a UDP socket or one connection; `ip` and `port` are the far end's. */
export type Flow = { readonly transport: Transport; readonly socket: string; readonly ip: string; readonly port: number };

/** Names a server transaction (an incoming request). */
export type ServerKey = string & { readonly server: true };
/** Names a client transaction (an outgoing request). */
export type ClientKey = string & { readonly client: true };

export type Effect =
  | { readonly do: 'transmit'; readonly flow: Flow; readonly bytes: Uint8Array }
  /** Call `fired(timer)` after `ms`. A timer of the same name replaces the one that runs. */
  | { readonly do: 'start-timer'; readonly timer: string; readonly ms: number }
  | { readonly do: 'stop-timer'; readonly timer: string }
  /** A new request for the application: answer it with `respond(key, ...)`. Never ACK or CANCEL. */
  | { readonly do: 'request'; readonly key: ServerKey; readonly request: Request; readonly flow: Flow }
  /** The caller gave up the INVITE `key`; the CANCEL is answered already. Answer the INVITE with 487 if it has no final answer. */
  | { readonly do: 'cancelled'; readonly key: ServerKey; readonly request: Request }
  /** The ACK for our 2xx to the INVITE `key`; its body may hold the SDP answer. Told once. */
  | { readonly do: 'acked'; readonly key: ServerKey; readonly request: Request; readonly flow: Flow }
  /** No ACK came for our 2xx within 64*T1: the dialog stands but should be ended with BYE (RFC 3261, 13.3.1.4). */
  | { readonly do: 'ack-missing'; readonly key: ServerKey }
  /** The PRACK for the reliable provisional response `rseq`; answered with 200 already (RFC 3262). */
  | { readonly do: 'prack'; readonly key: ServerKey; readonly request: Request }
  /** No PRACK came within 64*T1: answer the INVITE with a 5xx. */
  | { readonly do: 'prack-missing'; readonly key: ServerKey }
  /** An answer to our request. 2xx of an INVITE: tell us the ACK with `ack`. Retransmitted 2xx are answered by us. */
  | { readonly do: 'response'; readonly key: ClientKey; readonly response: Response; readonly flow: Flow }
  /** No final answer in time (timer B or F), or the flow failed; treat as 408 / 503 (RFC 3261, 8.1.3.1). */
  | { readonly do: 'failed'; readonly key: ClientKey; readonly why: 'timeout' | 'transport'; readonly request: Request }
  /** The request's transaction ended without its answer arriving: the flow closed, no ACK came for a refusal, or `respond` never was called in time. */
  | { readonly do: 'unsent'; readonly key: ServerKey }
  /** Told for the log: something was thrown away or refused before the application saw it. */
  | { readonly do: 'note'; readonly note: Note; readonly flow: Flow };

export type Note =
  | { readonly kind: 'malformed'; readonly error: ParseError }
  | { readonly kind: 'stray-response'; readonly status: number; readonly callId: string }
  | { readonly kind: 'stray-ack'; readonly callId: string }
  | { readonly kind: 'refused'; readonly status: number; readonly method: string; readonly callId: string }
  | { readonly kind: 'overload'; readonly answered: boolean };

/** What the application accepts; the endpoint refuses the rest by itself (RFC 3261, 8.2). */
export type Policy = {
  /** Methods the application answers; others get 405 with Allow. ACK and CANCEL are always known. */
  readonly methods: readonly string[];
  /** Option tags understood: a Require with others gets 420 with Unsupported. */
  readonly extensions: readonly string[];
  /** Body types accepted in INVITE and its like; others get 415 with Accept. */
  readonly bodies: readonly string[];
  /** True for a back-to-back agent: an INVITE with Max-Forwards 0 gets 483. A plain UAS accepts it (RFC 3261, 8.2). */
  readonly forwards: boolean;
};

export type EndpointOptions = {
  /** Milliseconds; only differences matter. */
  readonly now: () => number;
  /** Bytes nobody can guess: branches and tags are made of them. */
  readonly random: (bytes: number) => Uint8Array;
  /** The address to put in Via for what leaves through `flow`. */
  readonly sentBy: (flow: Flow) => { readonly host: string; readonly port: number | null };
  readonly policy?: Partial<Policy>;
  /** Value of User-Agent and Server; none where absent. */
  readonly software?: string;
  /** Open transactions beyond which new requests get 503 (default 60,000: 32 s of about 900 calls a second, 5 kB each); requests inside of dialogs, which may end calls, pass up to 1.25 times this. */
  readonly maxTransactions?: number;
  /** Answers a second to what gets no transaction (malformed, overload); beyond them it is dropped silently. Default 200. */
  readonly maxRefusalsPerSecond?: number;
  /** An INVITE of ours that only rings is cancelled after this time; default 660,000 ms. */
  readonly maxRingMs?: number;
  /** RFC 3261 base times; defaults 500, 4,000, 5,000 ms. */
  readonly t1?: number;
  readonly t2?: number;
  readonly t4?: number;
};

export type EndpointStats = {
  readonly clients: number;
  readonly servers: number;
  /** 2xx answers waiting for ACK, and sent ACKs kept for repeated 2xx. */
  readonly awaitingAck: number;
  readonly acks: number;
  /** Reliable provisional answers waiting for PRACK. */
  readonly awaitingPrack: number;
  readonly timers: number;
};
