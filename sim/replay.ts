// `npm run sim:replay`: a day of an installation decided again by the engine, and what other rules or staffing would have made of it. Reads only.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { reachEmbedded } from '../server/src/platform/db/reach.ts';
import { compare } from '../server/src/modules/routing/core/twin/compare.ts';
import { apply, readChange } from '../server/src/modules/routing/core/twin/change.ts';
import { dayOf } from '../server/src/modules/routing/core/twin/day.ts';
import { differences, figuresOf, figuresPlayed } from '../server/src/modules/routing/core/twin/figures.ts';
import { readHistory } from './twin/log.ts';
import { assumptions, tellComparison, tellDifference } from './twin/tell.ts';
import { chancesOf, replicate } from '../server/src/modules/routing/core/twin/world.ts';

const LEAST_REPLICATIONS = 2;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

/** 0: every decision was the same; 1: some differ. */
async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tenant: { type: 'string', default: 'demo' },
      day: { type: 'string' },
      data: { type: 'string' },
      database: { type: 'string' },
      as: { type: 'string' },
      replications: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.day === undefined) throw new Error('Which day? --day 2026-11-22');
  const change = values.as === undefined ? null : readChange(fs.readFileSync(values.as, 'utf8'));
  const [replications, seed] = [Number(values.replications), Number(values.seed)];
  if (!Number.isInteger(replications) || replications < LEAST_REPLICATIONS)
    throw new Error(`--replications is a whole number of at least ${LEAST_REPLICATIONS}.`);
  if (!Number.isInteger(seed)) throw new Error('--seed is a whole number.');
  const reached = await database(values.database, values.data);
  try {
    const { history, from, to } = await readHistory({ url: reached.url, tenant: values.tenant, day: values.day });
    const day = dayOf(history.events, from, to);
    const same = compare(history, from);
    const other = change === null ? null : whatIf();
    if (values.json)
      console.log(
        JSON.stringify({ from, to, replay: same, ...(other ? { replications, assumed: assumptions(day), figures: other } : {}) }),
      );
    else {
      console.log(tellComparison(same));
      if (other)
        console.log(
          `\n${tellDifference(other, replications)}\n\nAssumed:\n${assumptions(day)
            .map((line) => `- ${line}`)
            .join('\n')}`,
        );
    }
    return same.differences.length === 0 ? 0 : 1;

    function whatIf() {
      const asked = change!;
      const chances = chancesOf(day);
      const [asItWas, changed] = [apply(day, {}), apply(day, asked)];
      const played = (applied: typeof asItWas) =>
        Array.from({ length: replications }, (_, n) =>
          figuresPlayed(replicate(day, chances, applied, seed * 1_000_003 + n), applied.queues, asked.costPerAgentHour),
        );
      return differences(figuresOf(day.recorded, asItWas.queues), played(asItWas), played(changed));
    }
  } finally {
    await reached.close();
  }
}

/** A database by its address, else that of a data folder: a running one is asked, one that stands still is started for the time. */
async function database(url: string | undefined, data: string | undefined): Promise<{ url: string; close(): Promise<void> }> {
  const given = url ?? (data === undefined ? process.env['DATABASE_URL'] : undefined);
  if (given) return { url: given, close: () => Promise.resolve() };
  return reachEmbedded({ dataDir: data ?? process.env['TANDEM_DATA'] ?? path.resolve(import.meta.dirname, '../data') });
}
