// Traces of a real call, as a collector gets them: one trace from both processes, spans with the right parents and times, nothing personal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeToneALaw, writeToneWav } from './kit/audio.ts';
import { startPhone, type Phone } from './kit/baresip.ts';
import { startOtlpReceiver, type OtlpReceiver, type SeenSpan } from './kit/otlp.ts';
import { eventually } from './kit/processes.ts';
import { startCaller } from './kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from './kit/tandem.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trace-test-'));
const CALLER = '+8613800138001';
const THEIRS = '4bf92f3577b34da6a3ce929d0e0e4736';

let otlp: OtlpReceiver;
let tandem: Tandem;
let supervisor: Api;
let phone: Phone;

beforeAll(async () => {
  writeToneALaw(path.join(folder, 'caller.alaw'), 700, 10);
  writeToneWav(path.join(folder, 'agent.wav'), 1_200, 30);
  otlp = await startOtlpReceiver();
  tandem = await startTandem(undefined, { TANDEM_TRACES: otlp.url });
  supervisor = await signIn(tandem.baseUrl, 'supervisor@demo.test');
  phone = await startPhone({
    user: 'agent1',
    server: `127.0.0.1:${tandem.sipPort}`,
    answer: 'auto',
    plays: path.join(folder, 'agent.wav'),
  });
  const agent = await signIn(tandem.baseUrl, 'agent1@demo.test');
  await agent.send('PUT', `/agents/${agent.user.agent}/presence`, { presence: 'available', reason: null, onQueue: true });
});
afterAll(async () => {
  await phone?.stop();
  await tandem?.stop();
  await otlp?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a call', () => {
  let interaction: string;
  let call: string;
  let mine: SeenSpan[];
  const of = (name: string): SeenSpan[] => mine.filter((span) => span.name === name);
  const only = (name: string): SeenSpan => {
    expect(of(name), name).toHaveLength(1);
    return of(name)[0]!;
  };

  it('is made, held by a request, and asked for by somebody with a trace of his own', async () => {
    const caller = await startCaller({
      to: '4001',
      server: `127.0.0.1:${tandem.sipPort}`,
      from: CALLER,
      steps: [{ wait: 2_000 }, { press: '2' }, { talk: path.join(folder, 'caller.alaw') }, { wait: 9_000 }, { hangUp: true }],
    });
    try {
      await phone.sees('CALL_ESTABLISHED', 20_000);
      const listed = await eventually('the interaction to be listed', async () => {
        const { items } = await supervisor.get('/interactions');
        return items.find((each: { agent: unknown; state: string }) => each.agent !== null && each.state === 'open');
      });
      interaction = listed.id;
      call = (await supervisor.get('/calls')).items[0].id;
      await supervisor.send('POST', `/calls/${call}/hold`);
      await new Promise((resolve) => setTimeout(resolve, 800));
      await supervisor.send('POST', `/calls/${call}/resume`);
      const headers = { traceparent: `00-${THEIRS}-00f067aa0ba902b7-01` };
      expect((await supervisor.raw(`/interactions/${interaction}`, { headers })).status).toBe(200);
      await caller.done();
    } finally {
      await caller.stop();
    }
    // The root comes last of what the call itself makes; then a batch may be under way.
    await eventually('the root span', async () => otlp.spans.find((span) => span.name === 'call') ?? null, 15_000);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    mine = otlp.spans.filter((span) => span.trace === call.slice(4).replaceAll('-', ''));
  }, 60_000);

  it('is one trace of both processes, named by the call', () => {
    expect(new Set(mine.map((span) => span.service))).toEqual(new Set(['tandem-edge', 'tandem-server']));
    const root = only('call');
    expect([root.parent, root.attributes['tandem.interaction']]).toEqual([null, interaction]);
    expect(new Set(mine.map((span) => span.span)).size).toBe(mine.length);
    // Every parent was sent too.
    const known = new Set(mine.map((span) => span.span));
    expect(mine.filter((span) => span.parent !== null && !known.has(span.parent))).toEqual([]);
  });

  it('has its parts below the right ones, in the order it happened', () => {
    const root = only('call');
    const run = only('flow');
    const queue = only('queue');
    const offer = only('offer');
    const ring = only('ring');
    const talk = only('talk');
    const invites = of('sip INVITE');
    const [inbound, outbound] = [invites.find((span) => span.kind === 2)!, invites.find((span) => span.kind === 3)!];
    const nodes = of('flow node');
    expect([inbound, run, queue, talk, only('recording'), ...of('media leg')].map((span) => span.parent)).toEqual(Array(7).fill(root.span));
    expect(nodes.length).toBeGreaterThan(2);
    expect(new Set(nodes.map((span) => span.parent))).toEqual(new Set([run.span]));
    expect([offer.parent, ring.parent, outbound.parent, only('hold').parent]).toEqual([queue.span, offer.span, ring.span, talk.span]);
    expect([outbound.service, ring.service]).toEqual(['tandem-edge', 'tandem-server']);

    const order = [
      inbound.startAt,
      run.startAt,
      queue.startAt,
      offer.startAt,
      outbound.startAt,
      talk.startAt,
      only('hold').startAt,
      root.endAt,
    ];
    // Facts of one moment may be told in either order: of one process each, they are milliseconds apart.
    expect(
      order.every((at, i) => i === 0 || at >= order[i - 1]! - 50),
      JSON.stringify(order),
    ).toBe(true);
    for (const span of mine) expect(span.endAt).toBeGreaterThanOrEqual(span.startAt);
    expect(only('hold').endAt - only('hold').startAt).toBeGreaterThan(700);
    expect(talk.endAt - talk.startAt).toBeGreaterThan(2_000);
    expect(inbound.attributes['sip.status']).toBe(200);
    expect(queue.attributes['tandem.outcome']).toBe('assigned');
    expect(of('log append').length).toBeGreaterThan(5);
  });

  it('has the requests about it, and one with a trace of its own stays there with a link', () => {
    expect(of('POST /api/v1/calls/:id/hold')).toHaveLength(1);
    expect(of('POST /api/v1/calls/:id/hold')[0]).toMatchObject({
      parent: only('call').span,
      attributes: { 'http.response.status_code': 200 },
    });
    const asked = otlp.spans.filter((span) => span.trace === THEIRS);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ parent: '00f067aa0ba902b7', name: 'GET /api/v1/interactions/:id' });
    expect(asked[0]?.links).toEqual([{ trace: only('call').trace, span: only('call').span }]);
  });

  it('tells nothing personal', () => {
    for (const secret of ['13800138001', '王芳', 'supervisor@demo.test', supervisor.token]) expect(otlp.raw()).not.toContain(secret);
  });
});
