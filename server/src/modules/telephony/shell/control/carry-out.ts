// Carries out what a step of a call led to: commands to the edge, words to flow, routing, recording and other calls. Decides nothing.
import type { AgentId } from '@tandem/contract/ids.ts';
import { offerOf } from '../../core/control/rung.ts';
import type { CallState, ControlEffect, ControlInput } from '../../core/control/state.ts';
import type { ControlPorts } from '../../ports.ts';
import type { Log } from '../edge/context.ts';

export type CarryOutOptions = {
  ports: ControlPorts;
  log: Log;
  now: () => number;
  id: <P extends 'leg' | 'rec' | 'wrk'>(prefix: P) => `${P}_${string}`;
  /** Steps the same call within the same turn: nothing may come between. */
  again: (input: ControlInput) => Promise<void>;
  /** Queues an input for any call; not waited for, as calls that wait for each other would stand still. */
  tell(call: CallState['call'], input: ControlInput): void;
  startFlow(flow: Extract<ControlEffect, { do: 'start-flow' }>['flow']): Promise<void>;
  attempted: (state: CallState, outcome: Extract<ControlEffect, { do: 'attempted' }>['outcome']) => Promise<void>;
  putBack: (state: CallState) => Promise<void>;
};

export async function carryOut(state: CallState, effect: ControlEffect, at: number, options: CarryOutOptions): Promise<void> {
  const { ports, again, id } = options;
  const { tenant, interaction, call } = state;
  switch (effect.do) {
    case 'edge':
      return ports.edge.command(effect.command);
    case 'flow':
      return ports.flow.input(tenant, call, effect.input);
    case 'start-flow':
      return options.startFlow(effect.flow);
    case 'offer-answered': {
      // Carried out late, as the database was away: he has hung up since, or the customer has. What became of the offer is told behind this.
      if (offerOf(state, effect.offer) === undefined && state.asked?.offer !== effect.offer) return;
      const stands = await ports.routing.offerAnswered(tenant, effect.offer);
      return again({ kind: stands ? 'offer.accepted' : 'offer.refused', offer: effect.offer });
    }
    case 'offer-ended':
      return ports.routing.offerEnded(tenant, effect.offer, effect.outcome);
    case 'release':
      return ports.routing.release(tenant, effect.work, effect.reason);
    case 'occupy':
      return ports.routing.occupy(tenant, effect.agent, call, effect.occupied);
    case 'queue': {
      const { work, queue, queuedAt, callback } = effect;
      const back = callback === undefined ? {} : { task: 'callback' as const, ...callback };
      if (await ports.routing.queue({ tenant, interaction, work, queue, queuedAt, ...back })) return;
      options.log.warn('a customer could not go back into his line', { call, queue });
      return again({ kind: 'hang-up', cause: 'failed', by: 'system' });
    }
    case 'leave':
      return ports.routing.leave(tenant, effect.work);
    case 'take-back':
      // An agent who was quicker has him.
      await ports.routing.takeBack(tenant, effect.work);
      return;
    case 'park-return':
      return parkReturn(state, effect.by, options);
    case 'ask-recording': {
      if (effect.queue === null || !(await ports.recordingRule(tenant, effect.queue)).record) return;
      return again({ kind: 'record', recording: id('rec') });
    }
    case 'start-recording': {
      const { recording, left, right } = effect;
      const key = await ports.recording.begin({ tenant, interaction, recording, call, at });
      // The call goes on without; a flow that waits for it goes on with nothing recorded.
      if (key === null) return again({ kind: 'recording.sealed', recording, durationMs: 0 });
      const dataKey = Buffer.from(key.dataKey).toString('base64');
      return ports.edge.command({ do: 'record', tenant, recording, call, left, right, dataKey, wrappedKey: key.wrappedKey });
    }
    case 'tell':
      return options.tell(effect.call, effect.input);
    case 'attempted':
      return options.attempted(state, effect.outcome);
    case 'put-back':
      return options.putBack(state);
    case 'end-interaction':
      return ports.interactions.end({ tenant, interaction, cause: effect.cause, by: effect.by, stage: effect.stage, at });
    case 'log':
      return;
  }
}

/** Who parked him is rung where he has nothing else to do; else the line has him. */
async function parkReturn(state: CallState, by: AgentId | null, { ports, again, id }: CarryOutOptions): Promise<void> {
  const device =
    by === null || !(await ports.routing.idle(state.tenant, by)) ? null : await ports.directory.deviceOfAgent(state.tenant, by);
  return by !== null && device !== null
    ? again({ kind: 'fetch', leg: id('leg'), device, agent: by, why: 'timed-out' })
    : again({ kind: 'park.requeue', work: id('wrk') });
}
