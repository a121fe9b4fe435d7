// SIP over WebSocket through the whole server: `/sip` on the HTTP port, relayed to the edge.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { eventually } from '../kit/processes.ts';
import { signIn, startTandem, type Api, type Tandem } from '../kit/tandem.ts';

let tandem: Tandem;
let admin: Api;
const phones: Softphone[] = [];
beforeAll(async () => {
  tandem = await startTandem();
  admin = await signIn(tandem.baseUrl, 'admin@demo.test');
}, 120_000);
afterEach(() => {
  for (const phone of phones.splice(0)) phone.close();
});
afterAll(() => tandem.stop());

async function phone(user: string): Promise<Softphone> {
  const port = Number(new URL(tandem.baseUrl).port);
  const made = await startSoftphone({ server: { ip: '127.0.0.1', port }, user, transport: 'ws' });
  phones.push(made);
  return made;
}
const open = (origin: string | null): Promise<number | 'open'> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${tandem.baseUrl.replace('http', 'ws')}/sip`, 'sip', origin === null ? {} : { origin });
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
  });

describe('/sip', () => {
  it('carries a phone that registers, calls the echo and hears itself, across a reconnection', async () => {
    const agent = await phone('agent1');
    expect((await agent.register()).status).toBe(200);
    const call = await agent.call('4090', { hz: 700 });
    await call.answered();
    await eventually('the echo', () => call.media.heardAt(700, 0), 20_000);
    await agent.wire.reconnect();
    expect((await agent.register()).status).toBe(200);
    const since = performance.now();
    await eventually('the echo to go on', () => call.media.heardAt(700, since), 5_000);
    expect((await call.hangUp()).status).toBe(200);
  });

  it('never is the trunk `local`, though the relay stands on its address', async () => {
    const before = (await admin.get<{ items: unknown[] }>('/interactions')).items.length;
    const stranger = await phone('nobody');
    const call = await stranger.call('4001', { from: '13900000000' });
    expect(await call.ended()).toBe(401);
    expect((await admin.get<{ items: unknown[] }>('/interactions')).items).toHaveLength(before);
  });

  it('opens to our own pages and to phones, not to pages of others', async () => {
    expect([await open(tandem.baseUrl), await open(null), await open('https://elsewhere.test')]).toEqual(['open', 'open', 403]);
  });
});

describe('a trunk over the API', () => {
  it('shows how it does, tells no password, and is gone when it is removed', async () => {
    const made = await admin.send<{ id: string }>('POST', '/trunks', {
      name: 'carrier',
      addresses: [],
      host: '127.0.0.1',
      port: 9,
      country: 'CN',
      rules: [],
      transport: 'tcp',
      check: true,
      account: { username: 'acme', password: 'a trunk secret' },
    });
    type Item = { id: string; account: unknown; state: { registered: boolean | null; detail: string } | null };
    const mine = async (): Promise<Item | null> =>
      (await admin.get<{ items: Item[] }>('/trunks')).items.find(({ id }) => id === made.id) ?? null;
    const seen = await eventually('its state', async () => {
      const item = await mine();
      return item?.state?.detail.includes('REGISTER') ? item : null;
    });
    expect(seen.state).toMatchObject({ registered: false });
    expect(seen.account).toEqual({ username: 'acme', register: true, expiresS: 600 });
    await admin.send('DELETE', `/trunks/${made.id}`);
    expect(await mine()).toBeNull();
  });
});
