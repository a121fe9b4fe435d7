// After the commit: rings agents, stops ringing, gives customers back to their flows. What fails here comes back as an input.
import type { AgentId, OfferId, TenantId, WorkId } from '@tandem/contract/ids.ts';
import type { EpochMs } from '../../../kernel/time.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import { isDigital } from '../core/digital.ts';
import { offersOf } from '../core/offers.ts';
import type { Turn } from '../core/turn.ts';
import type { RoutingState } from '../core/types.ts';
import type { RoutingPorts } from '../ports.ts';

export type Effects = {
  /** `heard` are the offers whose end telephony itself reported: it need not be told. */
  run(events: Turn['events'], heard: ReadonlySet<OfferId>, state: Pick<RoutingState, 'agents'>): void;
  /** Makes the open offers of a rebuilt state once more: whether the call before the crash came through is not known. */
  again(state: RoutingState, now: EpochMs): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
};

export function createEffects(given: { tenant: TenantId; ports: RoutingPorts; log: Log; unreachable(offer: OfferId): void }): Effects {
  const { tenant, ports, log } = given;
  /** One agent's calls keep their order (stop the old ringing, then ring anew); those of others do not wait for them. */
  const chains = new Map<AgentId | WorkId, Promise<void>>();

  function enqueue(key: AgentId | WorkId, job: () => Promise<void>): void {
    const chain = (chains.get(key) ?? Promise.resolve())
      .then(job)
      .catch((error: unknown) => log.error('routing effect failed', { tenant, key, error }));
    chains.set(key, chain);
    void chain.then(() => {
      if (chains.get(key) === chain) chains.delete(key);
    });
  }

  function make(offer: Parameters<RoutingPorts['offers']['make']>[0]): void {
    enqueue(offer.agent, async () => {
      try {
        await ports.offers.make(offer);
      } catch (error) {
        log.warn('offer not made', { tenant, offer: offer.offer, error });
        given.unreachable(offer.offer);
        // It may ring all the same, where only the answer to the call was lost.
        await ports.offers.withdraw({ ...offer, outcome: 'unreachable' });
      }
    });
  }

  return {
    run(events, heard, { agents }) {
      for (const { event, input } of events) {
        if (event.type === 'work.offered') {
          const { interaction, work, queue, offer, agent, expiresAt } = event.data;
          make({ tenant, interaction, work, queue, offer, agent, expiresAt, digital: isDigital(agents.get(agent)) });
        } else if (event.type === 'work.offer-ended' && !heard.has(event.data.offer)) {
          const ended = event.data;
          enqueue(ended.agent, () => ports.offers.withdraw({ tenant, ...ended }));
          // A flow that took its customer back itself knows: only time and configuration are news to it.
        } else if (
          event.type === 'work.removed' &&
          input === null &&
          (event.data.reason === 'timed-out' || event.data.reason === 'system')
        ) {
          const { interaction, work, queue, reason } = event.data;
          enqueue(work, () => insist(() => ports.waiting.timedOut({ tenant, interaction, work, queue, reason })));
        }
      }
    },
    again(state, now) {
      for (const work of state.works.values()) {
        if (work.stage !== 'offered') continue;
        const about = { tenant, interaction: work.interaction, work: work.id, queue: work.queue };
        for (const { id, agent, expiresAt } of offersOf(work))
          if (expiresAt > now) make({ ...about, offer: id, agent, expiresAt, digital: isDigital(state.agents.get(agent)) });
      }
    },
    async settled() {
      while (chains.size > 0) await Promise.all(chains.values());
    },
  };
}

/** A customer whose flow is not told would hear music for ever, so this call is worth some tries. */
async function insist(call: () => Promise<void>): Promise<void> {
  for (let wait = 100; ; wait *= 2) {
    try {
      return await call();
    } catch (error) {
      if (wait > 3_000) throw error;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
