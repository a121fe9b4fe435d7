// Reports from the real database: the same numbers as the days, by any interval, zone and filter, and as files that read back the same.
import { parse } from 'csv-parse/sync';
import readExcel from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AgentReport, QueueReport, type ReportFigures } from '@tandem/contract/api/reports.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import { Value } from 'typebox/value';
import { DAY, HOUR } from '../../../kernel/time.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { agentsOf, randomFloor, seeded } from '../core/random-floor.ts';
import { agent, answeredContact, queue } from '../core/testkit.ts';
import { toCsv, toXlsx } from './report-export.ts';
import type { ReportTables } from './report-rows.ts';
import { caller, openTestkit, RED, type Testkit } from './testkit.ts';

const now = Date.parse('2026-11-02T20:00:00Z');
/** From 30 December 1899 to 1970. */
const FIRST_DAY_MS = 25_569 * DAY;
let kit: Testkit;
let tenant: TenantId;
let everybody: Caller;
const reports = () => kit.analytics.reports;

beforeAll(async () => {
  kit = await openTestkit(now);
  tenant = kit.id('tnt');
  everybody = caller(tenant, 'tenant');
  // Over the night in which New York's clocks go back.
  await kit.append(
    tenant,
    randomFloor({ seed: 11, contacts: 150, from: Date.parse('2026-10-31T10:00:00Z'), overMs: 56 * HOUR }),
    seeded(3),
  );
  await kit.reader.caughtUp();
});
afterAll(() => kit.close());

const DAYS = { from: '2026-10-31', to: '2026-11-02' };
/** `/kpis` of the same days; `unlike` are the keys a report does not have. */
async function days(query: object = {}) {
  const report = await kit.analytics.report(everybody, { ...DAYS, ...query }, 'en');
  const like = ({ queue: _, serviceLevelTarget: __, ...figures }: Record<string, unknown>) => figures;
  return {
    total: like(report.total),
    items: report.queues.map((each) => ({ id: each.queue!.id, figures: like(each) })),
    days: report.days.map(({ day, startAt, total }) => ({ day, startAt, total: like(total) })),
  };
}

/** Parity is of intervals: days do not keep it. */
const ofDays = ({ waitParity: _, waitParityLeast: __, ...figures }: ReportFigures) => figures;

