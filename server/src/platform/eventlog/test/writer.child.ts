// A process that appends without end until it is killed, for the crash test: `node writer.child.ts <url> <tenant>`.
import { randomBytes } from 'node:crypto';
import type { TenantId } from '@tandem/contract/ids.ts';
import { makeId } from '../../../kernel/ids.ts';
import { createDb } from '../../db/pool.ts';
import { createEventLog } from '../eventlog.ts';

const [url = '', tenant = ''] = process.argv.slice(2);
const clock = { now: () => Date.now() };
const db = createDb({ url, name: 'writer', size: 5, writeMs: 15_000 });
const log = createEventLog({ db, url, clock });
process.stdout.write('writing\n');

async function write(stream: string): Promise<never> {
  for (;;) {
    const customer = makeId('cus', Date.now(), randomBytes(10));
    const event = { stream, type: 'customer.erased', data: { customer }, actor: { kind: 'system', part: 'writer' } } as const;
    await db.tenant(tenant as TenantId, (tx) => log.append(tx, [event, event, event]));
  }
}

await Promise.all(['one', 'two', 'three', 'four'].map(write));
