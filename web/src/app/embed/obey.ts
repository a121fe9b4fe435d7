// What the page around the desk may ask for, done with the same parts that the buttons use; every way it can fail has a name.
import type { EmbedCommand, EmbedErrorCode } from '@tandem/contract/embed.ts';
import type { UserView } from '@tandem/contract/permissions.ts';
import type { QueryClient } from '@tanstack/react-query';
import { declarePresence } from '../../api/agents.ts';
import { actOnCall, callsQuery, dialOut, type LiveCall } from '../../api/calls.ts';
import type { Api } from '../../api/client.ts';
import { interactionQuery } from '../../api/interactions.ts';
import { ApiError } from '../../api/problem.ts';
import { mayDo } from '../../api/session.ts';
import { offeredFor } from '../../desktop/call/doing.ts';
import { readTel } from '../../desktop/call/tel.ts';
import { keepCall, ownAmong, readAgain } from '../../desktop/call/use-calls.ts';
import type { Phone } from '../../desktop/phone/phone.ts';

export type Hands = {
  api: Api;
  queries: QueryClient;
  user: UserView;
  phone: Phone | null;
  open: (contact: string) => void;
};

export type Outcome = { ok: true } | { ok: false; error: EmbedErrorCode; detail: string | null };

const DONE: Outcome = { ok: true };
const no = (error: EmbedErrorCode, detail: string | null = null): Outcome => ({ ok: false, error, detail });

export async function obey(command: EmbedCommand, hands: Hands): Promise<Outcome> {
  try {
    return await act(command, hands);
  } catch (error) {
    return failure(error);
  }
}

async function act(command: EmbedCommand, hands: Hands): Promise<Outcome> {
  const { api, queries, user, phone, open } = hands;
  const rings = phone?.state().call ?? null;
  /** As the server has it: what the screen knows may be a second behind what the page was told. */
  const own = async (): Promise<LiveCall | undefined> =>
    ownAmong(await queries.fetchQuery({ ...callsQuery(api), staleTime: 0 }), user.agent)[0];
  switch (command.type) {
    case 'dial': {
      const number = readTel(command.number);
      if (number === null) return no('bad-number');
      if (!mayDo(user, 'calls:dial')) return no('not-allowed');
      if (rings || (await own())) return no('busy');
      keepCall(queries, await dialOut(api, number));
      readAgain(queries);
      return DONE;
    }
    case 'answer': {
      if (phone?.state().line !== 'ready') return no('no-phone');
      if (rings?.phase !== 'ringing') return no('no-call');
      phone.command({ do: 'answer' });
      return DONE;
    }
    case 'hangup': {
      const call = rings?.phase === 'ringing' ? undefined : await own();
      if (rings?.phase === 'ringing') phone?.command({ do: 'decline' });
      else if (call) await actOnCall(api, call.id, 'hang-up');
      else if (rings) phone?.command({ do: 'hang-up' });
      else return no('no-call');
      readAgain(queries);
      return DONE;
    }
    case 'hold': {
      const call = await own();
      if (!call) return no('no-call');
      // As it is already: it was asked for twice.
      if ((call.hold === 'agent' || call.hold === 'api') === command.on) return DONE;
      const doing = command.on ? 'hold' : 'resume';
      if (!offeredFor(call).some((each) => each.doing === doing && each.why === null)) return no('no-call');
      const now = await actOnCall(api, call.id, doing);
      if (now) keepCall(queries, now);
      return DONE;
    }
    case 'setPresence': {
      const { presence, reason, onQueue = presence === 'available' } = command;
      if (user.agent === null) return no('not-allowed');
      await declarePresence(api, user.agent, { presence, onQueue, ...(reason === undefined ? {} : { reason }) });
      void queries.invalidateQueries({ queryKey: ['agent', user.agent] });
      return DONE;
    }
    case 'openContact': {
      await queries.fetchQuery({ ...interactionQuery(api, command.contact), retry: false });
      open(command.contact);
      return DONE;
    }
  }
}

function failure(error: unknown): Outcome {
  if (!(error instanceof ApiError)) return no('failed');
  const detail = error.problem?.detail ?? error.problem?.title ?? null;
  if (error.status === 0 || error.status >= 502) return no('unreachable');
  if (error.status === 403) return no('not-allowed', detail);
  if (error.status === 404) return no('not-found', detail);
  return no('failed', detail);
}
