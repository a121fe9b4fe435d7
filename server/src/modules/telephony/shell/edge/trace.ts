// Keeps the SIP messages of each call in memory until core has taken them: bounded a leg and in all, and masked before they are told.
import type { Flow } from '@tandem/sip';
import type { LegTrace, TracedMessage } from '@tandem/contract/api/sip-traces.ts';
import type { CallId, LegId, TenantId } from '@tandem/contract/ids.ts';
import { masked } from '../../core/trace/mask.ts';

export type TraceLimits = {
  /** Messages and bytes of one leg. */
  messages: number;
  legBytes: number;
  /** Bytes of all: beyond it the oldest that ended go, and then nothing more is kept. */
  allBytes: number;
  /** INVITEs that belong to no leg (yet): strangers send them. */
  strangers: number;
  /** A leg is whole so long after its end: the answer to a BYE, and what is sent again. */
  lingerMs: number;
  /** Bytes told at once. */
  tellBytes: number;
};

const LIMITS: TraceLimits = {
  messages: 400,
  legBytes: 256 * 1024,
  allBytes: 64 * 1024 * 1024,
  strangers: 500,
  lingerMs: 4_000,
  tellBytes: 1024 * 1024,
};
/** RFC 3261, section 17.1.1.2: by then an INVITE without an answer is over. */
const STRANGER_MS = 32_000;
/** What a held leg costs beside its messages. */
const OVERHEAD = 300;

export type Owner = { tenant: TenantId; leg: LegId; call: CallId };
export type Trace = {
  /** A message came or goes; what belongs to no call is passed over. */
  message(direction: TracedMessage['direction'], bytes: Uint8Array, flow: Flow, local: TracedMessage['local']): void;
  /** The messages under this Call-ID are the leg's: those before, and all to come. */
  bind(sipCallId: string, owner: Owner): void;
  ended(leg: LegId): void;
  /** Of these calls, also of legs that are up. */
  of(calls: readonly CallId[]): LegTrace[];
  /** Drops what was taken, and tells legs that have ended: the oldest first, a few at once. */
  take(taken: readonly LegId[]): LegTrace[];
};

type Kept = Omit<TracedMessage, 'text'> & { bytes: Buffer };
type Held = { owner: Owner | null; ids: string[]; startedAt: number; endedAt: number | null; left: number; size: number; kept: Kept[] };

export function createTrace(options: { now: () => number; limits?: Partial<TraceLimits> }): Trace {
  const { now } = options;
  const limits = { ...LIMITS, ...options.limits };
  const byId = new Map<string, Held>();
  const byLeg = new Map<LegId, Held>();
  /** In the order they came. */
  const strangers = new Set<Held>();
  const over = new Set<Held>();
  let size = 0;

  function forget(held: Held): void {
    for (const id of held.ids) if (byId.get(id) === held) byId.delete(id);
    if (held.owner !== null) byLeg.delete(held.owner.leg);
    strangers.delete(held);
    over.delete(held);
    size -= held.size + OVERHEAD;
  }

  function begin(owner: Owner | null): Held {
    const held: Held = { owner, ids: [], startedAt: now(), endedAt: null, left: 0, size: 0, kept: [] };
    size += OVERHEAD;
    if (owner === null) strangers.add(held);
    else byLeg.set(owner.leg, held);
    return held;
  }

  function makeRoom(): void {
    for (const held of strangers) {
      if (strangers.size <= limits.strangers && now() - held.startedAt < STRANGER_MS) break;
      forget(held);
    }
    for (const held of over) {
      if (size <= limits.allBytes) break;
      forget(held);
    }
  }

  function told(held: Held): LegTrace[] {
    if (held.owner === null) return [];
    const messages = held.kept
      .toSorted((a, b) => a.at - b.at)
      .map(({ bytes, ...rest }) => ({ ...rest, text: masked(bytes.toString('utf8')) }));
    return [{ ...held.owner, startedAt: held.startedAt, endedAt: held.endedAt, left: held.left, messages }];
  }

  return {
    message(direction, bytes, flow, local) {
      const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const id = callIdIn(raw);
      if (id === null) return;
      let held = byId.get(id);
      // A far end that counts its Call-IDs from one again after a restart begins another call.
      if (held === undefined || (held.endedAt !== null && isInvite(raw))) {
        if (!isInvite(raw)) return;
        held = begin(null);
        held.ids.push(id);
        byId.set(id, held);
        makeRoom();
      }
      if (held.kept.length >= limits.messages || held.size + raw.length > limits.legBytes || size + raw.length > limits.allBytes) {
        held.left += 1;
        return;
      }
      held.size += raw.length;
      size += raw.length;
      // A copy: what it came in is a slice of something larger, or is used again.
      const remote = { ip: flow.ip, port: flow.port };
      held.kept.push({ at: now(), direction, transport: flow.transport, local, remote, bytes: Buffer.from(raw) });
    },
    bind(id, owner) {
      const before = byId.get(id);
      // Whoever names somebody else's Call-ID gets nothing of his call.
      if (before !== undefined && before.owner !== null && before.endedAt === null) return;
      const own = byLeg.get(owner.leg) ?? begin(owner);
      if (before?.owner === null) {
        own.kept.push(...before.kept);
        own.left += before.left;
        own.size += before.size;
        size += before.size;
        own.startedAt = Math.min(own.startedAt, before.startedAt);
        forget(before);
      }
      own.ids.push(id);
      byId.set(id, own);
    },
    ended(leg) {
      const held = byLeg.get(leg);
      if (held === undefined) return;
      held.endedAt ??= now();
      over.add(held);
      makeRoom();
    },
    of: (calls) => [...byLeg.values()].filter(({ owner }) => owner !== null && calls.includes(owner.call)).flatMap(told),
    take(taken) {
      for (const leg of taken) {
        const held = byLeg.get(leg);
        if (held !== undefined && held.endedAt !== null) forget(held);
      }
      makeRoom();
      const due: LegTrace[] = [];
      let bytes = 0;
      for (const held of over) {
        if (held.endedAt! + limits.lingerMs > now() || bytes > limits.tellBytes) break;
        bytes += held.size;
        due.push(...told(held));
      }
      return due;
    },
  };
}

const LINE_END = 10;
const isInvite = (raw: Buffer): boolean => raw.length > 7 && raw.toString('latin1', 0, 7) === 'INVITE ';

/** The value of Call-ID, or `i` (RFC 3261, section 7.3.3), found without parsing the message: this runs for every one. */
export function callIdIn(raw: Buffer): string | null {
  for (let at = raw.indexOf(LINE_END) + 1; at > 0 && at < raw.length; at = raw.indexOf(LINE_END, at) + 1) {
    const first = raw[at]! | 32;
    // An empty line ends the header.
    if (raw[at] === 13 || raw[at] === LINE_END) return null;
    if (first !== 99 && first !== 105) continue;
    const end = raw.indexOf(LINE_END, at);
    const line = raw.toString('latin1', at, end === -1 ? raw.length : end);
    const found = /^(?:call-id|i)[ \t]*:[ \t]*([^\r]*)/i.exec(line);
    if (found !== null) return found[1]!.trim();
  }
  return null;
}
