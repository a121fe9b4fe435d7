// flow <- telephony (the caller's channel, call-backs), routing (queues), customers (lookup tables), directory (hours, numbers, what a graph may name), interactions (messages), lanes (which are open), ai (speech), prompts (the tenant's own), identity (agents).
import { faultOfOpening } from '../../modules/directory/index.ts';
import { createFlow, type Flow, type FlowPorts, type Line } from '../../modules/flow/index.ts';
import type { ControlInput } from '../../modules/telephony/index.ts';
import { AppError } from '../../platform/errors/types.ts';
import { clock, newId, random } from '../process.ts';
import { flowSpeech } from './ai.ts';
import { flowEnded, handedOver } from './bots.ts';
import type { Modules, Platform } from './modules.ts';
import { wishesOf } from './line-wishes.ts';
import { resolveTarget } from './telephony.ts';

const SYSTEM = { kind: 'system', part: 'flow' } as const;

export function wireFlow(platform: Platform, modules: Modules): Flow {
  const { db, events, keyring, log } = platform;
  return createFlow({ db, log: events, keyring, clock, random, tell: log.child('flow'), ports: flowPorts(modules) });
}

const AGAIN_MS = 500;

/** While the database is away routing is too: a caller goes on hearing his music, and stands in line, or leaves it, when it is back. All of it is idempotent. */
async function untilHere<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'routing.not-here')) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

function flowPorts(modules: Modules): FlowPorts {
  const input = (line: Line, what: ControlInput): Promise<void> => modules.calls.input(line.call, line.tenant, what);
  return {
    channel: {
      answer: (line) => input(line, { kind: 'flow.answer' }),
      say: (line, step, items, loop) => input(line, { kind: 'flow.say', step, items, loop }),
      ask: (line, step, items, collect, bargeIn) => input(line, { kind: 'flow.ask', step, items, collect, bargeIn }),
      stop: (line) => input(line, { kind: 'flow.quiet' }),
      echo: (line) => input(line, { kind: 'flow.echo' }),
      hangUp: (line, cause) => input(line, { kind: 'flow.hang-up', cause }),
      transfer: async (line, to) =>
        input(line, { kind: 'flow.transfer', target: await resolveTarget(modules, line.tenant, to), leg: newId('leg') }),
      dial: async (line, { to, timeoutMs }) =>
        input(line, { kind: 'flow.dial', target: await resolveTarget(modules, line.tenant, to), leg: newId('leg'), timeoutMs }),
      record: (line, step, record) => input(line, { kind: 'flow.record', step, ...record }),
      stopRecord: (line) => input(line, { kind: 'flow.stop-record' }),
    },
    callbacks: {
      async request({ tenant, interaction, work, queue, to, priority, skills }) {
        // Whoever asked is called back, also on another number than his own.
        const customer = modules.calls.byInteraction(interaction)?.person ?? (await modules.customers.findOrCreate(tenant, to, SYSTEM)).id;
        const place = { origin: interaction, replaces: work, notBefore: null, askedBy: null };
        await modules.callbacks.request({ tenant, customer, to, queue, priority, skills, ...place });
      },
    },
    routing: {
      async queue({ work, queue, priority, skills, topic, mood, persons = false, gathered, ...line }) {
        const { tenant, interaction } = line;
        const place = await untilHere(() => handedOver(modules, line, queue, gathered));
        await input(line, { kind: 'flow.queued', queued: true });
        // What the flow found out says more than what was learned by.
        const known = { ...(topic === undefined ? {} : { topic }), ...(mood === undefined ? {} : { mood }) };
        const person = modules.calls.byInteraction(interaction)?.person ?? null;
        const wishes = await wishesOf(modules, tenant, { interaction, queue, person });
        const queued = await untilHere(() =>
          modules.routing.queue({
            tenant,
            interaction,
            work,
            queue,
            skills,
            priority,
            ...wishes,
            ...known,
            ...place,
            persons: persons || place !== null,
          }),
        );
        if (queued.ok) return;
        await input(line, { kind: 'flow.queued', queued: false });
        throw new AppError(queued.refusal.code, { ...queued.refusal.detail });
      },
      takeBack: async (tenant, work) => (await untilHere(() => modules.routing.takeBack(tenant, work))).ok,
      leave: (tenant, work) => untilHere(() => modules.routing.leave(tenant, work)),
      outlook: (tenant, work) => modules.routing.outlook(tenant, work),
      outlookOf: (tenant, queue) => modules.routing.outlookOf(tenant, queue),
    },
    lanes: {
      meeting: (tenant, contact) => modules.lanes.meeting(tenant, contact),
      entered: (tenant, lane, interaction) => modules.lanes.entered(tenant, lane, interaction),
    },
    recordingRule: (tenant, queue) => modules.directory.recordingRule(tenant, queue),
    fullRules: (tenant, queue) => modules.directory.fullRules(tenant, queue),
    speech: flowSpeech(modules),
    prompts: {
      names: (tenant) => modules.prompts.heard.names(tenant),
      speech: (tenant, key, language) => modules.prompts.heard.speech(tenant, key, language),
      music: (tenant, key, queue) => modules.prompts.heard.music(tenant, key, queue),
    },
    voicemail: ({ tenant, interaction, recording, durationMs, box }) =>
      modules.interactions.voicemails.left({ tenant, interaction, recording, durationMs, box }),
    ended: (run) => flowEnded(modules, run),
    worked: async (tenant, flow) => (await modules.bots.workers.worksBy(tenant, flow)).length > 0,
    hours: (tenant, hours, at) => modules.directory.openState(tenant, hours, at),
    openingFault: faultOfOpening,
    readNumber: (tenant, text) => modules.directory.parse(tenant, text),
    lookup: (tenant, table, key) => modules.customers.lookup(tenant, table, key),
    async numbersTo(tenant, flow) {
      const [numbers, workers] = await Promise.all([modules.directory.numbers(tenant), modules.bots.workers.worksBy(tenant, flow)]);
      const names = await modules.bots.names(
        tenant,
        workers.map(({ id }) => id),
      );
      return [...numbers.filter((number) => number.flow === flow), ...workers.map(({ id }) => ({ id, display: names.get(id) ?? id }))];
    },
    async known(tenant) {
      const [queues, skills, hours, agents, tables] = await Promise.all([
        modules.directory.queues(tenant),
        modules.directory.skills(tenant),
        modules.directory.hours(tenant),
        modules.identity.listAgents(tenant),
        modules.customers.lookupTables(tenant),
      ]);
      const ids = (each: readonly { id: string }[]) => each.map(({ id }) => id);
      return { queues: ids(queues), skills: ids(skills), hours: ids(hours), agents: ids(agents), tables };
    },
  };
}
