// Opening hours on a real database: made, changed, overridden for a while, taken away, told about, one tenant's own.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NewHours } from '@tandem/contract/api/hours.ts';
import type { FlowId, IdPrefix } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { DirectoryPorts } from '../ports.ts';
import { createRecorder } from './changes.ts';
import { createHours } from './hours.ts';

const actor = { kind: 'system', part: 'test' } as const;
let now = Date.parse('2026-11-23T10:00:00+08:00');
const clock = { now: () => now };
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const id = <P extends IdPrefix>(prefix: P) => makeId(prefix, clock.now(), random.bytes(10));
const [tenant, other] = [id('tnt'), id('tnt')];
const OFFICE: NewHours = {
  key: 'office',
  name: { en: 'Office' },
  zone: 'Asia/Shanghai',
  week: [{ days: [1], from: '09:00', to: '18:00' }],
  special: [{ on: { date: '2026-12-25' }, name: { en: 'Christmas' }, holiday: true, open: [] }],
};

let database: TestDatabase;
let hours: ReturnType<typeof createHours>;
let naming: { id: FlowId; name: TenantText }[] = [];
beforeAll(async () => {
  database = await testDatabase({ modules: ['directory'] });
  const ports = { flowsNaming: () => Promise.resolve(naming) } as unknown as DirectoryPorts;
  hours = createHours({ db: database.db, clock, random, record: createRecorder(database.log), ports });
});
afterAll(() => database.close());

test('opening hours from their making to their end', async () => {
  const made = await hours.createHours(tenant, OFFICE, actor);
  expect(await hours.hours(tenant)).toEqual([made]);
  await expect(hours.createHours(tenant, OFFICE, actor)).rejects.toMatchObject({ code: 'hours.exists' });
  await expect(hours.createHours(tenant, { ...OFFICE, key: 'x', zone: 'Mars/Base' }, actor)).rejects.toMatchObject({
    code: 'hours.unreadable',
  });
  expect(await hours.hoursNow(tenant, made.id)).toEqual({ state: 'open', day: null, overridden: false, at: now });

  await hours.changeHours(tenant, made.id, { override: { state: 'closed', until: now + 1_000 } }, actor);
  expect(await hours.openState(tenant, made.id, now)).toBe('closed');
  now += 1_000;
  expect(await hours.hoursNow(tenant, made.id)).toMatchObject({ state: 'open', overridden: false });
  expect(await hours.openState(tenant, made.id, Date.parse('2026-12-25T10:00:00+08:00'))).toBe('holiday');
  const changed = await hours.changeHours(tenant, made.id, { week: [], override: null }, actor);
  expect(await hours.openState(tenant, made.id, now)).toBe('closed');
  await expect(hours.changeHours(tenant, made.id, { zone: 'nowhere' }, actor)).rejects.toMatchObject({ code: 'hours.unreadable' });

  await expect(hours.hoursById(other, made.id)).rejects.toMatchObject({ code: 'hours.not-found' });
  expect(await hours.openState(other, made.id, now)).toBeNull();
  naming = [{ id: id('flo'), name: { en: 'Menu', 'zh-CN': '菜单' } }];
  await expect(hours.deleteHours(tenant, made.id, actor)).rejects.toMatchObject({
    code: 'hours.in-use',
    detail: { places: 1, errors: [{ path: `/flows/${naming[0]!.id}`, message: 'Menu / 菜单' }] },
  });
  naming = [];
  await hours.deleteHours(tenant, made.id, actor);
  expect(await hours.hours(tenant)).toEqual([]);
  expect(await hours.openState(tenant, made.id, now)).toBeNull();
  const told = await database.db.tenant(tenant, (tx) => database.log.readStream(tx, made.id));
  expect(told.map((event) => event.type === 'config.changed' && event.data.value)).toEqual([
    made,
    expect.objectContaining({ override: { state: 'closed', until: expect.any(Number) } }),
    changed,
    null,
  ]);
});

test('rules of RFC 5545 are kept as they are written, and decide; what was stored before still reads', async () => {
  const berlin = { ...OFFICE, key: 'berlin', zone: 'Europe/Berlin', week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }] };
  const fridays = { on: { rule: 'DTSTART:20260102\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR\nEXDATE:20260130' }, holiday: false, open: [] };
  const golden = { on: { date: '2026-10-01', days: 7 }, name: { en: 'Week' }, holiday: true, open: [] };
  const old = { on: { rule: 'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH' }, name: { en: 'Thanks' }, holiday: true, open: [] };
  const made = await hours.createHours(tenant, { ...berlin, special: [fridays, golden, old] }, actor);
  expect((await hours.hoursById(tenant, made.id)).special).toEqual([fridays, golden, old]);
  const state = (iso: string) => hours.openState(tenant, made.id, Date.parse(iso));
  expect(await state('2026-01-16T12:00:00+01:00')).toBe('closed');
  expect(await state('2026-01-30T12:00:00+01:00')).toBe('open');
  expect(await state('2026-10-07T12:00:00+02:00')).toBe('holiday');
  expect(await state('2026-10-08T12:00:00+02:00')).toBe('open');
  expect(await state('2026-11-26T12:00:00+01:00')).toBe('holiday');
  expect(await hours.openReason(tenant, made.id, Date.parse('2026-11-26T12:00:00+01:00'))).toMatchObject({
    state: 'holiday',
    special: 2,
    day: { en: 'Thanks' },
    on: '2026-11-26',
    name: OFFICE.name,
  });
  expect(await hours.openReason(other, made.id, now)).toBeNull();
  await expect(
    hours.changeHours(tenant, made.id, { special: [{ ...fridays, on: { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR' } }] }, actor),
  ).rejects.toMatchObject({
    code: 'hours.unreadable',
    detail: { fault: 'needs-start', reason: { 'zh-CN': expect.stringContaining('需要起始日') } },
  });
});
