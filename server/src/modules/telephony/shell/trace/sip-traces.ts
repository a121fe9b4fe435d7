// SIP traces in core: fetched from the edge as legs end, kept sealed for some days, read with what the edge still holds, erased with the customer.
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { LegTrace, SipTrace } from '@tandem/contract/api/sip-traces.ts';
import type { CallId, InteractionId, LegId, TenantId } from '@tandem/contract/ids.ts';
import type { KeyRing } from '../../../../platform/crypto/types.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { Log } from '../../../../platform/lifecycle/types.ts';
import { readTraces } from '../../core/trace/read.ts';
import { eraseTraces, expireTraces, putTraces, tracesOf, type SealedTrace } from './store.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

type TracingEdge = {
  traces(taken: readonly LegId[]): Promise<LegTrace[]>;
  tracesOf(calls: readonly CallId[]): Promise<LegTrace[]>;
};

export type SipTraces = {
  /** Stores what the edge has of legs that have ended. */
  collect(): Promise<void>;
  /** Everything there is of the contact, also of legs that are up. */
  read(tenant: TenantId, interaction: InteractionId): Promise<SipTrace>;
  /** In the erasure's transaction. */
  erase(tx: Tx, interactions: readonly InteractionId[]): Promise<void>;
  expire(tenant: TenantId, before: number, signal: AbortSignal): Promise<number>;
};

export function createSipTraces(options: {
  db: Db;
  keyring: Pick<KeyRing, 'sealText' | 'openText'>;
  edge: () => TracingEdge;
  keptDays: number;
  now: () => number;
  log: Log;
}): SipTraces {
  const { db, keyring, edge, keptDays, now, log } = options;

  async function seal(trace: LegTrace): Promise<SealedTrace> {
    const packed = await deflate(Buffer.from(JSON.stringify(trace)));
    const { call, leg, startedAt } = trace;
    return { call, leg, startedAt, sealed: await keyring.sealText(trace.tenant, packed.toString('base64')) };
  }

  async function open(tenant: TenantId, sealed: string): Promise<LegTrace> {
    const packed = Buffer.from(await keyring.openText(tenant, sealed), 'base64');
    return JSON.parse((await inflate(packed)).toString()) as LegTrace;
  }

  async function store(traces: readonly LegTrace[]): Promise<void> {
    for (const [tenant, own] of Map.groupBy(traces, (trace) => trace.tenant)) {
      // Sealed before the transaction: a key is read in one of its own.
      const sealed = await Promise.all(own.map(seal));
      await db.tenant(tenant, (tx) => putTraces(tx, sealed));
    }
  }

  return {
    async collect() {
      if (keptDays === 0) return;
      let taken: LegId[] = [];
      do {
        const traces = await edge().traces(taken);
        await store(traces);
        taken = traces.map(({ leg }) => leg);
      } while (taken.length > 0);
    },
    async read(tenant, interaction) {
      const { calls, stored } = await db.tenant(tenant, (tx) => tracesOf(tx, interaction), { read: true });
      const legs = new Map<LegId, LegTrace>();
      for (const { leg, sealed } of stored) legs.set(leg, await open(tenant, sealed));
      // While the edge is away there is what is stored.
      const fresh = calls.length === 0 ? [] : await edge().tracesOf(calls).catch((error: unknown) => {
        log.warn('the edge told no SIP messages', { error: String(error) });
        return [];
      }); // prettier-ignore
      for (const trace of fresh) if (trace.tenant === tenant) legs.set(trace.leg, trace);
      return { keptDays, ...readTraces([...legs.values()]) };
    },
    erase: (tx, interactions) => eraseTraces(tx, interactions, now()),
    expire: (tenant, before, signal) => expireTraces(db, tenant, before, signal),
  };
}
