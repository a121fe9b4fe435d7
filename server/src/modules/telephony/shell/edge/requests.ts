// Requests of ours other than the INVITE of a leg: each has one outcome, told once; challenges are answered on the way.
import type { ClientKey, Flow, Request, Response } from '@tandem/sip';
import { proven, type Account } from './credentials.ts';
import type { Gateway } from './gateway.ts';

/** `key`: of the transaction that ended so; a 2xx of an INVITE is acknowledged with it. `request`: as it was sent last. */
export type Outcome = { request: Request; key: ClientKey } & (
  { response: Response } | { response: null; why: 'timeout' | 'transport'; detail: string }
);

export type Asking = {
  account?: Account | null;
  /** It goes out once more, with credentials: its CSeq has moved on. */
  resent?(request: Request): void;
  done?(outcome: Outcome): void;
};

export type Requests = {
  send(request: Request, flow: Flow, asking?: Asking): void;
  /** True where the answer, or the failure, was one of theirs. */
  answered(key: ClientKey, response: Response): boolean;
  failed(key: ClientKey, why: 'timeout' | 'transport', detail: string): boolean;
};

export function createRequests(gateway: Pick<Gateway, 'request'>): Requests {
  const open = new Map<ClientKey, { request: Request; flow: Flow; asking: Asking }>();
  const send = (request: Request, flow: Flow, asking: Asking): void => {
    open.set(gateway.request(request, flow), { request, flow, asking });
  };
  return {
    send: (request, flow, asking = {}) => send(request, flow, asking),
    answered(key, response) {
      const one = open.get(key);
      if (!one) return false;
      if (response.status < 200) return true;
      open.delete(key);
      const again = proven(one.request, response, one.asking.account ?? null);
      if (again === null) one.asking.done?.({ request: one.request, key, response });
      else {
        one.asking.resent?.(again);
        send(again, one.flow, one.asking);
      }
      return true;
    },
    failed(key, why, detail) {
      const one = open.get(key);
      if (!one) return false;
      open.delete(key);
      one.asking.done?.({ request: one.request, key, response: null, why, detail });
      return true;
    },
  };
}
