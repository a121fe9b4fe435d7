// Effects that ask the world outside: records, opening hours, HTTP, somebody's inbox.
import type { RunEffect } from '../core/run.ts';
import type { ActiveRun } from './active.ts';
import { callHttp } from './http-call.ts';
import type { RunnerDeps } from './runner.ts';

type Of<D extends RunEffect['do']> = Extract<RunEffect, { do: D }>;

export function lookUp(deps: RunnerDeps, run: ActiveRun, effect: Of<'lookup'>): void {
  deps.ports.lookup(run.info.line.tenant, effect.table, effect.key).then(
    (record) => run.post({ kind: 'looked-up', token: effect.token, record }),
    (error: unknown) => {
      deps.tell.error('a lookup failed', { table: effect.table, run: run.info.run, error: String(error) });
      run.post({ kind: 'lookup-failed', token: effect.token });
    },
  );
}

export function askHours(deps: RunnerDeps, run: ActiveRun, effect: Of<'hours'>): void {
  deps.ports.hours(run.info.line.tenant, effect.hours, deps.clock.now()).then(
    (state) => run.post({ kind: 'hours', token: effect.token, state }),
    (error: unknown) => {
      deps.tell.error('opening hours could not be read', { run: run.info.run, error: String(error) });
      run.post({ kind: 'hours', token: effect.token, state: null });
    },
  );
}

export function askServer(deps: RunnerDeps, run: ActiveRun, effect: Of<'http'>): void {
  const { tenant } = run.info.line;
  const { request } = effect;
  const asked = async () => {
    const [headers, { privateHosts }] = await Promise.all([deps.secrets.withSecrets(tenant, request.headers), deps.secrets.hosts(tenant)]);
    return callHttp({ ...request, headers }, privateHosts);
  };
  asked().then(
    (answer) => run.post({ kind: 'http-answered', token: effect.token, ...answer }),
    (error: unknown) => {
      // The host alone: the path may hold what the caller keyed in.
      deps.tell.warn('an HTTP request of a flow failed', { host: hostOf(request.url), run: run.info.run, error: String(error) });
      run.post({ kind: 'http-failed', token: effect.token, reason: String(error) });
    },
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'unreadable';
}

const FIRST_PAUSE_MS = 200;
const TRIES = 10;
/** After so many the caller is told that it did not work, while it goes on being tried: 1.4 seconds of silence are enough. */
const TRIES_HE_WAITS = 4;

/** A message that was spoken must not be lost to a moment without a database: tried again, also after the caller has gone. */
export async function keepMessage(deps: RunnerDeps, run: ActiveRun, effect: Of<'voicemail'>): Promise<void> {
  const { recording, durationMs, box, token } = effect;
  for (let tries = 1; ; tries++) {
    try {
      await deps.ports.voicemail({ ...run.info.line, recording, durationMs, box });
      return run.post({ kind: 'kept', token, ok: true });
    } catch (error) {
      deps.tell.error('a message is not in its box yet', { recording, run: run.info.run, tries, error: String(error) });
      if (tries === TRIES_HE_WAITS) run.post({ kind: 'kept', token, ok: false });
      if (tries === TRIES) return;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (tries - 1)));
    }
  }
}
