// Hold, resume and the end of a call, asked for as keys are pressed: one after the other, the screen ahead of the server.
import { useQueryClient } from '@tanstack/react-query';
import { actOnCall, CALLS_KEY, type LiveCall } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { interactionQuery, type ContactDetail } from '../../api/interactions.ts';
import { ApiError, errorWords, type ErrorWords } from '../../api/problem.ts';
import { useUser } from '../../api/session.ts';
import { useIntents } from '../../live/LiveProvider.tsx';
import { endOf, holdOf, type CallWish } from './as-asked.ts';
import { keepCall, readAgain } from './use-calls.ts';

/** The line to the end of a call is not told of by the answer: so long it is waited for. */
const END_MS = 10_000;
const LOOK_MS = 300;

class StillUp extends Error {}

/** Why something was not done with a call. */
export const refusalWords = (error: Error): ErrorWords =>
  error instanceof StillUp ? { key: 'calls.still-up', detail: null, reference: null } : errorWords(error);

/** Asks for hold, resume and the end; what else is done with the call waits for its turn. */
export function useAsk({ id, interaction }: LiveCall): { ask: (wish: CallWish) => void; refused: Error | null; forget: () => void } {
  const api = useApi();
  const queries = useQueryClient();
  const intents = useIntents();
  const { agent } = useUser();

  async function hold(wish: 'hold' | 'resume'): Promise<void> {
    const now = queries.getQueryData<LiveCall[]>(CALLS_KEY)?.find((each) => each.id === id);
    if (now && (now.hold !== null) === (wish === 'hold')) return;
    try {
      const then = await actOnCall(api, id, wish);
      // A reading that began before would put the old state back for a moment.
      await queries.cancelQueries({ queryKey: CALLS_KEY });
      if (then) keepCall(queries, then);
    } finally {
      readAgain(queries);
    }
  }

  async function end(): Promise<void> {
    try {
      await actOnCall(api, id, 'hang-up');
    } catch (error) {
      // The other side was quicker.
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
    readAgain(queries);
    for (const until = performance.now() + END_MS; performance.now() < until; await new Promise((over) => setTimeout(over, LOOK_MS))) {
      try {
        if (isOver(await queries.fetchQuery({ ...interactionQuery(api, interaction), staleTime: 0, retry: false }), agent)) return;
      } catch (error) {
        // Not to be read by him any more: it is over for him. Without an answer it is looked at again.
        if (error instanceof ApiError && (error.status === 403 || error.status === 404)) return;
      }
    }
    // He is out of it, and the contact goes on without him.
    if (!queries.getQueryData<LiveCall[]>(CALLS_KEY)?.some((each) => each.id === id)) return;
    throw new StillUp('the call did not end');
  }

  return {
    ask(wish) {
      if (wish === 'hang-up') intents.ask(endOf(interaction), wish, end);
      else intents.ask(holdOf(id), wish, (latest: 'hold' | 'resume') => intents.inTurn(id, () => hold(latest)));
    },
    refused: intents.of(endOf(interaction)).refused ?? intents.of(holdOf(id)).refused,
    forget() {
      intents.forget(endOf(interaction));
      intents.forget(holdOf(id));
    },
  };
}

/** The talk is: his wrap-up began, or nobody is in the contact. */
const isOver = ({ state, wrappingUp }: ContactDetail, agent: string | null): boolean =>
  state !== 'open' || wrappingUp.some((each) => each.agent === agent);
