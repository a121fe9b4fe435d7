// The pool's ports: what it says when they are used up, and what it does about one that someone else holds.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeId } from '../../../../kernel/ids.ts';
import { createMediaPool } from './pool.ts';
import { pause, TestPhone } from './test-phone.ts';

const prompts = import.meta.dirname;
const id = <P extends 'leg' | 'cal'>(prefix: P): `${P}_${string}` => makeId(prefix, Date.now(), randomBytes(10));

describe('media pool ports', () => {
  it('refuses when its ports are used up, and has them again after their rest', async () => {
    const call = id('cal');
    const small = createMediaPool({
      host: '127.0.0.1',
      publicIp: '203.0.113.1',
      ports: { from: 41_100, to: 41_104 },
      workers: 1,
      promptsDir: prompts,
      quarantineMs: 50,
    });
    const legs = [id('leg'), id('leg'), id('leg')] as const;
    expect(await small.open(legs[0], call)).toEqual({ ip: '203.0.113.1', port: 41_100 });
    expect(await small.open(legs[0], call)).toEqual({ ip: '203.0.113.1', port: 41_100 });
    await small.open(legs[1], call);
    await expect(small.open(legs[2], call)).rejects.toMatchObject({ code: 'media.no-ports' });
    await small.close(legs[0]);
    await expect(small.open(legs[2], call)).rejects.toMatchObject({ code: 'media.no-ports' });
    await pause(80);
    expect((await small.open(legs[2], call)).port).toBe(41_100);
    await small.shutdown();
  });

  it('goes round a port that someone else holds', async () => {
    const squatter = await TestPhone.create();
    const taken = squatter.remote().port & ~1;
    const other = createMediaPool({ host: '127.0.0.1', ports: { from: taken, to: taken + 40 }, workers: 1, promptsDir: prompts });
    const { port } = await other.open(id('leg'), id('cal'));
    // Whichever of the pair he holds.
    expect(port).toBe(taken + 2);
    await other.shutdown();
    squatter.close();
  });
});
