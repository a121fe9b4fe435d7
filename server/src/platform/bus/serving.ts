// What every transport does with a call on the serving side: check the input, run the handler, give errors as code and detail.
import { Compile } from 'typebox/compile';
import type { TSchema } from 'typebox';
import { AppError } from '../errors/types.ts';
import type { PortContract, PortHandlers } from './types.ts';

export type Answer = { ok: true; output: unknown } | { ok: false; code: string; detail: Record<string, unknown> };
export type Serve = (name: string, input: unknown) => Promise<Answer>;

/** `failed` is told of what is no AppError: a fault of the handler, of which the caller learns only `port.failed`. */
export function serving<P extends PortContract>(
  contract: P,
  handlers: PortHandlers<P>,
  failed: (name: string, error: unknown) => void,
): Serve {
  const checks = new Map<string, (input: unknown) => boolean>();
  for (const [name, { input }] of Object.entries<{ input: TSchema }>(contract.calls)) {
    const validator = Compile(input);
    checks.set(name, (value) => validator.Check(value));
  }
  return async (name, input) => {
    const port = contract.name;
    const check = checks.get(name);
    const handler = (handlers as Record<string, ((input: unknown) => Promise<unknown>) | undefined>)[name];
    if (!check || !handler) return { ok: false, code: 'port.no-such-call', detail: { port, call: name } };
    if (!check(input)) return { ok: false, code: 'port.bad-input', detail: { port, call: name } };
    try {
      return { ok: true, output: await handler(input) };
    } catch (error) {
      if (error instanceof AppError) return { ok: false, code: error.code, detail: { ...error.detail } };
      failed(name, error);
      return { ok: false, code: 'port.failed', detail: { port, call: name } };
    }
  };
}
