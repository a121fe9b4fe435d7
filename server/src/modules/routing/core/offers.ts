// The open offers of one item: one as a rule, several where its queue rings everybody at once. Who answers first has it.
import type { AgentId, OfferId } from '@tandem/contract/ids.ts';
import { isDigital } from './digital.ts';
import type { Kind } from './book.ts';
import type { Agent, Offer, Work } from './types.ts';

/** So many are rung at once; the others in the next round. */
export const MOST_RUNG = 20;
export const RING_ALL = 'ring-all';

type Offered = Pick<Work, 'offer' | 'beside'>;

/** While it is offered, all open ones in the order in which they were made; later the one that was answered. */
export const offersOf = ({ offer, beside = [] }: Offered): readonly Offer[] => (offer === null ? [] : [offer, ...beside]);

export const offerOf = (work: Offered, id: OfferId): Offer | undefined => offersOf(work).find((offer) => offer.id === id);

/** Who it is offered to, or who has it. */
export const offerTo = (work: Offered, agent: AgentId): Offer | undefined => offersOf(work).find((offer) => offer.agent === agent);

/** The item with these offers and no others. */
export function withOffers({ beside: _, ...work }: Work, [first, ...others]: readonly Offer[]): Work {
  return { ...work, offer: first ?? null, ...(others.length === 0 ? {} : { beside: others }) };
}

/** Whether everybody is asked at once: where it is kept for one there is nobody else, and a call-back is called by one. */
export function ringsAll(kind: Pick<Kind, 'kept' | 'rows'>, { task }: Pick<Work, 'task'>): boolean {
  return kind.kept === null && task === 'call' && kind.rows[0]?.queue.order === RING_ALL;
}

/** Of those who could be rung, first to be asked first: all people of this round, or a digital worker alone where he comes first, as he answers at once. */
export function rungAtOnce(agents: Iterable<Agent>, tried: readonly AgentId[]): { rung: Agent[]; candidates: Agent[] } {
  const candidates: Agent[] = [];
  const rung: Agent[] = [];
  for (const agent of agents) {
    if (candidates.length < MOST_RUNG) candidates.push(agent);
    if (rung.length < MOST_RUNG && !tried.includes(agent.id)) rung.push(agent);
    if (rung.length === MOST_RUNG) break;
  }
  // Everybody was asked: the next round.
  const all = rung.length === 0 ? candidates : rung;
  const [first, ...others] = all;
  return {
    rung: first === undefined || isDigital(first) ? all.slice(0, 1) : [first, ...others.filter((each) => !isDigital(each))],
    candidates,
  };
}
