// Keeps us registered at a provider (RFC 3261, section 10.2): refreshes at half life, tries again with back-off, takes it back at the end.
import { header, nameAddr, newRequest, sipUri, type Response } from '@tandem/sip';
import {
  isRegistered,
  newRegistration,
  stepRegistration,
  type Registration,
  type RegistrationInput,
} from '../../core/trunk/registration.ts';
import type { EdgeContext } from './context.ts';
import type { Outcome } from './requests.ts';
import { transportParams, trunkFlow, trunkUri, type EdgeTrunk, type Servers } from './trunk-address.ts';

export type TrunkRegistration = {
  registered(): boolean;
  detail(): string;
  /** Takes the registration back; resolves when that was answered, or after a second. */
  close(): Promise<void>;
};

type Account = NonNullable<EdgeTrunk['account']>;

const LEAVE_MS = 1_000;

export function registerTrunk(
  context: EdgeContext,
  trunk: EdgeTrunk,
  account: Account,
  servers: Servers,
  changed: () => void,
): TrunkRegistration {
  let state: Registration = newRegistration(account.expiresS);
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  // One Call-ID and a growing CSeq for all of them (section 10.2.4).
  const callId = context.gateway.endpoint.token();
  let cseq = 0;

  function send(expiresS: number, done: (input: RegistrationInput) => void): void {
    const place = servers.next();
    if (place === null) return done({ kind: 'unanswered', detail: 'DNS names no server' });
    const aor = sipUri({ user: account.username, host: trunk.host });
    const { host, port } = context.gateway.sentBy(place.transport);
    const request = newRequest({
      method: 'REGISTER',
      uri: trunkUri(trunk, null, place),
      from: nameAddr(aor, { tag: context.gateway.endpoint.token() }),
      to: nameAddr(aor),
      callId,
      cseq: ++cseq,
      contact: [nameAddr(sipUri({ user: account.username, host, port, params: transportParams(place.transport) }))],
      headers: [{ name: 'expires', value: String(expiresS) }],
    });
    context.requests.send(request, trunkFlow(context, trunk, place), {
      account,
      resent: (again) => (cseq = again.cseq.number),
      done(outcome) {
        servers.heard(place, outcome.response !== null && outcome.response.status < 500);
        done(inputOf(outcome, expiresS));
      },
    });
  }

  function register(): void {
    send(state.expiresS, (input) => {
      if (closed) return;
      const step = stepRegistration(state, input, context.now(), Math.random());
      const before = isRegistered(state, context.now());
      ({ state } = step);
      if (state.detail !== '') context.log.warn('a trunk is not registered', { trunk: trunk.trunk, detail: state.detail });
      else if (!before) context.log.info('a trunk is registered', { trunk: trunk.trunk });
      changed();
      timer = setTimeout(register, step.afterMs);
    });
  }
  register();

  return {
    registered: () => isRegistered(state, context.now()),
    detail: () => state.detail,
    close() {
      closed = true;
      clearTimeout(timer);
      if (!isRegistered(state, context.now())) return Promise.resolve();
      return new Promise((resolve) => {
        const late = setTimeout(resolve, LEAVE_MS);
        send(0, () => {
          clearTimeout(late);
          resolve();
        });
      });
    },
  };
}

function inputOf(outcome: Outcome, askedS: number): RegistrationInput {
  if (outcome.response === null) return { kind: 'unanswered', detail: outcome.detail };
  const { response } = outcome;
  if (response.status < 300) return { kind: 'granted', expiresS: grantedS(response) ?? askedS };
  return { kind: 'refused', status: response.status, minExpiresS: seconds(header(response, 'min-expires')) };
}

/** Of our Contact where it says so, else of the whole answer (section 10.2.4). */
function grantedS(response: Response): number | null {
  const contact = response.contact === '*' ? undefined : response.contact.find(({ params }) => params.has('expires'));
  return seconds(contact?.params.get('expires') ?? null) ?? seconds(header(response, 'expires'));
}

const seconds = (text: string | null): number | null => (text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null);
