// The rules that must hold whatever happens in whatever order: random lives of a small contact centre, played command by command.
import fc from 'fast-check';
import { WORK_CHANNELS } from '@tandem/contract/routing.ts';
import { expect, test } from 'vitest';
import { lineOf } from './book.ts';
import { broken, brokenAround, neglected } from './check.ts';
import { ineligible } from './eligible.ts';
import { copyOf, emptyState, evolveAll } from './evolve.ts';
import { AGENTS, CONFIGS, LIVES } from './model-centres.ts';
import { offersOf } from './offers.ts';
import { before, placeOf } from './rank.ts';
import { nextTimer } from './settle.ts';
import { agt, configOf, declare, int, Play, que, queueConfig, queueWork, skl, wrk } from './testkit.ts';
import type { Input } from './turn.ts';
import type { LoggedEvent, Outcome, RoutingEvent, RoutingState } from './types.ts';

/** A step of the world; numbers point at works and agents, so that shrinking keeps it meaningful. */
type Step = { what: string; a: number; b: number; ms: number };
const kinds = [
  'queue',
  'queue',
  'queue',
  'answer',
  'answer',
  'declined',
  'no-answer',
  'unreachable',
  'leave',
  'take-back',
  'move',
  'move',
  'release',
  'crash',
  'wrap-up',
  'wrap-up-more',
  'declare',
  'declare',
  'vanish',
  'rush',
  'config',
  'callback',
  'later',
  'occupy',
  'free',
  'tick',
  'tick',
];
const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...kinds),
  a: fc.nat(11),
  b: fc.nat(11),
  ms: fc.constantFrom(0, 0, 1, 700, 6_000, 21_000),
});

function input(play: Play, { what, a, b }: Step, made: { works: number }): Input {
  const open = [...play.state.works.keys()];
  const work = open[a % Math.max(1, open.length)] ?? wrk(999);
  const offer = [...play.state.offers.keys()][a % Math.max(1, play.state.offers.size)] ?? 'off_none';
  const agent = (a % AGENTS) + 1;
  switch (what) {
    case 'queue':
      return queueWork(++made.works, (a % 2) + 1, {
        ...(b % 3 === 0 ? { priority: b % 2 } : {}),
        ...(b % 4 === 1 ? { skills: [{ skill: skl(1), level: 40 }] } : {}),
        ...(b % 5 < 2 ? { channel: WORK_CHANNELS[(a + b) % 4] ?? 'voice' } : {}),
        ...(b % 11 === 3 ? { persons: true } : {}),
        ...(b % 7 < 2 ? { preferred: { agent: agt(agent), forMs: b * 1_000 } } : {}),
      });
    case 'callback':
      return queueWork(++made.works, (a % 2) + 1, { task: 'callback', replaces: work });
    case 'later':
      return queueWork(++made.works, (a % 2) + 1, { task: 'callback', notBefore: play.now + b * 3_000 });
    case 'occupy':
    case 'free':
      return { kind: 'occupy', agent: agt(agent), by: `call ${b % 2}`, occupied: what === 'occupy' };
    case 'answer':
      return { kind: 'offer-answered', offer };
    case 'declined':
    case 'no-answer':
    case 'unreachable':
      return { kind: 'offer-ended', offer, outcome: what as Outcome };
    case 'leave':
      return { kind: 'leave', work };
    case 'take-back':
      return { kind: 'take-back', work, reason: 'moved' };
    case 'move':
      return {
        kind: 'move',
        work,
        note: 'why',
        ...(b % 2 ? { queue: que((b % 3) + 1) } : {}),
        ...(b % 3 ? { agent: b % 4 ? agt(agent) : null } : {}),
        ...(b % 5 ? {} : { priority: b }),
      };
    case 'release':
      return { kind: 'release', work, reason: b % 2 ? 'ended' : b % 4 ? 'transferred' : 'handed-over' };
    case 'crash':
      return { kind: 'release', work, reason: 'system' };
    case 'wrap-up':
      return { kind: 'wrap-up-done', work, agent: play.state.works.get(work)?.offer?.agent ?? agt(agent) };
    case 'wrap-up-more':
      return { kind: 'wrap-up-more', work, agent: play.state.works.get(work)?.offer?.agent ?? agt(agent) };
    case 'declare':
      return declare(agent, { signedIn: b % 5 > 0, presence: b % 3 ? 'available' : 'away', onQueue: b % 4 > 0, reachable: b % 7 > 0 });
    case 'vanish':
      return declare(agent, { reachable: b % 2 === 0 });
    case 'config':
      return { kind: 'config', config: LIVES[b % LIVES.length]! };
    default:
      return { kind: 'tick' };
  }
}

/**
 * Each offer begins once and ends exactly once: taken, ended, or still open. Nobody is offered to two agents, or two to one, unless everybody is rung; and
 * whoever is rung with others falls silent before one of them has the contact, told by whom.
 */
