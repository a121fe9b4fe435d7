// Our side of ICE for one leg, the lite one (RFC 8445, section 2.5): the browser checks, we answer; where it nominates is where we send.
import { bindingSuccess, hmacSha1Key, isIntegral, parseBindingRequest, roleConflict, type HmacKey } from '@tandem/rtp';
import type { SecuredMedia } from '../../ports.ts';

/** RFC 7675, section 5.1: who has not asked for so long wants nothing any more. */
const CONSENT_MS = 30_000;
/** Nothing came along a way for so long that a better one is followed, ms. */
const QUIET_MS = 200;
/** Ways a browser may have checked; more are somebody's play. */
const MAX_CHECKED = 64;

export type Place = { readonly ip: string; readonly port: number };
type Credentials = { readonly local: SecuredMedia['local']; readonly key: HmacKey; readonly remoteUfrag: string };

/** What goes with a leg into another worker. */
export type IceState = { readonly current: Place | null };

export class IceLite {
  /** Where to send: nominated last, or checked first. */
  current: Place | null;
  readonly #answer: (message: Uint8Array, to: Place) => void;
  /** Those of now, and those before an ICE restart for as long as nothing was nominated with the new ones. */
  #credentials: Credentials[] = [];
  #checked = new Set<string>();
  #nominated = false;
  #checkedAt = Number.NEGATIVE_INFINITY;
  // Private by word where it changes with each packet: as in JitterBuffer.
  private heardAt = Number.NEGATIVE_INFINITY;

  constructor(answer: (message: Uint8Array, to: Place) => void, state: IceState, nowMs: number) {
    this.#answer = answer;
    this.current = state.current;
    if (state.current === null) return;
    this.#checked.add(nameOf(state.current.ip, state.current.port));
    this.#checkedAt = nowMs;
  }

  setCredentials({ local, remote }: SecuredMedia): void {
    const now = this.#credentials[0];
    if (now?.local.ufrag === local.ufrag && now.local.pwd === local.pwd && now.remoteUfrag === remote.ufrag) return;
    const next: Credentials = { local, key: hmacSha1Key(Buffer.from(local.pwd)), remoteUfrag: remote.ufrag };
    // RFC 8445, section 9: until the restart has found its way, media goes on over the old one.
    this.#credentials = now === undefined ? [next] : [next, now];
    this.#nominated = false;
  }

  /** Whether a datagram from there may be the far end's. */
  knows(ip: string, port: number): boolean {
    const { current } = this;
    return (current !== null && current.port === port && current.ip === ip) || this.#checked.has(nameOf(ip, port));
  }

  /**
   * Media of the far end came from there. Browsers send along a way half a second and more before they nominate it: after a change of network, where
   * nothing comes along the one before, they are answered as soon (RFC 8445, section 12.1: on any valid pair).
   */
  heard(ip: string, port: number, nowMs: number): void {
    const { current } = this;
    if (current !== null && current.port === port && current.ip === ip) this.heardAt = nowMs;
    else if (!this.#nominated && nowMs - this.heardAt >= QUIET_MS) this.current = { ip, port };
  }

  consents(nowMs: number): boolean {
    return nowMs - this.#checkedAt < CONSENT_MS;
  }

  /** A STUN message came: a check of the far end's is answered, anything else is nobody's. */
  check(bytes: Uint8Array, ip: string, port: number, nowMs: number): void {
    const request = parseBindingRequest(bytes);
    if (request === null || port === 0) return;
    const known = this.#credentials.find(({ local, remoteUfrag }) => request.username === `${local.ufrag}:${remoteUfrag}`);
    if (known === undefined || !isIntegral(bytes, request, known.key)) return;
    const from = { ip, port };
    if (request.controlled) return this.#answer(roleConflict(request, known.key), from);
    this.#answer(bindingSuccess(request, ip, port, known.key), from);
    this.#checkedAt = nowMs;
    if (known === this.#credentials[0]) {
      if (request.nominates) this.#nominate(from);
    } else if (this.#nominated) return;
    if (this.#checked.size < MAX_CHECKED) this.#checked.add(nameOf(ip, port));
    this.current ??= from;
  }

  #nominate(place: Place): void {
    if (!this.#nominated) {
      this.#nominated = true;
      this.#credentials.length = 1;
      this.#checked = new Set();
    }
    if (this.current?.ip !== place.ip || this.current.port !== place.port) this.current = place;
  }
}

const nameOf = (ip: string, port: number): string => `${ip} ${port}`;
