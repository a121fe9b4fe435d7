// A way through flows and queues that nobody goes: the step machine of real runs, fed with the answers of the form instead of a call's.
import type { Preview, PreviewQuestion, PreviewQueue, PreviewRequest, PreviewStep } from '@tandem/contract/api/preview.ts';
import type { FlowNode } from '@tandem/contract/flow-nodes/nodes.ts';
import type { FlowId, HoursId, QueueId, RecordingId, TenantId } from '@tandem/contract/ids.ts';
import type { TenantText } from '@tandem/contract/texts.ts';
import { heardOf } from '../core/preview-heard.ts';
import { answerOf, dialled, httpEnded, keyed, optionsOf, type About } from '../core/preview-questions.ts';
import { FOLLOWED_MS, takeNext, timerOf, type PreviewTimer } from '../core/preview-time.ts';
import { laned } from '../core/lanes.ts';
import { graphOf, type Program } from '../core/program.ts';
import { newRun, type RunEffect, type RunState, type Spoken } from '../core/run.ts';
import { step } from '../core/step.ts';
import type { Bare } from './active.ts';
import { evaluateExpression } from './expressions.ts';
import type { LineAsked, PreviewPorts } from './preview-ports.ts';
import type { PublishedFlows } from './published.ts';
import { fullRules } from './queue-effects.ts';

type Deps = { ports: PreviewPorts; published: Pick<PublishedFlows, 'program'> };
type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Told = Without<PreviewStep, 'afterMs'>;
type Of<D extends RunEffect['do']> = Extract<RunEffect, { do: D }>;

const MOST_STEPS = 300;
const MOST_INPUTS = 3_000;
const NO_RECORDING: RecordingId = 'rec_00000000-0000-7000-8000-000000000000';

/** Rejects with `flow.not-published` where the way begins in a flow that is not. */
export async function preview(deps: Deps, tenant: TenantId, request: PreviewRequest, begin: Begin): Promise<Preview> {
  const { at, zone } = await deps.ports.moment(tenant, request.at);
  const walk = new Walk(deps, tenant, request, at);
  await walk.go(begin);
  return { at, zone, steps: walk.steps };
}

export type Begin = { flow: FlowId; local: string } | { queue: QueueId };

class Walk {
  readonly steps: PreviewStep[] = [];
  #now = 0;
  #asked = 0;
  #timers: PreviewTimer[] = [];
  #inputs: Bare[] = [];
  #program: Program = { main: { schema: 1, language: 'en', start: 'queue', nodes: {} }, subs: {}, evaluate: evaluateExpression };
  #state: RunState = newRun({});
  /** The answer of a node that asks again. */
  #again: { entered: number; answer: string } | null = null;
  #next: FlowId | null = null;
  #heard = new Set<string>();
  /** A way may come to the same line many times. */
  #lines = new Map<string, Promise<PreviewQueue | null>>();
  readonly #deps: Deps;
  readonly #tenant: TenantId;
  readonly #request: PreviewRequest;
  readonly #at: number;

  constructor(deps: Deps, tenant: TenantId, request: PreviewRequest, at: number) {
    this.#deps = deps;
    this.#tenant = tenant;
    this.#request = request;
    this.#at = at;
  }

