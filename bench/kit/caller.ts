// One call of one caller: dial support, wait for an agent, talk, hang up; and what went wrong on the way.
import { listen, type Hearing } from '../../sim/hearing.ts';
import type { PhoneCall, Softphone } from '../../sim/softphone.ts';
import { tonePayload } from '../../sim/tones.ts';
import { eventually } from '../../tests/kit/processes.ts';
import { MU_LAW } from './centre.ts';
import { callerHz } from './tones.ts';

/** `toAgentMs`: from dialling until caller and agent heard each other. */
export type Outcome = { n: number; toAgentMs: number | null; problem: string | null };

export type CallerOptions = {
  n: number;
  line: Softphone;
  agentsHz: readonly number[];
  agentHears: ReadonlyMap<number, Hearing>;
  talkMs: number;
};

const PATIENCE_MS = 60_000;
/** Share of the packets of a conversation in which the other side must be heard. */
const HEARD = 0.95;

export const numberOf = (n: number): string => `+86138001${String(39_000 + n).padStart(5, '0')}`;

export async function startCaller({ n, line, agentsHz, agentHears, talkMs }: CallerOptions): Promise<Outcome> {
  const startedAt = performance.now();
  let call: PhoneCall | null = null;
  let toAgentMs: number | null = null;
  try {
    call = await line.call('4002', { from: numberOf(n), wish: MU_LAW });
    await call.answered(PATIENCE_MS);
    const hearing = listen(call.media, agentsHz);
    const payload = tonePayload(callerHz(n));
    call.media.say((into) => into.set(payload));
    const agent = await eventually(`caller ${n} to talk with an agent`, () => both(n, hearing, agentHears), PATIENCE_MS, 20);
    toAgentMs = performance.now() - startedAt;
    const there = agentHears.get(agent)!;
    hearing.mark();
    there.mark();
    const ended = await Promise.race([call.over, pause(talkMs)]);
    const problem =
      ended !== 'elapsed' ? 'cut off while talking' : (badly(hearing, agent, talkMs, 'caller') ?? badly(there, n, talkMs, 'agent'));
    await call.leave();
    return { n, toAgentMs, problem };
  } catch (error) {
    await call?.leave();
    return { n, toAgentMs, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The agent whom the caller hears and who hears the caller. */
function both(n: number, hearing: Hearing, agentHears: ReadonlyMap<number, Hearing>): number | null {
  const agent = hearing.now();
  return agent !== null && agentHears.get(agent)?.now() === n ? agent : null;
}

function badly(hearing: Hearing, other: number, talkMs: number, who: string): string | null {
  const counts = hearing.counts();
  const heard = counts.get(other) ?? 0;
  const strangers = [...counts].reduce((sum, [tone, count]) => (tone === other ? sum : sum + count), 0);
  if (strangers > 0) return `${who} heard a stranger in ${strangers} packets`;
  return heard < (talkMs / 20) * HEARD ? `${who} heard the other in ${heard} of ${talkMs / 20} packets` : null;
}

function pause(ms: number): Promise<'elapsed'> {
  return new Promise((resolve) => setTimeout(() => resolve('elapsed'), ms));
}
