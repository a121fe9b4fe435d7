// Test calls over one trunk: one at a time in a tenant, half a minute at most, so many an hour. They are no contacts and stand in no figure.
import type { TestCall } from '@tandem/contract/api/test-calls.ts';
import type { EdgeCommand, EdgeFact, EdgeSignal, PlayItem } from '@tandem/contract/edge.ts';
import type { CallId, LegId, TenantId, TrunkId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Db } from '../../../../platform/db/types.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { OURSELVES } from '../../core/control/dialling.ts';
import { hear, mayBeTested, newTestCall, PHRASE } from '../../core/test-call.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';
import type { CallIds } from './calls.ts';

const LONGEST_RING_MS = 30_000;
const LONGEST_TALK_MS = 30_000;
/** The edge tells how a call ended well before this; where it has gone nobody does. */
const LOST_MS = 5_000;
const HOUR_MS = 3_600_000;
const MOST_AN_HOUR = 30;
const KEPT = 20;
/** After the phrase: what the far end says is heard for a moment. */
const LISTEN_MS = 1_500;

const PHRASES: Readonly<Record<Language, string>> = {
  en: 'This is a test call from your contact centre. The line works in this direction. Thank you, and goodbye.',
  'zh-CN': '您好，这是呼叫中心的测试电话，线路正常。谢谢，再见。',
};

type Tables = { telephony_test_call: { tenant: string; call: CallId; leg: LegId } };
type Running = { tenant: TenantId; leg: LegId; language: Language; timer: NodeJS.Timeout | null };

export type TestCallPorts = Pick<ControlPorts, 'edge'> & {
  parse(tenant: TenantId, text: string): Promise<Parameters<typeof mayBeTested>[0]>;
  hasTrunk(tenant: TenantId, trunk: TrunkId): Promise<boolean>;
  /** The phrase as a clip. Rejects where there is no voice. */
  clip(tenant: TenantId, text: string, language: Language): Promise<PlayItem>;
};
export type TestCallsOptions = CallIds & { db: Db; log: Log; ports: TestCallPorts };
export type TestCalls = ReturnType<typeof createTestCalls>;

