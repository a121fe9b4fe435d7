// A disk that fills up, for real: levels told where people look, recordings refused and calls not, the database's reserve given up.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStorageGuard, type StoragePlace } from '../server/src/platform/storage/guard.ts';
import { eventually } from './kit/processes.ts';
import { talkOnce } from './kit/talk.ts';
import { signIn, startTandem, type Api, type Tandem } from './kit/tandem.ts';
import { fillTo, smallDisk, type SmallDisk } from './kit/tmpfs.ts';

const MB = 1_048_576;
const disks: SmallDisk[] = [];
const disk = (megabytes: number): SmallDisk | null => {
  const made = smallDisk(megabytes);
  if (made) disks.push(made);
  return made;
};
const blobs = disk(64);
afterAll(() => disks.forEach((each) => each.unmount()));

describe.skipIf(blobs === null)('the guard (skipped where nobody may mount a tmpfs)', () => {
  it('holds a reserve, gives it up when a quarter of the critical level is left, and takes it again', async () => {
    const { folder } = disk(80)!;
    const told: StoragePlace[] = [];
    const lines: string[] = [];
    const tell = (message: string): void => void lines.push(message);
    const guard = createStorageGuard({
      folders: { data: folder, blobs: path.join(folder, 'not-made-yet') },
      thresholds: { lowBytes: 40 * MB, criticalBytes: 20 * MB },
      log: { info: tell, warn: tell, error: tell },
      metrics: { observe: () => undefined },
      changed: async (place) => void told.push(place),
    });
    await guard.look();
    expect(guard.level()).toBe('ok');
    expect(fs.statSync(path.join(folder, 'reserve')).size).toBe(5 * MB);
    fillTo(folder, 30);
    await guard.look();
    expect(guard.level()).toBe('low');
    fillTo(folder, 10, 'more');
    await guard.look();
    expect(guard.level()).toBe('critical');
    expect(fs.existsSync(path.join(folder, 'reserve'))).toBe(true);
    fillTo(folder, 1, 'all');
    await guard.look();
    // What nobody else could have: room to write on.
    expect(fs.existsSync(path.join(folder, 'reserve'))).toBe(false);
    expect(guard.view().places[0]!.freeBytes).toBeLessThan(5 * MB);
    fs.writeFileSync(path.join(folder, 'checkpoint'), Buffer.alloc(5 * MB));
    for (const name of ['ballast', 'more', 'all', 'checkpoint']) fs.rmSync(path.join(folder, name));
    await guard.look();
    expect(guard.level()).toBe('ok');
    expect(fs.existsSync(path.join(folder, 'reserve'))).toBe(true);
    expect(told.map(({ name, level }) => `${name} ${level}`)).toEqual(['data low', 'data critical', 'data ok']);
    expect(lines).toHaveLength(4);
  });
});

describe.skipIf(blobs === null)('a server whose recordings have a full disk', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'storage-test-'));
  let tandem: Tandem;
  let admin: Api;
  let agent: Api;

  beforeAll(async () => {
    tandem = await startTandem(undefined, {
      TANDEM_BLOBS: `file:${blobs!.folder}`,
      TANDEM_DISK_LOW_MB: '32',
      TANDEM_DISK_CRITICAL_MB: '16',
    });
    admin = await signIn(tandem.baseUrl, 'admin@demo.test');
    agent = await signIn(tandem.baseUrl, 'agent1@demo.test');
  }, 60_000);
  afterAll(async () => {
    await tandem?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const level = (wanted: string) =>
    eventually(
      `level ${wanted}`,
      async () => {
        const answer = await fetch(`${tandem.baseUrl}/readyz`);
        // A full disk is told, and takes nobody out of service.
        expect(answer.status).toBe(200);
        return ((await answer.json()) as { checks: { disk: string } }).checks.disk === wanted ? true : null;
      },
      15_000,
      200,
    );

  it('lets the call go on without a recording, says so everywhere, and records again when there is room', async () => {
    await level('ok');
    fillTo(blobs!.folder, 8);
    await level('critical');
    expect(await admin.get('/storage')).toMatchObject({ level: 'critical' });
    expect((await agent.raw('/storage')).status).toBe(403);
    expect(await (await fetch(`${tandem.baseUrl}/metrics`)).text()).toContain('tandem_storage_level{place="blobs"} 2');
    const without = await talkOnce(tandem, folder);
    expect(without).toMatchObject({ cause: 'normal', recordings: [{ state: 'lost' }] });
    const { items } = await admin.get(`/interactions/${without.id}/events?limit=200`);
    expect(items.find((each: { type: string }) => each.type === 'recording.lost')).toMatchObject({ data: { reason: 'disk-full' } });

    fs.rmSync(path.join(blobs!.folder, 'ballast'));
    await level('ok');
    const again = await talkOnce(tandem, folder);
    expect(again.recordings).toMatchObject([{ state: 'sealed', whole: true }]);
    expect(tandem.program.output()).toContain('new recordings are refused');
  });
});
