// Marks in recordings: put, changed and removed by their owner alone, told to who watches, gone with their recording.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InteractionId, RecordingId, UserId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { testDatabase, type TestDatabase } from '../../../platform/db/testkit.ts';
import type { Blobs } from '../../../platform/blob/blobs.ts';
import { testCaller } from '../../../platform/http/testkit.ts';
import type { Caller } from '../../../platform/http/types.ts';
import { createMarks, type Marks } from './marks.ts';
import { createRecordings, type Recordings } from './recordings.ts';

let now = 1_750_000_000_000;
const clock = { now: () => now };
const random = { bytes: (n: number) => randomBytes(n) };
const id = <P extends Parameters<typeof makeId>[0]>(prefix: P) => makeId(prefix, now, random.bytes(10));

const [tenant, other] = [id('tnt'), id('tnt')];
const [uma, vic] = [id('usr'), id('usr')];
let database: TestDatabase;
let recordings: Recordings;
let marks: Marks;

beforeAll(async () => {
  database = await testDatabase({ modules: ['recording'] });
  for (const each of [tenant, other]) await database.keyring.dataKey(each);
  recordings = createRecordings({ ...database, blobs: {} as Blobs, edgeFolder: '/nowhere', hasRoom: () => true });
  const userNames = (_: unknown, ids: readonly UserId[]) =>
    Promise.resolve(new Map(ids.map((each) => [each, each === uma ? 'Uma' : 'Vic'])));
  marks = createMarks({ db: database.db, log: database.log, clock, random, userNames });
});
afterAll(() => database?.close());

const caller = (user: UserId, of = tenant): Caller => testCaller({}, { tenant: of, user, scope: () => 'tenant' });

async function begun(): Promise<{ interaction: InteractionId; recording: RecordingId }> {
  const at = { interaction: id('int'), recording: id('rec') };
  await recordings.begin({ tenant, ...at, call: id('cal'), at: now });
  return at;
}
/** As the edge tells that nothing of it was kept: no file has to be there for it. */
const lose = (recording: RecordingId) =>
  recordings.sealed({
    kind: 'recording.sealed',
    tenant,
    recording,
    durationMs: 0,
    bytes: 0,
    sha256: '',
    whole: false,
    file: '',
    at: now,
  } as never);
const told = async (interaction: InteractionId) =>
  (await database.db.tenant(tenant, (tx) => database.log.readStream(tx, interaction))).filter((event) => event.type.includes('.mark'));

describe('marks in a recording', () => {
  test('stand where they were put, or at this moment of a call that runs, in the order of the recording', async () => {
    const { interaction, recording } = await begun();
    now += 9_000;
    const live = await marks.add(caller(uma), recording, { text: ' angry here ' });
    expect(live).toMatchObject({ recording, atMs: 9_000, text: 'angry here', own: true, by: { id: uma, name: 'Uma' }, changedAt: null });
    await marks.add(caller(vic), recording, { atMs: 4_000, text: '' });
    now += 1_000;
    // Nobody marks what has not been said yet.
    await marks.add(caller(vic), recording, { atMs: 60_000, text: 'end' });
    const listed = await marks.list(caller(uma), recording);
    expect(listed.map(({ atMs, own }) => [atMs, own])).toEqual([
      [4_000, false],
      [9_000, true],
      [10_000, false],
    ]);
    const events = await told(interaction);
    expect(events.map(({ type }) => type)).toEqual(Array(3).fill('recording.marked'));
    // The words are nowhere but in the row.
    expect(JSON.stringify(events)).not.toContain('angry');
    expect(events[0]!.actor).toEqual({ kind: 'user', id: uma });
  });

  test("are their owner's to change and remove; a change is kept as one, and told", async () => {
    const { interaction, recording } = await begun();
    now += 5_000;
    const mark = await marks.add(caller(uma), recording, { atMs: 1_000, text: 'promise' });
    await expect(marks.change(caller(vic), recording, mark.id, { text: 'mine' })).rejects.toMatchObject({
      code: 'recording.mark-not-yours',
    });
    await expect(marks.remove(caller(vic), recording, mark.id)).rejects.toMatchObject({ code: 'recording.mark-not-yours' });
    const elsewhere = await begun();
    await expect(marks.change(caller(uma), elsewhere.recording, mark.id, { text: 'x' })).rejects.toMatchObject({
      code: 'recording.mark-not-found',
    });
    await expect(marks.change(caller(uma, other), recording, mark.id, { text: 'x' })).rejects.toMatchObject({
      code: 'recording.not-found',
    });
    now += 1_000;
    expect(await marks.change(caller(uma), recording, mark.id, { text: 'promised a refund', atMs: 2_000 })).toMatchObject({
      text: 'promised a refund',
      atMs: 2_000,
      changedAt: now,
    });
    // As it was already: nothing happened.
    expect(await marks.change(caller(uma), recording, mark.id, { atMs: 2_000 })).toMatchObject({ changedAt: now });
    await marks.remove(caller(uma), recording, mark.id);
    await expect(marks.remove(caller(uma), recording, mark.id)).rejects.toMatchObject({ code: 'recording.mark-not-found' });
    expect((await told(interaction)).map(({ type }) => type)).toEqual([
      'recording.marked',
      'recording.mark-changed',
      'recording.mark-removed',
    ]);
    expect(await marks.list(caller(uma), recording)).toEqual([]);
  });

  test('go with their recording: with the customer, and with age; none is put into what is gone', async () => {
    const [erased, aged, kept] = [await begun(), await begun(), await begun()];
    for (const { recording } of [erased, aged, kept]) await marks.add(caller(uma), recording, { atMs: 0, text: `said ${recording}` });
    await database.db.tenant(tenant, (tx) => recordings.erase(tx, [erased.interaction]));
    await lose(aged.recording);
    now += 1_000;
    await recordings.expire(tenant, now, new AbortController().signal);
    expect(await marks.list(caller(uma), erased.recording)).toEqual([]);
    expect(await marks.list(caller(uma), aged.recording)).toEqual([]);
    expect(await marks.list(caller(uma), kept.recording)).toHaveLength(1);
    await expect(marks.add(caller(uma), erased.recording, { atMs: 0, text: 'x' })).rejects.toMatchObject({ code: 'recording.gone' });
    await expect(marks.add(caller(uma, other), kept.recording, { atMs: 0, text: 'x' })).rejects.toMatchObject({
      code: 'recording.not-found',
    });
    expect(await marks.list(caller(uma, other), kept.recording)).toEqual([]);
  });

  test('there is an end to them', async () => {
    const { recording } = await begun();
    for (let n = 0; n < 200; n++) await marks.add(caller(uma), recording, { atMs: 0, text: String(n) });
    await expect(marks.add(caller(uma), recording, { atMs: 0, text: 'more' })).rejects.toMatchObject({ code: 'recording.too-many-marks' });
  });
});
