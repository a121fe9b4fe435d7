// One call of one caller: dial the menu, choose support, wait for an agent, talk, hang up; and what went wrong on the way.
import { listen, type Hearing } from '../../sim/hearing.ts';
import type { PhoneCall, Softphone } from '../../sim/softphone.ts';
import { chordPayload } from '../../sim/tones.ts';
import { eventually } from '../../tests/kit/processes.ts';
import { MU_LAW } from './centre.ts';
import { callerVoice, heardAgent } from './tones.ts';

/** `toAgentMs`: from dialling until caller and agent heard each other. */
export type Outcome = {
  n: number;
  toAgentMs: number | null;
  problem: string | null;
  /** Share of the talk, 0 to 1, in which each heard the other, of whoever heard less. */ heard: number;
};

export type CallerOptions = {
  n: number;
  line: Softphone;
  agentHears: ReadonlyMap<number, Hearing>;
  talkMs: number;
};

const PATIENCE_MS = 60_000;
const KEY_AFTER_MS = 800;
/** Every third packet tells enough of who speaks, and leaves the processor to Tandem. */
export const LISTEN_EVERY = 3;
/** Below this share of the packets of a conversation nobody would call it one. */
const HEARD = 0.5;

export const numberOf = (n: number): string => `+86138001${String(39_000 + n).padStart(5, '0')}`;

export async function startCaller({ n, line, agentHears, talkMs }: CallerOptions): Promise<Outcome> {
  const startedAt = performance.now();
  let call: PhoneCall | null = null;
  let toAgentMs: number | null = null;
  try {
    call = await line.call('4001', { from: numberOf(n), wish: MU_LAW });
    await call.answered(PATIENCE_MS);
    const hearing = listen(call.media, heardAgent, LISTEN_EVERY);
    const payload = chordPayload(callerVoice(n));
    // Into the greeting, as people who know the menu do.
    await pause(KEY_AFTER_MS);
    await call.media.press('2');
    call.media.say((into) => into.set(payload));
    const agent = await eventually(`caller ${n} to talk with an agent`, () => both(n, hearing, agentHears), PATIENCE_MS, 20);
    toAgentMs = performance.now() - startedAt;
    const there = agentHears.get(agent)!;
    hearing.mark();
    there.mark();
    const ended = await Promise.race([call.over, pause(talkMs)]);
    const problem =
      ended !== 'elapsed' ? 'cut off while talking' : (badly(hearing, agent, talkMs, 'caller') ?? badly(there, n, talkMs, 'agent'));
    const heard = Math.min(share(hearing, agent, talkMs), share(there, n, talkMs));
    await call.leave();
    return { n, toAgentMs, problem, heard };
  } catch (error) {
    await call?.leave();
    return { n, toAgentMs, problem: error instanceof Error ? error.message : String(error), heard: 0 };
  }
}

/** The agent whom the caller hears and who hears the caller. */
function both(n: number, hearing: Hearing, agentHears: ReadonlyMap<number, Hearing>): number | null {
  const agent = hearing.now();
  return agent !== null && agentHears.get(agent)?.now() === n ? agent : null;
}

const share = (hearing: Hearing, other: number, talkMs: number): number =>
  Math.min(1, (hearing.counts().get(other) ?? 0) / (talkMs / 20 / LISTEN_EVERY));

function badly(hearing: Hearing, other: number, talkMs: number, who: string): string | null {
  const strangers = [...hearing.counts()].reduce((sum, [party, count]) => (party === other ? sum : sum + count), 0);
  if (strangers > 0) return `${who} heard a stranger in ${strangers} packets`;
  const heard = share(hearing, other, talkMs);
  return heard < HEARD ? `${who} heard the other in ${Math.round(heard * 100)} % of the talk` : null;
}

function pause(ms: number): Promise<'elapsed'> {
  return new Promise((resolve) => setTimeout(() => resolve('elapsed'), ms));
}