export function createTestCalls({ db, log, ports, id, now }: TestCallsOptions) {
  const running = new Map<LegId, Running & { call: CallId }>();
  const views = new Map<CallId, { tenant: TenantId; view: TestCall }>();
  const begun = new Map<TenantId, number[]>();

  const tell = (command: EdgeCommand): void =>
    void ports.edge.command(command).catch((error: unknown) => log.warn('a test call was not told', { error: String(error) }));
  const hangUp = (leg: LegId): void => tell({ do: 'hangup', leg, cause: 'normal' });

  function until(each: Running & { call: CallId }, ms: number, then: () => void): void {
    if (each.timer) clearTimeout(each.timer);
    each.timer = setTimeout(then, ms);
    each.timer.unref();
  }

  /** Hung up, and taken as ended where the edge says nothing of it. */
  function end(each: Running & { call: CallId }): void {
    hangUp(each.leg);
    until(each, LOST_MS, () => {
      const { tenant, leg, call } = each;
      heard({ kind: 'leg.ended', at: now(), tenant, leg, call, cause: 'unreachable', by: 'system', sipStatus: null });
    });
  }

  async function speak({ tenant, leg, language }: Running): Promise<void> {
    const items = await ports.clip(tenant, PHRASES[language], language).then(
      (clip): PlayItem[] => [clip],
      (): PlayItem[] => [
        { kind: 'prompt', prompt: 'welcome', language },
        { kind: 'prompt', prompt: 'goodbye', language },
      ],
    );
    tell({
      do: 'play',
      leg,
      play: PHRASE,
      items: [{ kind: 'silence', ms: 500 }, ...items, { kind: 'silence', ms: LISTEN_MS }],
      loop: false,
    });
  }

  function heard(report: EdgeFact | EdgeSignal): void {
    const each = 'leg' in report ? running.get(report.leg) : undefined;
    const known = each && views.get(each.call);
    if (!each || !known) return;
    const before = known.view;
    known.view = hear(before, report);
    if (known.view === before) return;
    if (report.kind === 'leg.answered') {
      until(each, LONGEST_TALK_MS, () => end(each));
      void speak(each);
    }
    if (report.kind === 'played' && report.play === PHRASE) end(each);
    if (known.view.state !== 'ended') return;
    if (each.timer) clearTimeout(each.timer);
    running.delete(each.leg);
    forget(each.tenant, each.call);
  }

  function forget(tenant: TenantId, call: CallId): void {
    db.tenant(tenant, (tx) => tx.tables<Tables>().deleteFrom('telephony_test_call').where('call', '=', call).execute()).catch(
      (error: unknown) => log.warn('a test call is still written down', { call, error: String(error) }),
    );
  }

  function keep(tenant: TenantId, view: TestCall): void {
    views.set(view.call, { tenant, view });
    const own = [...views].filter(([, each]) => each.tenant === tenant);
    for (const [call] of own.slice(0, -KEPT)) views.delete(call);
  }

  function find(tenant: TenantId, trunk: TrunkId, call: CallId): TestCall {
    const known = views.get(call);
    if (known?.tenant !== tenant || known.view.trunk !== trunk) throw new AppError('test-call.not-found', { id: call });
    return known.view;
  }

  return {
    /** Throws `trunk.not-found`, `test-call.running`, `test-call.too-many`, `test-call.not-allowed`. */
    async start(tenant: TenantId, trunk: TrunkId, number: string, language: Language): Promise<TestCall> {
      if (!(await ports.hasTrunk(tenant, trunk))) throw new AppError('trunk.not-found', { id: trunk });
      const address = await ports.parse(tenant, number);
      if (!mayBeTested(address)) throw new AppError('test-call.not-allowed', {});
      const at = now();
      // From here on without waiting: two that come at once do not both find the line free.
      if ([...running.values()].some((each) => each.tenant === tenant)) throw new AppError('test-call.running', {});
      const lately = (begun.get(tenant) ?? []).filter((each) => each > at - HOUR_MS);
      if (lately.length >= MOST_AN_HOUR) throw new AppError('test-call.too-many', { most: MOST_AN_HOUR });
      begun.set(tenant, [...lately, at]);
      const each = { tenant, leg: id('leg'), call: id('cal'), language, timer: null };
      running.set(each.leg, each);
      keep(tenant, newTestCall(each.call, trunk, number, at));
      try {
        const row = { tenant, call: each.call, leg: each.leg };
        await db.tenant(tenant, (tx) => tx.tables<Tables>().insertInto('telephony_test_call').values(row).execute());
      } catch (error) {
        running.delete(each.leg);
        views.delete(each.call);
        throw error;
      }
      until(each, LONGEST_RING_MS + LOST_MS, () => end(each));
      const to = { kind: 'trunk' as const, trunk, address };
      tell({ do: 'dial', tenant, leg: each.leg, call: each.call, to, from: OURSELVES, timeoutMs: LONGEST_RING_MS });
      return find(tenant, trunk, each.call);
    },
    find,
    hangUp(tenant: TenantId, trunk: TrunkId, call: CallId): void {
      find(tenant, trunk, call);
      for (const each of running.values()) if (each.call === call) end(each);
    },
    /** What the edge tells of any leg; those of others are passed over. */
    heard,
    /** Those of an earlier process: nobody watches them any more. */
    async restore(): Promise<void> {
      const rows = await db.system((tx) => tx.tables<Tables>().selectFrom('telephony_test_call').selectAll().execute());
      for (const { tenant, call, leg } of rows) {
        if (running.has(leg)) continue;
        hangUp(leg);
        forget(tenant as TenantId, call);
      }
    },
  };
}