function checkOffers(play: Play): void {
  const open = new Map<string, LoggedEvent & { type: 'work.offered' }>();
  const begun = new Set<string>();
  for (const event of play.events) {
    if (event.type === 'work.offered') {
      expect(begun.has(event.data.offer)).toBe(false);
      for (const other of open.values()) {
        if (other.data.work !== event.data.work) continue;
        expect([other.data.why.rule, event.data.why.rule].every((rule) => rule.startsWith('ring-all'))).toBe(true);
        expect(other.data.agent).not.toBe(event.data.agent);
      }
      begun.add(event.data.offer);
      open.set(event.data.offer, event);
    } else if (event.type === 'work.offer-ended' || event.type === 'work.assigned') {
      expect(open.delete(event.data.offer)).toBe(true);
      const others = [...open.values()].filter(({ data }) => data.work === event.data.work);
      if (event.type === 'work.assigned') expect(others).toEqual([]);
    } else if (event.type === 'work.abandoned' || event.type === 'work.removed') {
      expect([...open.values()].some((offered) => offered.data.work === event.data.work)).toBe(false);
    }
  }
  const stillOpen = [...play.state.works.values()].flatMap((work) => (work.stage === 'offered' ? offersOf(work).map(({ id }) => id) : []));
  expect(stillOpen.sort()).toEqual([...open.keys()].sort());
}

/** No agent offered in this turn to a later item could have been given to an earlier one that still waits. */
function checkOrder(play: Play, made: readonly LoggedEvent[]): void {
  const offered = made.filter((event) => event.type === 'work.offered');
  for (const [n, event] of offered.entries()) {
    const later = new Set(offered.slice(n).map(({ data }) => data.work));
    const work = play.state.works.get(event.data.work)!;
    const found = play.state.agents.get(event.data.agent)!;
    // As he was when it was decided.
    const agent = { ...found, holds: found.holds.filter((id) => !later.has(id)) };
    for (const id of lineOf(play.state)) {
      const waiting = play.state.works.get(id)!;
      if (before(placeOf(waiting, play.state.rules), placeOf(work, play.state.rules)) < 0)
        expect(ineligible(play.state, waiting, agent, play.now)).not.toBeNull();
    }
  }
}

/** The book is looked at by `broken`. */
const factsOf = ({ book: _book, ...facts }: RoutingState): Omit<RoutingState, 'book'> => facts;

const everybody = (): Input[] =>
  Array.from({ length: AGENTS }, (_, n) => declare(n + 1, { signedIn: true, presence: 'available', onQueue: true, reachable: true }));

function life(steps: Step[], batch: boolean): Play {
  const play = new Play();
  const made = { works: 0 };
  const folded: RoutingEvent[] = [];
  const remember = (inputs: Input[]) => {
    const events = play.events.length;
    for (const one of inputs) if (one.kind === 'config') folded.push({ type: 'config.replaced', at: play.now, data: one.config });
    play.do(...inputs);
    folded.push(...play.events.slice(events));
    expect(broken(play.state)).toEqual([]);
    expect(brokenAround(play.state, play.events.slice(events))).toEqual([]);
    expect(neglected(play.state, play.now)).toEqual([]);
    // A timer that is due and not settled would spin the mailbox.
    expect(nextTimer(play.state) ?? Infinity).toBeGreaterThan(play.now);
    checkOrder(play, play.events.slice(events));
  };
  remember([{ kind: 'config', config: CONFIGS[0]! }]);
  for (let i = 0; i < steps.length; i++) {
    play.now += steps[i]!.ms;
    const { what } = steps[i]!;
    // All agents come at once: one match gives out many items.
    const together = what === 'rush' ? everybody() : [input(play, steps[i]!, made)];
    // Sometimes two arrive in one turn, decided on one state: the second must live with what the first did.
    const next = steps[i + 1];
    if (batch && next?.ms === 0 && !['config', 'rush'].includes(next.what)) together.push(input(play, steps[++i]!, made));
    remember(together);
  }
  checkOffers(play);
  expect(factsOf(evolveAll(emptyState(), folded))).toEqual(factsOf(play.state));
  return play;
}

/** All customers gone and all time passed: nobody is left holding anything. */
function checkNobodyStuck(play: Play): void {
  play.do(...[...play.state.works.keys()].map((work): Input => ({ kind: 'leave', work })));
  for (let i = 0; i < 4; i++) play.after(60_000);
  expect(play.state.works.size + play.state.offers.size + lineOf(play.state).length).toBe(0);
  for (const agent of play.state.agents.values()) expect(agent.holds).toEqual([]);
  play.do({ kind: 'config', config: configOf([queueConfig(1, [1, 2, 3, 4, 5])]) });
  for (const agent of play.state.agents.values()) {
    if (agent.occupiedBy !== null) play.do({ kind: 'occupy', agent: agent.id, by: agent.occupiedBy, occupied: false });
  }
  play.do(...everybody());
  for (let n = 1; n <= AGENTS; n++) play.do(queueWork(9_000 + n));
  expect(play.state.offers.size).toBe(AGENTS);
}

