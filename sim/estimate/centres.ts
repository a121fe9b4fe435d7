// The centres whose estimates are judged: one queue calm and busy, large and small, talks of little and of much spread, callers who give up, shared agents, shifts that change.
import type { AgentId, QueueId, WorkId } from '@tandem/contract/ids.ts';
import { ok } from '../../server/src/kernel/result.ts';
import type { Input } from '../../server/src/modules/routing/core/turn.ts';
import { createDice, type Dice } from '../../server/src/kernel/dice.ts';
import type { Contact } from '../../server/src/modules/routing/core/twin/play.ts';

const SECOND = 1_000;
const HOUR = 3_600_000;

type Line = { perHour: readonly number[]; talkS: number; spread: number | 'exponential'; patienceS: number | null };
export type Centre = {
  name: string;
  lines: readonly Line[];
  /** For each agent: which lines he serves, and in which of the hours he is there (all where left out). */
  agents: readonly { lines: readonly number[]; hours?: readonly [from: number, to: number] }[];
};

const HOURS = 24;
const flat = (perHour: number): number[] => Array.from({ length: HOURS }, () => perHour);
const many = (count: number, lines: readonly number[], hours?: readonly [number, number]): Centre['agents'] =>
  Array.from({ length: count }, () => (hours ? { lines, hours } : { lines }));
const line = (perHour: readonly number[], part: Partial<Line> = {}): Line => ({
  perHour,
  talkS: 180,
  spread: 0.5,
  patienceS: null,
  ...part,
});
/** Load by the hour as a day has it, around the mean. */
const waves = (mean: number, depth: number): number[] =>
  Array.from({ length: HOURS }, (_, hour) => mean * (1 + depth * Math.sin((hour / HOURS) * 6 * Math.PI)));

/** 180 s of talk and 20 s of wrap-up: an agent serves 18 an hour, less what ringing takes. */
export const CENTRES: readonly Centre[] = [
  { name: '5 agents, 80 %', lines: [line(flat(70))], agents: many(5, [0]) },
  { name: '20 agents, 90 %', lines: [line(flat(320))], agents: many(20, [0]) },
  { name: '20 agents, 98 %', lines: [line(flat(344))], agents: many(20, [0]) },
  { name: '20 agents, 98 %, exponential talks', lines: [line(flat(344), { spread: 'exponential' })], agents: many(20, [0]) },
  { name: '20 agents, 110 %, callers give up after 4 min', lines: [line(flat(390), { patienceS: 240 })], agents: many(20, [0]) },
  { name: '20 agents, 140 %, callers give up after 10 min', lines: [line(flat(495), { patienceS: 600 })], agents: many(20, [0]) },
  { name: '100 agents, 105 %, callers give up after 5 min', lines: [line(flat(1_850), { patienceS: 300 })], agents: many(100, [0]) },
  {
    name: 'two queues, 10 agents each, 10 of both, 105 %',
    lines: [line(flat(270), { patienceS: 420 }), line(flat(250), { talkS: 240, patienceS: 420 })],
    agents: [...many(10, [0]), ...many(10, [1]), ...many(10, [0, 1])],
  },
  {
    name: 'three queues of unlike talks, all agents serve all, 108 %',
    lines: [
      line(flat(150), { patienceS: 480 }),
      line(flat(60), { talkS: 420, patienceS: 480 }),
      line(flat(120), { talkS: 90, patienceS: 480 }),
    ],
    agents: many(22, [0, 1, 2]),
  },
  {
    name: 'load goes up and down by 30 %, shifts of 16 to 26 agents',
    lines: [line(waves(350, 0.3), { patienceS: 480 })],
    agents: [...many(16, [0]), ...many(5, [0], [4, 14]), ...many(5, [0], [10, 20])],
  },
];

const que = (n: number): QueueId => `que_${n}`;

/** A day and a night of it. */
export function openCentre(centre: Centre, seed: number): { given: { at: number; input: Input }[]; contacts: Contact[]; end: number } {
  const dice = createDice(seed);
  const members = centre.agents.map((_, n): AgentId => `agt_${String(n).padStart(4, '0')}`);
  const queues = centre.lines.map((_, n) => ({
    id: que(n),
    name: { en: `line ${n}` },
    wrapUpMs: 20 * SECOND,
    offerTimeoutMs: 20 * SECOND,
    maxWaitMs: null,
    priority: 0,
    skills: [],
    members: members.filter((_agent, agent) => centre.agents[agent]!.lines.includes(n)),
  }));
  const there = { signedIn: true, presence: 'available', reason: null, reachable: true } as const;
  const on = (agent: AgentId, onQueue: boolean): Input => ({ kind: 'declare', agent, decide: () => ok([{ agent, ...there, onQueue }]) });
  const given = [
    { at: 0, input: { kind: 'config', config: { queues, agents: [] } } as const },
    ...centre.agents.flatMap(({ hours: [from, to] = [0, HOURS + 1] }, n) => [
      { at: from * HOUR, input: on(members[n]!, true) },
      ...(to > HOURS ? [] : [{ at: to * HOUR, input: on(members[n]!, false) }]),
    ]),
  ].toSorted((a, b) => a.at - b.at);
  const contacts = centre.lines.flatMap((each, n) => callers(each, n, dice)).toSorted((a, b) => a.at - b.at);
  return { given, contacts, end: (HOURS + 1) * HOUR };
}

function callers({ perHour, talkS, spread, patienceS }: Line, n: number, dice: Dice): Contact[] {
  const contacts: Contact[] = [];
  const most = Math.max(...perHour);
  // Thinning: as many as in the busiest hour, of whom some do not come.
  for (let at = dice.gap(HOUR / most); at < HOURS * HOUR; at += dice.gap(HOUR / most)) {
    if (!dice.chance(perHour[Math.floor(at / HOUR)]! / most)) continue;
    const work: WorkId = `wrk_${n}_${String(contacts.length).padStart(6, '0')}`;
    // The median of a log-normal variate whose mean is `talkS`.
    const talk = spread === 'exponential' ? dice.gap(talkS) : dice.human(talkS * Math.exp((-spread * spread) / 2), spread);
    const answersAfterMs = Math.round(dice.human(3 * SECOND, 0.4));
    contacts.push({
      at: Math.round(at),
      queue: { kind: 'queue', work, interaction: `int_${n}_${contacts.length}`, queue: que(n) },
      patienceMs: patienceS === null ? Infinity : Math.round(dice.gap(patienceS * SECOND)),
      talkMs: Math.round(talk * SECOND),
      wrapUpMs: Infinity,
      reacts: () => ({ afterMs: answersAfterMs, does: 'answer' }),
    });
  }
  return contacts;
}
