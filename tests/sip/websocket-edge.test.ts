// SIP over WebSocket at the edge (RFC 7118): phones register, call, are called and talk; a broken connection costs no call; strangers get nothing.
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { header } from '@tandem/sip';
import { startSoftphone, type Softphone } from '../../sim/softphone.ts';
import { device, PASSWORD, startEdge, trunk, type TestEdge } from '../kit/edge.ts';
import { eventually } from '../kit/processes.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of undo.splice(0).toReversed()) await each();
});

async function start(options: Parameters<typeof startEdge>[1] = {}): Promise<TestEdge> {
  const devices = [device('dev_a', 'anna'), device('dev_b', 'ben')];
  const trunks = [trunk('trk_a', { ip: '127.0.0.1', port: 9 }, { addresses: ['127.0.0.1'] })];
  const made = await startEdge({ devices, trunks }, options);
  undo.push(() => made.stop());
  return made;
}
async function phone(edge: TestEdge, user: string, transport: 'ws' | 'udp' = 'ws'): Promise<Softphone> {
  const port = transport === 'ws' ? edge.wsPort : edge.sipPort;
  const made = await startSoftphone({ server: { ip: '127.0.0.1', port }, user, transport, password: PASSWORD });
  undo.push(() => made.close());
  return made;
}
/** In core's place: joins a leg that arrived to the other device, and lets each hear the other. */
async function connect(edge: TestEdge, to: `dev_${string}`): Promise<`leg_${string}`> {
  const { leg, call } = await edge.reported('leg.arrived');
  edge.command({
    do: 'dial',
    tenant: 'tnt_a',
    leg: 'leg_out',
    call,
    to: { kind: 'device', device: to },
    from: { address: { kind: 'extension', extension: '77' }, display: '' },
    timeoutMs: 10_000,
  });
  await edge.reported('leg.answered');
  edge.command({ do: 'answer', leg });
  edge.command({
    do: 'mix',
    call,
    gains: [
      { listener: leg, speaker: 'leg_out', gain: 1 },
      { listener: 'leg_out', speaker: leg, gain: 1 },
    ],
  });
  return leg;
}