describe('reports of queues', () => {
  test.each(['15', '30', '60', 'day'] as const)('by %s: sums are those of the days, the day of 25 hours too', async (interval) => {
    const report = await reports().queues(everybody, { ...DAYS, interval }, 'en');
    expect(Value.Errors(QueueReport, report)).toEqual([]);
    const known = await days();
    expect(ofDays(report.total)).toEqual(known.total);
    expect(report.total.promised).toBeGreaterThan(50);
    expect(report.items.map(({ id, figures }) => ({ id, figures: ofDays(figures) }))).toEqual(known.items);
    const counted = report.intervals.reduce((sum, each) => sum + each.total.offered, 0);
    expect(counted).toBe(report.total.offered);
    expect(counted).toBeGreaterThan(100);
    if (interval === 'day') {
      expect(report.intervals.map((each) => (each.endAt - each.startAt) / HOUR)).toEqual([24, 25, 24]);
      expect(report.intervals.map(({ startAt, total }) => ({ startAt, total: ofDays(total) }))).toEqual(
        known.days.map(({ startAt, total }) => ({ startAt, total })),
      );
    }
  });

  test('by queue, by number, by agent and by team: parts of the whole', async () => {
    const whole = await reports().queues(everybody, { ...DAYS, interval: 'day' }, 'en');
    const one = await reports().queues(everybody, { ...DAYS, queue: queue(1) }, 'en');
    expect(one.total).toEqual({ ...whole.items.find((item) => item.id === queue(1))!.figures, arrived: null, abandonedInFlow: null });
    const parts = await Promise.all(agentsOf(5).map((each) => reports().queues(everybody, { ...DAYS, agent: each }, 'en')));
    expect(parts.reduce((sum, part) => sum + part.total.answered, 0)).toBe(whole.total.answered);
    expect(parts.map((part) => part.total.offered - part.total.answered)).toEqual([0, 0, 0, 0, 0]);
    expect((await reports().queues(everybody, { ...DAYS, team: RED }, 'en')).total).toEqual(parts[0]!.total);
    const numbers = await reports().numbers(everybody, { ...DAYS, interval: 'day' }, 'en');
    expect(numbers.items).toEqual([{ id: 'ext:4001', name: 'ext:4001', figures: whole.total }]);
    expect((await reports().numbers(everybody, { ...DAYS, number: 'ext:4002' }, 'en')).items).toEqual([]);
  });

  test('by the clock of a zone, half hours apart too', async () => {
    const hour = async (zone: string, from: string, to: string) =>
      (await reports().queues(everybody, { zone, from, to, interval: '60' }, 'en')).total.offered;
    const kolkata = await reports().queues(
      everybody,
      { zone: 'Asia/Kolkata', from: '2026-11-01T00:00', to: '2026-11-02T00:00', interval: '60' },
      'en',
    );
    expect(kolkata.startAt).toBe(Date.parse('2026-10-31T18:30:00Z'));
    expect(kolkata.intervals.every((each) => (each.startAt / HOUR) % 1 === 0.5)).toBe(true);
    for (const { startAt, endAt, total } of kolkata.intervals.slice(0, 5)) {
      const utc = (at: number) => new Date(at).toISOString().slice(0, 16);
      expect(await hour('UTC', utc(startAt), utc(endAt))).toBe(total.offered);
    }
  });

  test('callers of less than the whole see their queues, and nothing of the others', async () => {
    const own = caller(tenant, 'own', { queues: [queue(2)], agent: agent(1) });
    const report = await reports().queues(own, DAYS, 'en');
    expect(report.items.map((item) => item.id)).toEqual([queue(2)]);
    expect([report.total.arrived, report.total.offered]).toEqual([null, report.items[0]!.figures.offered]);
    expect((await reports().numbers(own, DAYS, 'en')).total.offered).toBe(report.total.offered);
    await expect(reports().queues(own, { queue: queue(1) }, 'en')).rejects.toMatchObject({ code: 'queue.not-found' });
    expect((await reports().agents(own, DAYS, 'en')).items.map((item) => item.id)).toEqual([agent(1)]);
    expect((await reports().queues(own, { ...DAYS, agent: agent(2) }, 'en')).total.offered).toBe(0);
    const stranger = caller(kit.id('tnt'), 'tenant');
    expect((await reports().queues(stranger, DAYS, 'en')).total.offered).toBe(0);
  });

  test('periods end today, in the zone that is asked for', async () => {
    const span = async (period: 'today' | 'yesterday' | 'week' | 'month', zone: string) => {
      const { startAt, endAt } = await reports().queues(everybody, { period, zone, interval: 'day' }, 'en');
      return [startAt, endAt].map((at) => new Date(at).toISOString().slice(0, 13));
    };
    // In Auckland it is the third already.
    expect(await span('today', 'Pacific/Auckland')).toEqual(['2026-11-02T11', '2026-11-03T11']);
    expect(await span('yesterday', 'UTC')).toEqual(['2026-11-01T00', '2026-11-02T00']);
    expect(await span('week', 'America/New_York')).toEqual(['2026-10-27T04', '2026-11-03T05']);
    expect(await span('month', 'UTC')).toEqual(['2026-10-04T00', '2026-11-03T00']);
  });

  test('what makes no sense is refused', async () => {
    for (const query of [
      { zone: 'Mars/Olympus' },
      { from: '2026-02-30' },
      { from: '2026-11-02', to: '2026-11-01' },
      { from: '2026-11-01T25:00' },
    ])
      await expect(reports().queues(everybody, query, 'en')).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(reports().queues(everybody, { from: '2025-01-01', to: '2026-11-01', interval: '15' }, 'en')).rejects.toMatchObject({
      code: 'request.invalid',
    });
    await expect(reports().agents(everybody, { number: 'ext:4001' }, 'en')).rejects.toMatchObject({ code: 'request.invalid' });
  });
});