  async go(begin: Begin): Promise<void> {
    const { known, level, language } = this.#request.customer;
    const vars = {
      remote: 'tel:+8613900000000',
      local: 'local' in begin ? begin.local : '',
      customerKnown: String(known),
      ...(level === null ? {} : { customerLevel: level }),
      ...(language === null ? {} : { language }),
    };
    if ('queue' in begin) {
      const { queue } = begin;
      const end: FlowNode = { type: 'hang-up' };
      const stands: FlowNode = { type: 'queue', queue, music: 'default', timedOut: 'end', failed: 'end' };
      this.#program = { ...this.#program, main: { schema: 1, language: language ?? 'en', start: 'queue', nodes: { queue: stands, end } } };
      this.#state = newRun({ vars, answered: true });
    } else {
      await this.#enterFlow(begin.flow);
      this.#state = newRun({ vars });
    }
    this.#inputs.push({ kind: 'started', lanes: await this.#lanes(null) });
    for (let count = 0; count < MOST_INPUTS && this.steps.length < MOST_STEPS; count++) {
      const input = this.#inputs.shift() ?? this.#timePasses();
      if (input === null) return;
      const { state, effects } = step(this.#program, this.#state, { ...input, at: this.#at + this.#now });
      this.#state = state;
      for (const effect of effects) await this.#meet(effect);
      if (this.#state.status === 'ended' && !(await this.#handOver())) return;
    }
    this.#tell({ kind: 'end', outcome: 'cut', detail: null });
  }

  async #enterFlow(flow: FlowId): Promise<void> {
    const { ports, published } = this.#deps;
    const [{ graph, graphs, version }, name] = await Promise.all([
      published.program(this.#tenant, flow),
      ports.flowName(this.#tenant, flow),
    ]);
    this.#program = { main: graph, subs: graphs, evaluate: evaluateExpression };
    this.#tell({ kind: 'flow', flow, name, version });
  }

  async #handOver(): Promise<boolean> {
    if (this.#next === null) return false;
    const { vars, answered, announced, skills, priority, heardLanes, lanes } = this.#state;
    await this.#enterFlow(this.#next);
    this.#next = null;
    this.#timers = [];
    this.#state = newRun({ vars, answered, carried: { announced, skills, priority, heardLanes, lanes } });
    this.#inputs = [{ kind: 'started', lanes: await this.#lanes(null) }];
    return true;
  }

  /** Nothing is to be answered: time goes on to the next timer of the line, or stands still. */
  #timePasses(): Bare | null {
    const { waiting } = this.#state;
    const next = waiting?.on === 'queue' ? takeNext(this.#timers) : null;
    if (next === null) {
      this.#tell({ kind: 'end', outcome: 'stays', detail: null });
      return null;
    }
    this.#now = next.at;
    if (next.name !== 'line-limit') return { kind: 'timer', token: next.token, name: next.name };
    this.#tell({ kind: 'left-queue', why: 'limit' });
    return { kind: 'dequeued', reason: 'timed-out' };
  }

  async #lanes(queue: QueueId | null) {
    const { level } = this.#request.customer;
    const number = String(this.#state.vars['local'] ?? '');
    return (await this.#deps.ports.lanes.meeting(this.#tenant, { queue, number: number === '' ? null : number, level })).met;
  }

  #tell(told: Told): void {
    this.steps.push({ ...told, afterMs: this.#now });
  }

  #node(): FlowNode {
    const { nodes } = graphOf(this.#program, this.#state);
    const node = nodes[this.#state.node ?? ''] ?? { type: 'hang-up' };
    return node.type === 'queue' ? laned(this.#state, node) : node;
  }

  /** Asked once for each stay in a node, however often it asks again. */
  #ask(about: About, asks: string | null): string {
    const { entered } = this.#state;
    const again = about === 'menu' || about === 'collect';
    if (again && this.#again?.entered === entered) return this.#again.answer;
    const node = this.#node();
    const options = optionsOf(about, node);
    const number = this.#asked++;
    const chosen = answerOf(options, this.#request.answers[number], node);
    this.#tell({ kind: 'question', question: { number, about, options: this.#leading(node, options ?? []), chosen }, asks });
    if (again) this.#again = { entered, answer: chosen };
    return chosen;
  }

  #leading(node: FlowNode, options: readonly string[]): PreviewQuestion['options'] {
    const { nodes } = graphOf(this.#program, this.#state);
    return options.map((value) => {
      const to = node.type === 'menu' && Object.hasOwn(node.choices, value) ? node.choices[value]! : null;
      return { value, to: to === null ? null : (nodes[to]?.title ?? { en: to }) };
    });
  }

  /** The same words a second time in a line are not told again. */
  #say(items: readonly Spoken[]): void {
    const heard = items.flatMap(heardOf);
    if (heard.length === 0) return;
    const key = JSON.stringify(heard);
    if (this.#state.waiting?.on === 'queue' && this.#heard.has(key)) return;
    this.#heard.add(key);
    this.#tell({ kind: 'said', heard });
  }

  async #meet(effect: RunEffect): Promise<void> {
    const { ports } = this.#deps;
    const post = (...inputs: Bare[]) => this.#inputs.push(...inputs);
    switch (effect.do) {
      case 'entered': {
        const title = this.#titleOf(effect);
        return this.#tell({ kind: 'node', node: effect.node, type: effect.type, title, fault: effect.detail });
      }
      case 'answer':
        return void post({ kind: 'answered' });
      case 'say':
        this.#say(effect.items);
        return void (effect.loop || post({ kind: 'said', token: effect.token }));
      case 'ask':
        this.#say(effect.items);
        return void post(this.#keys(effect));
      case 'lookup': {
        const answer = this.#ask('lookup', `${effect.table}: ${effect.key}`);
        if (answer === 'failed') return void post({ kind: 'lookup-failed', token: effect.token });
        const record = answer === 'not-found' ? null : await ports.lookup(this.#tenant, effect.table, effect.key);
        return void post({ kind: 'looked-up', token: effect.token, record });
      }
      case 'hours':
        return void post(await this.#hours(effect));
      case 'http':
        // The host alone: the path may hold what a secret of the tenant is.
        return void post(httpEnded(this.#ask('http', hostOf(effect.request.url)), effect.token));
      case 'transfer':
        return void post({ kind: 'transferred', token: effect.token, accepted: this.#ask('transfer', null) === 'accepted' });
      case 'dial':
        return void post(...dialled(this.#ask('dial', 'number' in effect.to ? effect.to.number : null)));
      case 'record': {
        const end = this.#ask('record', null) === 'recorded' ? 'key' : 'failed';
        return void post({ kind: 'recorded', token: effect.token, recording: NO_RECORDING, durationMs: 5_000, end });
      }
      case 'voicemail':
        this.#tell({ kind: 'message' });
        return void post({ kind: 'kept', token: effect.token, ok: true });
      case 'rule': {
        const hours = async (tenant: TenantId, id: HoursId, at: number) => (await ports.hours(tenant, id, at))?.state ?? null;
        const [{ record, announce }, met, full] = await Promise.all([
          ports.recordingRule(this.#tenant, effect.queue),
          this.#lanes(effect.queue),
          fullRules({ fullRules: ports.fullRules, hours }, this.#tenant, effect.queue, this.#at + this.#now),
        ]);
        return void post({ kind: 'rule', token: effect.token, announce: record && announce, lanes: met, full });
      }
      case 'look':
        return void post(this.#outlook(effect));
      case 'enqueue':
        return this.#enqueue(effect);
      case 'leave-queue':
        this.#tell({ kind: 'left-queue', why: 'way' });
        return void post({ kind: 'dequeued', reason: 'timed-out' });
      case 'call-back':
        this.#tell({ kind: 'call-back' });
        return void post({ kind: 'called-back', token: effect.token, ok: true });
      case 'lane':
        return this.#tell({ kind: 'lane', name: (await ports.laneNames(this.#tenant)).get(effect.lane) ?? null, through: true });
      case 'timer':
        return void this.#timers.push(...timerOf(this.#now, effect));
      case 'enter-flow':
        this.#next = effect.flow;
        return;
      case 'ended':
        if (this.#next === null) this.#tell({ kind: 'end', outcome: effect.outcome, detail: effect.detail });
        return;
      default:
        return;
    }
  }

  #titleOf({ node, flow }: Of<'entered'>): TenantText | null {
    const graph = graphOf(this.#program, { ...this.#state, flow });
    return graph.nodes[node]?.title ?? null;
  }

  #keys(effect: Of<'ask'>): Bare {
    const { waiting } = this.#state;
    if (waiting?.on === 'lane') {
      const pressed = this.#ask('lane', null) === 'pressed';
      return keyed(pressed ? (waiting.met[0]?.key ?? 'no-input') : 'no-input', effect.token);
    }
    // The talk about a call-back: his own number, or one keyed in, and yes.
    if (waiting?.on === 'queue') return keyed(waiting.dialog?.stage === 'number' ? '13900000000' : '1', effect.token);
    return keyed(this.#ask(this.#node().type === 'collect' ? 'collect' : 'menu', null), effect.token);
  }

  async #hours({ hours, token }: Of<'hours'>): Promise<Bare> {
    const found = await this.#deps.ports.hours(this.#tenant, hours, this.#at + this.#now);
    this.#tell({
      kind: 'hours',
      state: found?.state ?? null,
      name: found?.name ?? null,
      overridden: found?.overridden ?? false,
      special: found === null || found.special === null ? null : { name: found.day },
      on: found?.on ?? null,
      open: found === null ? [] : found.open.map(({ from, to }) => ({ from, to })),
    });
    return { kind: 'hours', token, state: found?.state ?? null };
  }

  #outlook({ token, entry }: Of<'look'>): Bare {
    const { waiting, estimateMs, staffed } = this.#request.line;
    const stands = { position: waiting + 1, waiting, estimateMs };
    return { kind: 'outlook', token, mine: entry === null ? null : stands, queue: { ...stands, staffed } };
  }

  async #enqueue({ do: _, queue, entry, ...wanted }: Of<'enqueue'>): Promise<void> {
    this.#heard.clear();
    this.#timers = [];
    const { level } = this.#request.customer;
    const asked: LineAsked = { queue, ...wanted, level, unsaved: this.#request.unsaved };
    const known = this.#lines.get(JSON.stringify(asked)) ?? this.#deps.ports.line(this.#tenant, asked);
    this.#lines.set(JSON.stringify(asked), known);
    const line = await known;
    if (line === null || (line.maxWaiting !== null && this.#request.line.waiting >= line.maxWaiting)) {
      this.#tell({ kind: 'refused', queue });
      this.#inputs.push({ kind: 'dequeued', reason: 'failed' });
      return;
    }
    this.#tell({ kind: 'queue', line });
    const next = this.#ask('queue', null);
    if (next === 'answered') {
      this.#tell({ kind: 'left-queue', why: 'answered' });
      this.#inputs.push({ kind: 'assigned' });
    } else if (next === 'call-back') {
      const node = this.#node();
      this.#inputs.push({ kind: 'digit', digit: node.type === 'queue' ? (node.callback?.key ?? '1') : '1' });
    }
    this.#timers.push({ at: line.maxWaitMs === null ? FOLLOWED_MS + 1 : this.#now + line.maxWaitMs, token: entry, name: 'line-limit' });
  }
}

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);
