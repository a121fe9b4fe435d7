// Whether the log is whole: read from the database's own tables, after everything.
import pg from 'pg';
import { expect } from 'vitest';
import { connectionConfig } from '../../server/src/platform/db/connection.ts';
import { startEmbedded } from '../../server/src/platform/db/embedded.ts';
import type { Tandem } from './tandem.ts';

type LogRow = { seq: number; tenant: string; stream: string; version: number; type: string; data: Record<string, any>; at: number };

/** Stops Tandem in order, and reads its whole log from the data folder. The folder stays. */
export async function stopAndReadLog(tandem: Tandem): Promise<LogRow[]> {
  await tandem.program.stop('SIGTERM');
  const database = await startEmbedded({ dataDir: tandem.folder });
  const client = new pg.Client(connectionConfig(database.url, 'log truth'));
  await client.connect();
  try {
    const { rows } = await client.query<LogRow>('select seq, tenant, stream, version, type, data, at from event_log order by seq');
    const { rows: open } = await client.query('select call from telephony_call where ended_at is null');
    expect(open, 'calls that never end').toEqual([]);
    const { rows: left } = await client.query('select id from event_pending');
    expect(left, 'events without a number').toEqual([]);
    return rows;
  } finally {
    await client.end();
    await database.stop();
  }
}

/** What must be so in every log: numbers without a gap, versions without a gap in each stream, and each fact of a call once. */
export function expectWhole(rows: readonly LogRow[]): void {
  rows.forEach((row, i) => expect(Number(row.seq)).toBe(i + 1));
  const versions = new Map<string, number>();
  const facts = new Map<string, number>();
  for (const { stream, version, type, data, at } of rows) {
    expect(Number(version), `${stream} ${type}`).toBe((versions.get(stream) ?? 0) + 1);
    versions.set(stream, Number(version));
    const fact = factOf(type, data, at);
    if (fact !== null) facts.set(fact, (facts.get(fact) ?? 0) + 1);
  }
  expect([...facts].filter(([, times]) => times > 1)).toEqual([]);
}

/** What can happen once only, by what tells it from others of its kind; null where it may come again. */
function factOf(type: string, data: Record<string, any>, at: number): string | null {
  switch (type) {
    case 'interaction.started':
    case 'interaction.ended':
    case 'call.arrived':
      return `${type} ${data['interaction']}`;
    case 'call.leg-ended':
    case 'call.answered':
      return `${type} ${data['leg']}`;
    case 'work.queued':
    case 'work.assigned':
    case 'work.completed':
    case 'work.removed':
      return `${type} ${data['work']}`;
    case 'work.offered':
    case 'work.offer-ended':
      return `${type} ${data['offer']}`;
    case 'flow.started':
    case 'flow.ended':
      return `${type} ${data['run']}`;
    case 'flow.node-entered':
      return `${type} ${data['run']} ${data['node']} ${at}`;
    case 'recording.started':
    case 'recording.sealed':
      return `${type} ${data['recording']}`;
    case 'call.held':
    case 'call.resumed':
    case 'call.bridged':
      return `${type} ${data['interaction']} ${at}`;
    default:
      return null;
  }
}
