// An agent is there while a session of his lives: signing out, being put out, and a session that ran out unseen all take him off queue.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../kit/processes.ts';
import { startTandem, type Api } from '../kit/tandem.ts';
import type { Side } from '../kit/world-side.ts';
import { startWorld, type World } from '../kit/world.ts';

let world: World;
let side: Side;

beforeAll(async () => {
  world = await startWorld();
  side = world.north;
});
afterAll(async () => {
  await world?.stop();
});

const ready = (api: Api) => api.send('PUT', `/agents/${api.user.agent}/presence`, { presence: 'available', onQueue: true });
const seen = async (agent: string, by: Api = side.administrator) =>
  (await by.get(`/agents/${agent}`)).presence as { signedIn: boolean; presence: string; onQueue: boolean };
const GONE = { signedIn: false, presence: 'offline', onQueue: false };
const gone = (agent: string, by?: Api) =>
  eventually('the agent to be off queue', async () => {
    const presence = await seen(agent, by);
    return presence.signedIn ? null : presence;
  });

describe('the end of a session', () => {
  it('by signing out takes the agent off queue at once, with the last of his sessions', async () => {
    const { agent } = side.colleague;
    const second = await side.again('colleague');
    await ready(second);
    await second.send('POST', '/me/phone');
    await second.send('DELETE', '/sessions/current');
    expect(await seen(agent)).toMatchObject({ signedIn: true, onQueue: true });
    expect(await side.colleague.api.get('/me/phone')).toMatchObject({ open: true });
    await side.colleague.api.send('DELETE', '/sessions/current');
    expect(await gone(agent)).toMatchObject(GONE);
    // He comes back present, and not on queue before he says so.
    const back = await side.again('colleague');
    await back.get('/me');
    expect(await seen(agent)).toMatchObject({ signedIn: true, presence: 'away', onQueue: false });
    // The browser that was his phone is it no longer.
    await eventually('the phone to be closed', async () => ((await back.get('/me/phone')).open === false ? true : null));
  });

  it('by being put out takes the agent off queue', async () => {
    const { agent, user } = side.colleague;
    await ready(await side.again('colleague'));
    await side.administrator.send('PATCH', `/users/${user}`, { active: false });
    const { items } = await side.administrator.get('/users');
    expect(items.find((each: { id: string }) => each.id === user).active).toBe(false);
    await eventually('him to be gone', async () => {
      const { rows } = await world.database.db.system(
        (tx) =>
          sql<{ declared: { signedIn: boolean; onQueue: boolean } }>`select declared from presence_state where agent = ${agent}`.execute(
            tx.tables<object>(),
          ),
        { read: true },
      );
      return rows[0]!.declared.signedIn ? null : rows[0]!.declared;
    });
  });

  it('that nobody told of, while the server was away, is found at its start', async () => {
    const { agent } = side.agent;
    await ready(side.agent.api);
    const other = world.south.agent;
    await ready(other.api);
    // Phones say goodbye, which nobody would answer.
    for (const each of [world.north, world.south]) await each.stop();
    await world.tandem.killAll();
    await world.database.db.system((tx) =>
      sql`update identity_session set seen_at = 0 where user_id = ${side.agent.user}`.execute(tx.tables<object>()),
    );
    const again = await startTandem(world.tandem.env);
    try {
      expect(await gone(agent)).toMatchObject(GONE);
      expect((await side.agent.api.raw('/me')).status).toBe(401);
      // Whose session lives stays where he was.
      expect(await seen(other.agent, world.south.administrator)).toMatchObject({ signedIn: true, presence: 'available', onQueue: true });
    } finally {
      await again.program.stop('SIGTERM');
    }
  });
});
