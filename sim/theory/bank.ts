// A real call centre's month: staffing and patience fitted on its first three weeks, the fourth predicted from its arrivals and held against what happened.
import { erlangA } from '../../server/src/kernel/erlang.ts';
import { createDice } from '../../server/src/kernel/dice.ts';
import { readTable } from './reference.ts';

type Interval = {
  /** The day's service times, as a multiple of those fitted. */ slower?: number;
  date: string;
  slot: string;
  kind: string;
  offered: number;
  abandoned: number;
  waitS: number;
  served: number;
  serviceS: number;
};
export type Prediction = {
  date: string;
  offered: number;
  abandonment: number;
  predictedAbandonment: number;
  meanWaitS: number;
  predictedWaitS: number;
};
export type Bank = {
  days: readonly Prediction[];
  patienceS: number;
  /** Over the whole week, and the mean of the days' absolute errors. */
  whole: {
    offered: number;
    abandonment: number;
    predictedAbandonment: number;
    meanWaitS: number;
    predictedWaitS: number;
    dayErrorPoints: number;
    dayErrorS: number;
  };
};

const LENGTH_S = 900;
/** The last seven days, 22 to 28 February. */
const TEST_FROM = '1999-02-22';
const REPLICATIONS = 40;

/** `serviceTimes`: of the predicted days their mean service time is known too, not only who came when. */
export function predictBank(seed: number, serviceTimes: boolean): Bank {
  const intervals = read();
  const training = intervals.filter((each) => each.date < TEST_FROM);
  // Censored exponential: those who gave up over all time anybody spent waiting.
  const patienceS = sum(training, 'waitS') / sum(training, 'abandoned');
  const staff = fit(training, patienceS);
  const days = [
    ...Map.groupBy(
      intervals.filter((each) => each.date >= TEST_FROM),
      (each) => each.date,
    ),
  ].map(([date, list]) => predict(date, serviceTimes ? ownService(list, staff) : list, staff, patienceS, seed));
  const offered = sum(days, 'offered');
  const weighted = (key: 'abandonment' | 'predictedAbandonment' | 'meanWaitS' | 'predictedWaitS'): number =>
    days.reduce((total, day) => total + day[key] * day.offered, 0) / offered;
  return {
    days,
    patienceS,
    whole: {
      offered,
      abandonment: weighted('abandonment'),
      predictedAbandonment: weighted('predictedAbandonment'),
      meanWaitS: weighted('meanWaitS'),
      predictedWaitS: weighted('predictedWaitS'),
      dayErrorPoints: (100 * days.reduce((total, day) => total + Math.abs(day.predictedAbandonment - day.abandonment), 0)) / days.length,
      dayErrorS: days.reduce((total, day) => total + Math.abs(day.predictedWaitS - day.meanWaitS), 0) / days.length,
    },
  };
}

function read(): Interval[] {
  const rows = readTable('bank-1999-02-15min.csv');
  return [...Map.groupBy(rows, (row) => `${row['date']} ${row['interval_start']}`)].map(([key, list]) => {
    const total = (name: string): number => list.reduce((all, row) => all + Number(row[name]), 0);
    const [date = '', slot = ''] = key.split(' ');
    return {
      date,
      slot,
      kind: kindOf(date),
      offered: total('offered'),
      abandoned: total('abandoned'),
      waitS: total('total_wait_s'),
      served: total('served_with_time'),
      serviceS: total('total_service_s'),
    };
  });
}

/** Israel's week: Sunday to Thursday are alike, Friday is short, Saturday opens in the evening. */
function kindOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 5 ? 'friday' : day === 6 ? 'saturday' : 'weekday';
}

type Staff = ReadonlyMap<string, { servers: number; serviceS: number }>;

/** For each quarter of an hour of each kind of day: as many servers (fractions too) as make Erlang A's abandonment, summed over its days, that of the training weeks. */
function fit(training: readonly Interval[], patienceS: number): Staff {
  const overall = sum(training, 'serviceS') / sum(training, 'served');
  return new Map(
    [...Map.groupBy(training, (each) => `${each.kind} ${each.slot}`)].map(([key, list]) => {
      const served = sum(list, 'served');
      const serviceS = served === 0 ? overall : sum(list, 'serviceS') / served;
      const waited = sum(list, 'waitS');
      const abandoned = sum(list, 'abandoned');
      // Waits say more than the few who gave up: both are used, as the time waited in all.
      const aim = (waited + abandoned * patienceS) / 2;
      let [low, high] = [0.5, 40];
      for (let n = 0; n < 40; n++) {
        const middle = (low + high) / 2;
        const expected = list.reduce(
          (all, each) => all + each.offered * between(each.offered / LENGTH_S, serviceS, middle, patienceS).waitS,
          0,
        );
        if (expected > aim) low = middle;
        else high = middle;
      }
      return [key, { servers: high, serviceS }];
    }),
  );
}