describe('reports of agents', () => {
  test('by quarter of an hour: each day as /kpis/agents has it, with what still runs', async () => {
    for (const day of ['2026-10-31', '2026-11-01', '2026-11-02']) {
      const known = await kit.analytics.agents(everybody, { day });
      const report = await reports().agents(everybody, { from: day, to: day, interval: '15' }, 'en');
      expect(Value.Errors(AgentReport, report)).toEqual([]);
      for (const { agent: who, ...figures } of known.items) {
        const mine = report.items.find((item) => item.id === who.id);
        if (mine === undefined) expect(figures).toMatchObject({ offers: 0, answered: 0, onQueueMs: 0 });
        else expect(mine.figures).toEqual(figures);
      }
      const onQueue = report.intervals.flatMap((each) =>
        each.items.map((item) => [item.figures.onQueueMs!, each.endAt - each.startAt] as const),
      );
      expect(onQueue.every(([ms, length]) => ms <= length)).toBe(true);
    }
  });

  test('of one queue: no time, and the offers of that queue', async () => {
    const whole = await reports().agents(everybody, DAYS, 'en');
    const parts = await Promise.all([1, 2].map((n) => reports().agents(everybody, { ...DAYS, queue: queue(n) }, 'en')));
    expect(parts[0]!.total.onQueueMs).toBeNull();
    expect(parts[0]!.total.offers).toBeGreaterThan(0);
    expect(parts[0]!.total.offers + parts[1]!.total.offers).toBeLessThanOrEqual(whole.total.offers);
    expect((await reports().agents(everybody, { ...DAYS, team: RED }, 'en')).items.map((item) => item.id)).toEqual([agent(1)]);
  });
});

describe('rows behind reports', () => {
  const rows = (of: TenantId) =>
    kit.database.db.tenant(of, async (tx) => ({
      stays: await tx.tables<ReportTables>().selectFrom('kpi_stay').selectAll().orderBy('contact').orderBy('n').execute(),
      times: await tx
        .tables<ReportTables>()
        .selectFrom('kpi_agent_quarter')
        .selectAll()
        .orderBy('at')
        .orderBy('agent')
        .orderBy('queue')
        .execute(),
    }));

  test('are made anew by a recompute, where they were wrong or missing, and only of the days asked for', async () => {
    const other = kit.id('tnt');
    await kit.append(other, randomFloor({ seed: 5, contacts: 60, from: Date.parse('2026-10-31T10:00:00Z'), overMs: 50 * HOUR }));
    await kit.reader.caughtUp();
    const before = await rows(other);
    const day = Date.parse('2026-11-01T04:00:00Z');
    await kit.database.db.tenant(other, async (tx) => {
      const tables = tx.tables<ReportTables>();
      await tables.deleteFrom('kpi_stay').where('at', '>=', day).where('n', '=', 1).execute();
      await tables
        .updateTable('kpi_stay')
        .set({ talk_ms: 1, queue: 'que_x' as never })
        .where('at', '>=', day)
        .execute();
      await tables.updateTable('kpi_agent_quarter').set({ busy_ms: 9 }).where('at', '>=', day).execute();
    });
    await kit.analytics.recompute(other, '2026-11-01', '2026-11-01');
    const partly = await rows(other);
    const of = <T extends { at: number }>(all: readonly T[]) => all.filter((row) => row.at >= day && row.at < day + DAY + HOUR);
    expect(of(partly.stays)).toEqual(of(before.stays));
    expect(of(partly.times)).toEqual(of(before.times));
    expect(partly.times.some((row) => row.at >= day + DAY + HOUR && row.busy_ms === 9)).toBe(true);
    await kit.analytics.recompute(other, '2026-11-01', '2026-11-03');
    expect(await rows(other)).toEqual(before);
  });

  test('a tenant sees none of another', async () => {
    expect((await rows(kit.id('tnt'))).stays).toEqual([]);
  });
});

