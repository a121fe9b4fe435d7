// Whether calls were recorded right: the caller's voice on the left channel, his agent's on the right, nobody else's on either.
import { FRAME_SAMPLES, encodeAudio } from '@tandem/rtp';
import { channelsOf } from '../../tests/kit/audio.ts';
import { eventually } from '../../tests/kit/processes.ts';
import { numberOf } from './caller.ts';
import type { Centre } from './centre.ts';
import type { Inspector } from './leaks.ts';
import { heardAgent, heardCaller } from './tones.ts';

type Listed = { id: string; remote: string; agent: { id: string } | string | null };
type Detail = { recordings: { id: string; state: string }[] };

/** Share of the conversation in which each tone must stand in its channel. */
const HEARD = 0.9;

export async function checkRecordings(centre: Centre, sample: number, talkSeconds: number): Promise<{ recordings: number; wrong: number }> {
  const { items } = await centre.admin.get<{ items: Listed[] }>('/interactions?limit=200');
  const step = Math.max(1, Math.floor(items.length / sample));
  const chosen = items.filter((_item, i) => i % step === 0).slice(0, sample);
  let recordings = 0;
  let wrong = 0;
  for (const item of chosen) {
    const sealed = await eventually(`the recording of ${item.id}`, () => sealedOf(centre, item.id)).catch(() => null);
    recordings += 1;
    const problem = sealed === null ? 'no sealed recording' : await listenTo(centre, sealed, item, talkSeconds);
    if (problem === null) continue;
    wrong += 1;
    console.log(`recording of ${item.id}: ${problem}`);
  }
  return { recordings, wrong };
}

/** Recordings that were begun and of which nothing, or not all, was kept. */
export async function lostRecordings({ database }: Inspector): Promise<number> {
  const sql = "select count(*) from recording where state <> 'sealed' or whole is not true";
  return Number((await database.query<{ count: number }>(sql)).rows[0]!.count);
}

async function sealedOf({ admin }: Centre, interaction: string): Promise<string | null> {
  const { recordings } = await admin.get<Detail>(`/interactions/${interaction}`);
  return recordings.length === 1 && recordings[0]!.state === 'sealed' ? recordings[0]!.id : null;
}

async function listenTo(centre: Centre, recording: string, item: Listed, talkSeconds: number): Promise<string | null> {
  const answer = await centre.admin.raw(`/recordings/${recording}/audio`);
  if (!answer.ok) return `status ${answer.status}`;
  const [left = new Int16Array(), right = new Int16Array()] = channelsOf(new Uint8Array(await answer.arrayBuffer()));
  const caller = Array.from({ length: 1_000 }, (_unused, n) => n).find((n) => numberOf(n) === item.remote);
  if (caller === undefined) return `unknown caller ${item.remote}`;
  const agentId = typeof item.agent === 'object' ? item.agent?.id : item.agent;
  const agent = centre.agents.findIndex(({ api }) => api.user.agent === agentId);
  const wanted = talkSeconds * 50 * HEARD;
  const [customerHeard, agentHeard] = [packetsWith(left, heardCaller, caller), packetsWith(right, heardAgent, agent)];
  if (customerHeard < wanted || agentHeard < wanted) return `caller in ${customerHeard}, agent in ${agentHeard} packets, ${wanted} wanted`;
  const crossed = packetsWith(left, heardAgent, agent) + packetsWith(right, heardCaller, caller);
  return crossed > 0 ? `the wrong channel in ${crossed} packets` : null;
}

function packetsWith(samples: Int16Array, who: (payload: Uint8Array) => number | null, party: number): number {
  const payload = new Uint8Array(FRAME_SAMPLES);
  let count = 0;
  for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES) {
    encodeAudio('PCMU', samples.subarray(at, at + FRAME_SAMPLES), payload, 0);
    if (who(payload) === party) count += 1;
  }
  return count;
}
