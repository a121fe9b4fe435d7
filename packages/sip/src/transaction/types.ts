// What the four transaction machines have in common (RFC 3261, section 17): timers by their RFC names, inputs and effects as data.

/** A-K: RFC 3261, table 4. L, M: RFC 6026. `trying`: the 200 ms before 100 (17.2.1). `silent`: ours, see non-invite-server. */
export type TimerName = 'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M' | 'trying' | 'silent';

export type Timing = {
  readonly t1: number;
  readonly t2: number;
  readonly t4: number;
  /** TCP, TLS, WebSocket: nothing is retransmitted and the waiting times are zero. */
  readonly reliable: boolean;
};

export type TransactionEffect =
  /** Send the request again (client) or for the first time. */
  | { readonly do: 'send-request' }
  /** Acknowledge the non-2xx answer of an INVITE. */
  | { readonly do: 'send-ack' }
  /** Send the last response (again). */
  | { readonly do: 'send-response' }
  /** Send 100 Trying, since the user is slow. */
  | { readonly do: 'send-trying' }
  | { readonly do: 'start'; readonly timer: TimerName; readonly ms: number }
  | { readonly do: 'stop'; readonly timer: TimerName }
  /** Give the message that was the input to the transaction user. */
  | { readonly do: 'deliver' }
  | { readonly do: 'fail'; readonly why: 'timeout' | 'transport' }
  /** The transaction is over; its timers go with it. */
  | { readonly do: 'end' };

export type Step<S> = { readonly state: S; readonly effects: readonly TransactionEffect[] };

export type ClientInput =
  | { readonly kind: 'response'; readonly status: number }
  | { readonly kind: 'timer'; readonly timer: TimerName }
  | { readonly kind: 'transport-error' };

export type ServerInput =
  /** The request came again. */
  | { readonly kind: 'again' }
  | { readonly kind: 'ack' }
  /** The user answers. */
  | { readonly kind: 'answer'; readonly status: number }
  | { readonly kind: 'timer'; readonly timer: TimerName }
  | { readonly kind: 'transport-error' };

export const start = (timer: TimerName, ms: number): TransactionEffect => ({ do: 'start', timer, ms });
export const stop = (timer: TimerName): TransactionEffect => ({ do: 'stop', timer });
export const deliver: TransactionEffect = { do: 'deliver' };
export const end: TransactionEffect = { do: 'end' };
export const failed = (why: 'timeout' | 'transport'): readonly TransactionEffect[] => [{ do: 'fail', why }, end];

/** Starts a timer that only unreliable transports need; on reliable ones its time is zero and the transaction ends at once. */
export const linger = (timing: Timing, timer: TimerName, ms: number): TransactionEffect => (timing.reliable ? end : start(timer, ms));
