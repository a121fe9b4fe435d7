// Reliable provisional answers of one endpoint (RFC 3262, section 3): numbered, one at a time, repeated until their PRACK.
import { header, headerList } from '../message/read.ts';
import { tagOf } from '../message/name-addr.ts';
import { serialise } from '../message/serialise.ts';
import type { Request, Response } from '../message/types.ts';
import type { Context } from './context.ts';
import { createRepeaters } from './repeaters.ts';
import type { Flow, ServerKey } from './types.ts';

type Pending = { readonly invite: ServerKey; readonly offered: boolean };
type Queue = { next: number; current: string | null; readonly waiting: Response[] };

export type Provisionals = {
  /** The answer with its RSeq, to be sent now; null where it waits for the PRACK of the one before. */
  number(invite: ServerKey, response: Response): Response | null;
  /** Repeats a numbered answer that was just sent. */
  sent(invite: ServerKey, response: Response, flow: Flow, inviteHadBody: boolean): void;
  /** What a PRACK acknowledges, and the answer that may follow now; null where it fits nothing (481). */
  acknowledge(prack: Request): { invite: ServerKey; inviteHadBody: boolean; next: Response | null } | null;
  /** The final answer was sent, or the transaction ended. */
  forget(invite: ServerKey): void;
  /** A timer of ours; the INVITE whose answer nobody acknowledged. */
  fired(key: string, timer: string): ServerKey | null;
  size(): number;
};

/** 100rel asked for, or at least understood. */
export const wantsReliable = (invite: Request): boolean => headerList(invite, 'require').some((tag) => tag.toLowerCase() === '100rel');
export const knowsReliable = (invite: Request): boolean =>
  wantsReliable(invite) || headerList(invite, 'supported').some((tag) => tag.toLowerCase() === '100rel');

const keyOf = (message: Request | Response, rseq: string, cseq: string): string =>
  `${message.callId} ${tagOf(message.to) ?? ''} ${tagOf(message.from) ?? ''} ${rseq} ${cseq}`;

export function createProvisionals(context: Context): Provisionals {
  const repeats = createRepeaters<Pending>(context, 'p:', Infinity);
  const queues = new Map<ServerKey, Queue>();

  function numbered(response: Response, rseq: number): Response {
    const headers = response.headers.filter((field) => field.name !== 'rseq');
    const required = headers.some((field) => field.name === 'require' && /\b100rel\b/i.test(field.value));
    const require = required ? [] : [{ name: 'require', value: '100rel' }];
    return { ...response, headers: [...headers, ...require, { name: 'rseq', value: String(rseq) }] };
  }

  function take(queue: Queue, response: Response): Response {
    const out = numbered(response, queue.next);
    queue.current = keyOf(out, String(queue.next), `${out.cseq.number} ${out.cseq.method}`);
    queue.next += 1;
    return out;
  }

  return {
    number(invite, response) {
      let queue = queues.get(invite);
      if (queue === undefined) {
        // RFC 3262, 3: the first number is chosen from 1..2^31-1 at random, kept low enough here to count on from.
        const [a = 0, b = 0] = context.options.random(2);
        queues.set(invite, (queue = { next: 1 + a * 256 + b, current: null, waiting: [] }));
      }
      if (queue.current === null) return take(queue, response);
      if (queue.waiting.length < 8) queue.waiting.push(response);
      return null;
    },
    sent(invite, response, flow, offered) {
      const key = queues.get(invite)?.current;
      if (key !== undefined && key !== null) repeats.start(key, serialise(response), flow, { invite, offered });
    },
    acknowledge(prack) {
      const match = /^(\d+)[ \t]+(\d+)[ \t]+(\S+)$/.exec(header(prack, 'rack') ?? '');
      const key = match === null ? '' : keyOf(prack, String(Number(match[1])), `${Number(match[2])} ${match[3]}`);
      const pending = repeats.stop(key);
      if (pending === null) return null;
      const queue = queues.get(pending.invite);
      let next: Response | null = null;
      if (queue !== undefined) {
        queue.current = null;
        const waiting = queue.waiting.shift();
        if (waiting !== undefined) next = take(queue, waiting);
      }
      return { invite: pending.invite, inviteHadBody: pending.offered, next };
    },
    forget(invite) {
      const queue = queues.get(invite);
      if (queue?.current !== undefined && queue.current !== null) repeats.stop(queue.current);
      queues.delete(invite);
    },
    fired(key, timer) {
      const given = repeats.fired(key, timer);
      if (given === null) return null;
      queues.delete(given.invite);
      return given.invite;
    },
    size: () => repeats.size(),
  };
}