describe('files', () => {
  test('a workbook reads back with the numbers of the report: counts, shares, lengths, times of the zone', async () => {
    const report = await reports().queues(everybody, { ...DAYS, interval: '30', zone: 'Asia/Kolkata' }, 'zh-CN');
    const { bytes, filename } = await toXlsx(report, 'zh-CN');
    expect(filename).toBe('tandem-queues-2026-10-31-2026-11-02.xlsx');
    const [sums, intervals] = await readExcel(Buffer.from(bytes));
    expect([sums!.sheet, intervals!.sheet]).toEqual(['合计', '时段']);
    const [head, ...lines] = intervals!.data as (string | number | Date | null)[][];
    expect(head!.slice(0, 4)).toEqual(['起始', '结束', '队列', '标识']);
    const column = (name: string) => head!.indexOf(name);
    const shown = report.intervals.flatMap((each) => each.items.map((item) => ({ ...item, startAt: each.startAt })));
    expect(lines).toHaveLength(shown.length);
    for (const [n, line] of lines.entries()) {
      const { figures, name, startAt } = shown[n]! as { figures: ReportFigures; name: string; startAt: number };
      // A workbook keeps a time as a fraction of a day.
      expect(Math.round((line[0] as Date).getTime() / 1_000) * 1_000).toBe(startAt + 5.5 * HOUR);
      expect(line[2] ?? '').toBe(name);
      expect(line[column('进队量')]).toBe(figures.offered);
      expect(line[column('放弃量')]).toBe(figures.abandoned);
      expect(line[column('服务水平')]).toBe(figures.serviceLevel);
      // A length reads back as a moment of the first day that workbooks know.
      const asa = line[column('平均应答速度')] as Date | null;
      expect(asa && asa.getTime() + FIRST_DAY_MS).toBe(figures.asaMs);
    }
    expect(sums!.data.at(-1)![column('进队量') - 2]).toBe(report.total.offered);
  });

  test('CSV: byte order mark, quoting, seconds, offsets from UTC; a name is never a formula', async () => {
    const other = kit.id('tnt');
    await kit.append(other, answeredContact(1, Date.parse('2026-11-01T05:30:00Z'), { wait: 12_500 }));
    await kit.append(other, answeredContact(2, Date.parse('2026-11-01T06:30:00Z'), { wait: 2_000 }));
    await kit.reader.caughtUp();
    const report = await reports().queues(caller(other, 'tenant'), { ...DAYS, interval: '60' }, 'en');
    const evil = {
      ...report,
      intervals: report.intervals.map((each) => ({ ...each, items: each.items.map((item) => ({ ...item, name: '=1+1,"x"' })) })),
    };
    const file = Buffer.from(toCsv(evil, 'en', true).bytes).toString('utf8');
    expect(file.startsWith('\uFEFFFrom,To,Queue,Id,')).toBe(true);
    const lines: Record<string, string>[] = parse(file, { bom: true, columns: true });
    // One o'clock is there twice on that day.
    expect(lines.map((line) => line['From'])).toEqual(['2026-11-01T01:00-04:00', '2026-11-01T01:00-05:00']);
    expect(lines.map((line) => [line['Queue'], line['Answered'], line['Average speed of answer (s)'], line['Service level']])).toEqual([
      [`'=1+1,"x"`, '1', '12.5', '1'],
      [`'=1+1,"x"`, '1', '2', '1'],
    ]);
    expect(
      Buffer.from(toCsv(report, 'en', false).bytes)
        .toString('utf8')
        .startsWith('From'),
    ).toBe(true);
  });
});