describe('a phone over WebSocket', () => {
  it('calls one that is called over WebSocket, and both are heard; a reconnection costs neither the call nor its end', async () => {
    const edge = await start();
    const [anna, ben] = [await phone(edge, 'anna'), await phone(edge, 'ben')];
    expect((await anna.register()).status).toBe(200);
    expect((await ben.register()).status).toBe(200);
    const call = await anna.call('ben', { hz: 700 });
    const joined = connect(edge, 'dev_b');
    const there = await ben.incoming();
    there.media.tone(1_200);
    there.accept();
    await joined;
    await call.answered();
    await eventually('both to be heard', () => (there.media.heardAt(700, 0) && call.media.heardAt(1_200, 0) ? true : null));

    await ben.wire.reconnect();
    expect((await edge.reported('device.unregistered')).device).toBe('dev_b');
    expect((await ben.register()).status).toBe(200);
    const since = performance.now();
    await eventually('the call to go on', () => (there.media.heardAt(700, since) && call.media.heardAt(1_200, since) ? true : null));
    expect(edge.reports.some(({ kind }) => kind === 'leg.ended')).toBe(false);
    // Our BYE finds the phone on its new connection.
    edge.command({ do: 'hangup', leg: 'leg_out', cause: 'normal' });
    expect(await there.ended()).toBe('bye');
    expect((await call.hangUp()).status).toBe(200);
    await edge.reported('leg.ended', 2);
    expect(edge.edge.stats()['legs']).toBe(0);
  });

  it('can hang up over its new connection before it has registered there', async () => {
    const edge = await start();
    const anna = await phone(edge, 'anna');
    await anna.register();
    const call = await anna.call('ben');
    edge.command({ do: 'answer', leg: (await edge.reported('leg.arrived')).leg });
    await call.answered();
    await anna.wire.reconnect();
    expect((await call.hangUp()).status).toBe(200);
    expect(await edge.reported('leg.ended')).toMatchObject({ cause: 'normal', by: 'remote' });
  });

  it('that registered over a new connection before the old one broke is reached over the new one', async () => {
    const edge = await start();
    const anna = await phone(edge, 'anna');
    await anna.register();
    const call = await anna.call('ben');
    const { leg } = await edge.reported('leg.arrived');
    edge.command({ do: 'answer', leg });
    await call.answered();
    // The same phone over a new connection, while the old one still seems to be there.
    const twin = await phone(edge, 'anna');
    await twin.register();
    const reached = new Promise<string>((resolve) => {
      const { endpoint } = twin.wire;
      const receive = endpoint.receive.bind(endpoint);
      endpoint.receive = (bytes, flow) => {
        const text = new TextDecoder().decode(bytes);
        if (text.startsWith('BYE')) resolve(text);
        return receive(bytes, flow);
      };
    });
    anna.wire.close();
    await eventually('the old connection to be gone', () => (edge.edge.stats()['webSockets'] === 1 ? true : null));
    edge.command({ do: 'hangup', leg, cause: 'normal' });
    expect(await reached).toContain(`Call-ID: ${call.invite.callId}`);
  });

  it('that was asked whether it is there, and is cut off before it can answer, is waited for as any other', async () => {
    const edge = await start({ probeMs: 100 });
    const anna = await phone(edge, 'anna');
    await anna.register();
    const call = await anna.call('ben');
    edge.command({ do: 'answer', leg: (await edge.reported('leg.arrived')).leg });
    await call.answered();
    const { endpoint } = anna.wire;
    const receive = endpoint.receive.bind(endpoint);
    // Its network is gone: what comes to it is lost, and nothing comes from it.
    const asked = new Promise<void>((resolve) => {
      endpoint.receive = (bytes, flow) => {
        if (!new TextDecoder().decode(bytes).startsWith('OPTIONS')) return receive(bytes, flow);
        resolve();
        return [];
      };
    });
    call.media.mute();
    await asked;
    endpoint.receive = receive;
    await anna.wire.reconnect();
    await edge.reported('device.unregistered');
    expect((await anna.register()).status).toBe(200);
    expect((await call.hangUp()).status).toBe(200);
    expect(await edge.reported('leg.ended')).toMatchObject({ cause: 'normal', by: 'remote' });
  });

  it('is never the trunk that its address is known as, whatever it says it is', async () => {
    const edge = await start();
    const stranger = await phone(edge, 'nobody');
    const call = await stranger.call('4001', { from: '13900000000' });
    expect(await call.ended()).toBe(401);
    expect(edge.reports.filter(({ kind }) => kind === 'leg.arrived')).toEqual([]);
    const trunkCaller = await phone(edge, 'nobody', 'udp');
    const taken = await trunkCaller.call('4001');
    await edge.reported('leg.arrived');
    taken.cancel();
    await taken.ended();
  });

  it('with an offer we cannot serve is refused with 488', async () => {
    const edge = await start();
    const anna = await phone(edge, 'anna');
    await anna.register();
    const draft = anna.draft('INVITE', 'ben');
    const sdp = ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111 0', ''].join(
      '\r\n',
    );
    const response = await anna.ask({
      ...draft,
      headers: [{ name: 'content-type', value: 'application/sdp' }],
      body: new TextEncoder().encode(sdp),
    });
    expect(response.status).toBe(488);
    expect(header(response, 'warning')).not.toBeNull();
  });
});

describe('the door', () => {
  const open = (edge: TestEdge, protocol?: string): Promise<WebSocket | number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${edge.wsPort}/sip`, protocol === undefined ? [] : [protocol]);
      undo.push(() => socket.terminate());
      socket.on('error', () => undefined);
      socket.on('open', () => resolve(socket));
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    });

  it('lets nobody in who does not speak SIP', async () => {
    const edge = await start();
    expect(await open(edge)).toBe(400);
    expect(await open(edge, 'chat')).toBe(400);
    expect(await open(edge, 'sip')).toBeInstanceOf(WebSocket);
  });

  it('answers keep-alives, closes on messages above 64 KiB and on floods', async () => {
    const edge = await start();
    const socket = (await open(edge, 'sip')) as WebSocket;
    const pong = new Promise((resolve) => socket.once('message', (data: Buffer) => resolve(data.toString())));
    socket.send('\r\n\r\n');
    expect(await pong).toBe('\r\n');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.send(Buffer.alloc(70_000));
    expect(await closed).toBe(1009);
    const flooding = (await open(edge, 'sip')) as WebSocket;
    const shut = new Promise((resolve) => flooding.once('close', resolve));
    for (let i = 0; i < 400; i++) flooding.send('\r\n\r\n');
    expect(await shut).toBe(1008);
  });
});
