// flow <- telephony (the caller's channel), routing (queues), customers (lookup tables), directory (what a graph may name).
import { createFlow, type Flow, type FlowPorts, type Line } from '../../modules/flow/index.ts';
import type { ControlInput } from '../../modules/telephony/index.ts';
import { AppError } from '../../platform/errors/types.ts';
import { clock, newId, random } from '../process.ts';
import type { Modules, Platform } from './modules.ts';
import { resolveTarget } from './telephony.ts';

export function wireFlow(platform: Platform, modules: Modules): Flow {
  const { db, events, log } = platform;
  return createFlow({ db, log: events, clock, random, tell: log.child('flow'), ports: flowPorts(modules) });
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
    },
    routing: {
      async queue({ work, queue, priority, skills, ...line }) {
        const { tenant, interaction } = line;
        await input(line, { kind: 'flow.queued', queued: true });
        const queued = await modules.routing.queue({ tenant, interaction, work, queue, priority, skills });
        if (queued.ok) return;
        await input(line, { kind: 'flow.queued', queued: false });
        throw new AppError(queued.refusal.code, { ...queued.refusal.detail });
      },
      takeBack: async (tenant, work) => (await modules.routing.takeBack(tenant, work)).ok,
      leave: (tenant, work) => modules.routing.leave(tenant, work),
    },
    lookup: (tenant, table, key) => modules.customers.lookup(tenant, table, key),
    async known(tenant) {
      const [queues, skills, tables] = await Promise.all([
        modules.directory.queues(tenant),
        modules.directory.skills(tenant),
        modules.customers.lookupTables(tenant),
      ]);
      return { queues: queues.map((queue) => queue.id), skills: skills.map((skill) => skill.id), tables };
    },
  };
}