/** Erlang A between two whole numbers of servers; below one, everybody's wait grows as if they came that much more often. */
function between(arrivalsPerSecond: number, serviceS: number, servers: number, patienceS: number): { waitS: number; abandons: number } {
  const low = Math.max(1, Math.floor(servers));
  const share = Math.max(0, servers - low);
  const [a, b] = [low, low + 1].map((whole) => erlangA({ arrivalsPerSecond, serviceS, servers: whole }, patienceS));
  return { waitS: a!.waitS + share * (b!.waitS - a!.waitS), abandons: a!.abandons + share * (b!.abandons - a!.abandons) };
}

function ownService(list: readonly Interval[], staff: Staff): Interval[] {
  const expected = list.reduce((all, { kind, slot, served }) => all + served * (staff.get(`${kind} ${slot}`)?.serviceS ?? 0), 0);
  const slower = expected === 0 ? 1 : sum(list, 'serviceS') / expected;
  return list.map((each) => ({ ...each, slower }));
}

/** The day played through, as a line that is long at one quarter's end is long as the next begins. Uses of the day only how many came when. */
function predict(date: string, list: readonly Interval[], staff: Staff, patienceS: number, seed: number): Prediction {
  const dice = createDice(seed);
  const offered = sum(list, 'offered');
  let [gaveUp, waited] = [0, 0];
  for (let replication = 0; replication < REPLICATIONS; replication++) {
    const free: number[] = [];
    for (const { kind, slot, offered: came, slower = 1 } of list.toSorted((a, b) => (a.slot < b.slot ? -1 : 1))) {
      const from = secondsOf(slot);
      const { servers, serviceS } = staff.get(`${kind} ${slot}`) ?? { servers: 2, serviceS: 180 };
      const whole = Math.max(1, Math.floor(servers) + (dice.chance(servers % 1) ? 1 : 0));
      // Who goes home finishes his talk: the first to be free stay, as many as there are to be.
      free.sort((a, b) => a - b);
      while (free.length > whole) free.pop();
      while (free.length < whole) free.push(from);
      const arrivals = Array.from({ length: came }, () => from + dice.roll() * LENGTH_S).sort((a, b) => a - b);
      for (const at of arrivals) {
        const first = free.indexOf(Math.min(...free));
        const wait = Math.max(0, free[first]! - at);
        const patience = dice.gap(patienceS);
        waited += Math.min(wait, patience);
        if (wait > patience) gaveUp++;
        else free[first] = at + wait + dice.gap(serviceS * slower);
      }
    }
  }
  return {
    date,
    offered,
    abandonment: sum(list, 'abandoned') / offered,
    predictedAbandonment: gaveUp / REPLICATIONS / offered,
    meanWaitS: sum(list, 'waitS') / offered,
    predictedWaitS: waited / REPLICATIONS / offered,
  };
}

const secondsOf = (slot: string): number => Number(slot.slice(0, 2)) * 3_600 + Number(slot.slice(3)) * 60;

function sum<K extends string>(list: readonly Record<K, number>[], key: K): number {
  return list.reduce((total, each) => total + each[key], 0);
}

export function tellBank({ days, patienceS, whole }: Bank, knowing: string): string {
  const line = (label: string, each: Omit<Prediction, 'date'>): string =>
    `${label}  ${String(each.offered).padStart(5)}  ${percent(each.abandonment)}  ${percent(each.predictedAbandonment)}  ${seconds(each.meanWaitS)}  ${seconds(each.predictedWaitS)}`;
  return [
    `The bank's fourth week from ${knowing}, patience ${patienceS.toFixed(0)} s: offered, abandoned and predicted %, mean wait and predicted s`,
    ...days.map((day) => line(day.date, day)),
    line('whole week', whole),
    `Mean error of a day: ${whole.dayErrorPoints.toFixed(1)} points of abandonment, ${whole.dayErrorS.toFixed(1)} s of wait.`,
  ].join('\n');
}

const percent = (share: number): string => (100 * share).toFixed(1).padStart(6);
const seconds = (value: number): string => value.toFixed(1).padStart(6);
