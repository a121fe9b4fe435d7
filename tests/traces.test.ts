// Traces of a real call, as a collector gets them: one trace from both processes, spans with the right parents and times, nothing personal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { writeToneALaw, writeToneWav } from './kit/audio.ts';
import { startPhone, type Phone } from './kit/baresip.ts';
import { AGENT_HZ, CALLER_HZ, hear, OTHER_HZ } from './kit/centre.ts';
import { demoAgent, tuneQueue, type DemoAgent } from './kit/demo.ts';
import { startOtlpReceiver, type OtlpReceiver, type SeenSpan } from './kit/otlp.ts';
import { eventually } from './kit/processes.ts';
import { startCaller } from './kit/sipp.ts';
import { signIn, startTandem, type Api, type Tandem } from './kit/tandem.ts';
import { startSoftphone, type PhoneCall, type Softphone } from '../sim/softphone.ts';

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

describe('what agents do with a call', () => {
  const OUTSIDE = '+8613700009999';
  const undo: (() => void)[] = [];
  let one: DemoAgent;
  let two: DemoAgent;
  const softphone = async (user: string, port?: number): Promise<Softphone> => {
    const made = await startSoftphone({ server: { ip: '127.0.0.1', port: tandem.sipPort }, user, ...(port ? { port } : {}) });
    undo.push(() => made.close());
    return made;
  };
  const taken = async (by: Softphone, hz: number): Promise<PhoneCall> => {
    const call = await by.incoming();
    call.media.tone(hz);
    call.accept();
    return call;
  };
  const traceOf = (id: string): SeenSpan[] => otlp.spans.filter((span) => span.trace === id.slice(4).replaceAll('-', ''));
  const named = (id: string, name: string): SeenSpan[] => traceOf(id).filter((span) => span.name === name);
  /** The spans of a call by name, once its root and these have come: each process sends its own in batches. */
  const traced = (id: string, names: readonly string[]): Promise<(name: string) => SeenSpan[]> =>
    eventually(
      `a trace with ${names.join(', ')}`,
      () => (['call', ...names].every((name) => named(id, name).length > 0) ? (name: string) => named(id, name) : null),
      20_000,
    );

  beforeAll(async () => {
    await tuneQueue(await signIn(tandem.baseUrl, 'admin@demo.test'), 'support', { wrapUpMs: 0 });
    const first = await signIn(tandem.baseUrl, 'agent1@demo.test');
    await first.send('PUT', `/agents/${first.user.agent}/presence`, { presence: 'away', reason: null, onQueue: false });
    one = await demoAgent(tandem, 2);
    two = await demoAgent(tandem, 7, { available: false });
    undo.push(
      () => one.phone.close(),
      () => two.phone.close(),
    );
  });
  afterAll(() => {
    for (const each of undo) each();
  });

  it('a consultation, a conference, a place to wait in, and whoever fetches him from there', async () => {
    const call = await (await softphone('+8613900000901')).call('4002', { hz: CALLER_HZ });
    const own = await taken(one.phone, AGENT_HZ);
    await hear([call, AGENT_HZ], [own, CALLER_HZ]);
    const { id } = (await one.api.get('/calls')).items[0];
    const act = (what: string, body?: object): Promise<any> => one.api.send('POST', `/calls/${id}/${what}`, body);
    await act('consult', { target: 'agent7' });
    const asked = await taken(two.phone, OTHER_HZ);
    await hear([own, OTHER_HZ]);
    await act('conference');
    await hear([call, OTHER_HZ], [asked, CALLER_HZ]);
    await asked.hangUp();
    await eventually('the two to be alone', async () => ((await one.api.get('/calls')).items[0].consult === null ? true : null));
    const { parked } = await act('park', {});
    const fetching = await two.phone.call(parked.place, { hz: OTHER_HZ });
    await hear([call, OTHER_HZ], [fetching, CALLER_HZ]);
    await call.hangUp();
    const of = await traced(id, ['consult', 'conference', 'parked', 'talk', 'recording']);
    expect(of('talk').map(({ attributes }) => attributes['tandem.outcome'])).toEqual(['parked', undefined]);
    const [consult, conference, waited] = ['consult', 'conference', 'parked'].map((name) => of(name)[0]!);
    expect([consult!.parent, conference!.parent, waited!.parent]).toEqual([of('talk')[0]!.span, of('talk')[0]!.span, of('call')[0]!.span]);
    expect([consult, conference, waited].map((span) => span!.attributes['tandem.outcome'])).toEqual(['conference', 'normal', 'fetched']);
    expect(waited!.attributes).toMatchObject({ 'tandem.agent': one.id, 'tandem.fetched-by': two.id, 'tandem.place': parked.place });
    // Who dialled the place came over from a call of his own: his media go on in this trace and name where they were.
    const came = await eventually(
      'the media of the leg that came over',
      () => of('media leg').find((span) => span.links.length > 0) ?? null,
    );
    const left = await eventually('the media it left', () => otlp.spans.find((span) => span.attributes['tandem.moved-to'] === id) ?? null);
    expect(came.links[0]!.trace).toBe(left.trace);
    const mine = traceOf(id);
    expect(new Set(mine.map((span) => span.span)).size).toBe(mine.length);
    expect(mine.filter((span) => span.parent !== null && !mine.some((other) => other.span === span.parent))).toEqual([]);
  }, 60_000);

  it('a call-back, from the wish to the talk', async () => {
    const outside = await softphone('outside', tandem.sipPort + 10);
    const { items } = await one.api.get('/queues');
    const queue = items.find((each: { key: string }) => each.key === 'support').id;
    const asked = await one.api.send('POST', '/callbacks', { address: OUTSIDE, queue });
    const own = await taken(one.phone, AGENT_HZ);
    const far = await taken(outside, OTHER_HZ);
    await hear([own, OTHER_HZ], [far, AGENT_HZ]);
    const { id } = (await supervisor.get('/calls')).items.find((each: { interaction: string }) => each.interaction === asked.id);
    await far.hangUp();
    const of = await traced(id, ['call-back', 'call-back try', 'talk']);
    expect(of('call-back')[0]).toMatchObject({
      parent: of('call')[0]!.span,
      attributes: { 'tandem.outcome': 'reached', 'tandem.attempts': 1 },
    });
    expect(of('call-back try')[0]).toMatchObject({
      parent: of('call-back')[0]!.span,
      attributes: { 'tandem.attempt': 1, 'tandem.call': id },
    });
    expect(otlp.raw()).not.toContain(OUTSIDE);
  }, 60_000);
});