/** More, or other, lives for a soak: ROUTING_RUNS=100000 ROUTING_SEED=7. */
const runs = Number(globalThis.process?.env['ROUTING_RUNS'] ?? 1_000);
const seed = Number(globalThis.process?.env['ROUTING_SEED'] ?? 20_261_121);

test.each([
  ['one by one', false],
  ['batched', true],
])('random lives, commands %s', { timeout: 3_600_000 }, (_, batch) => {
  const reached = new Map<string, number>();
  let steps = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (taken) => {
      const play = life(taken, batch);
      steps += taken.length;
      for (const { type, data } of play.events) {
        const detail =
          'outcome' in data
            ? 'takenBy' in data
              ? 'taken'
              : data.outcome
            : 'stage' in data
              ? data.stage
              : 'wrapUpEnd' in data
                ? data.wrapUpEnd
                : type === 'work.removed'
                  ? data.reason
                  : '';
        reached.set(`${type} ${detail}`.trim(), (reached.get(`${type} ${detail}`.trim()) ?? 0) + 1);
      }
      checkNobodyStuck(play);
    }),
    { numRuns: runs, seed },
  );
  // Lives that never came to one of these would prove little about it.
  expect([...reached.keys()].sort()).toEqual([
    'agent.occupied',
    'presence.changed',
    'work.abandoned queue',
    'work.abandoned ring',
    'work.assigned',
    'work.completed done',
    'work.completed none',
    'work.completed timed-out',
    'work.due',
    'work.moved',
    'work.offer-ended declined',
    'work.offer-ended no-answer',
    'work.offer-ended taken',
    'work.offer-ended unreachable',
    'work.offer-ended withdrawn',
    'work.offered',
    'work.queued',
    'work.released',
    'work.removed callback',
    'work.removed moved',
    'work.removed system',
    'work.removed timed-out',
    'work.wrap-up-extended',
  ]);
  expect(steps).toBeGreaterThan(runs * 20);
  if (globalThis.process?.env['ROUTING_RUNS']) process.stdout.write(`${steps} steps, ${reached.get('work.offered')} offers\n`);
});

test('the checks themselves see a broken state', () => {
  const play = new Play();
  play.do({ kind: 'config', config: CONFIGS[0]! }, declare(1), declare(2), queueWork(1), queueWork(2));
  const stolen = play.state.works.get(wrk(2))!;
  const works = new Map(play.state.works).set(wrk(2), { ...stolen, offer: { ...stolen.offer!, agent: play.agentOf(1)! } });
  expect(broken({ ...play.state, works }).join()).toContain('does not know of his work');
  const held = play.state.agents.get(agt(1))!;
  const agents = new Map(play.state.agents).set(agt(1), { ...held, holds: [wrk(1), wrk(2)] });
  expect(broken({ ...play.state, agents }).join()).toContain('which is not his');
  const idle = copyOf(play.state);
  const waiting = evolveAll(idle, [
    { type: 'work.abandoned', at: play.now, data: { interaction: int(1), work: wrk(1), queue: que(1), stage: 'ring', waitedMs: 0 } },
  ]);
  // Whoever rang for it knows of nothing: the log never says so without the end of the offer before it.
  expect(broken(waiting).join()).toContain('which is not his');
  const both = copyOf(play.state);
  const second = { interaction: int(2), work: wrk(2), queue: que(1) };
  const { id: ringing, agent: other, why } = stolen.offer!;
  const twice: LoggedEvent[] = [
    { type: 'work.offer-ended', at: play.now, data: { ...second, offer: ringing, agent: other, outcome: 'withdrawn' } },
    { type: 'work.offered', at: play.now, data: { ...second, offer: 'off_1', agent: agt(1), expiresAt: play.now + 1, why } },
  ];
  expect(brokenAround(evolveAll(both, twice), twice).join()).toContain('has 2 of voice, of which he may have 1');
  const late = copyOf(play.state);
  evolveAll(late, [{ type: 'presence.changed', at: play.now, data: { ...held.declared!, agent: agt(3) } }]);
  evolveAll(late, [
    {
      type: 'work.queued',
      at: play.now,
      data: { interaction: int(5), work: wrk(5), queue: que(1), channel: 'voice', priority: 0, skills: [], queuedAt: play.now },
    },
  ]);
  expect(neglected(late, play.now)).toEqual([wrk(5)]);
  expect(broken(late).join()).toContain('somebody could be given to');
});
