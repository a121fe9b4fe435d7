// The reference rows of Erlang C and A that simulations are held against: sim/theory/data.
import fs from 'node:fs';
import path from 'node:path';
import type { Line } from '../../server/src/kernel/erlang.ts';

export type Row = Line & {
  /** Mean patience, seconds; null where everybody waits until served. */
  patienceS: number | null;
  blocks: number | null;
  waits: number;
  abandons: number;
  waitS: number;
  occupancy: number;
  servedWithin20: number;
};

/** The rows of a file of sim/theory/data, each a record by the head line's names. */
export function readTable(file: string): Record<string, string>[] {
  const [head, ...lines] = fs
    .readFileSync(path.join(import.meta.dirname, 'data', file), 'utf8')
    .trim()
    .split(/\r?\n/u);
  const names = head!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, n) => [names[n]!, cell])));
}

const lineOf = (row: Record<string, string>): Line => ({
  arrivalsPerSecond: Number(row['calls_per_interval']) / Number(row['interval_s']),
  serviceS: Number(row['aht_s']),
  servers: Number(row['servers']),
});

export function referenceC(): Row[] {
  return readTable('erlang_bc_reference.csv').map((row) => ({
    ...lineOf(row),
    patienceS: null,
    blocks: Number(row['erlang_b_exact']),
    waits: Number(row['erlang_c_exact']),
    abandons: 0,
    waitS: Number(row['asa_all_s']),
    occupancy: Number(row['occupancy']),
    servedWithin20: Number(row['service_level_20s_pyworkforce']),
  }));
}

export function referenceA(): Row[] {
  return readTable('erlang_a_reference.csv').map((row) => ({
    ...lineOf(row),
    patienceS: Number(row['patience_mean_s']),
    blocks: null,
    waits: Number(row['p_wait']),
    abandons: Number(row['p_abandon']),
    waitS: Number(row['mean_wait_all_s']),
    occupancy: Number(row['occupancy']),
    servedWithin20: Number(row['service_level_20s']),
  }));
}
