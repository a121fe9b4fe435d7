// A reader in a process of its own that kills itself in the middle of a batch: `node killed-reader.child.ts <url> <name> <seq to die at>`.
import { sql } from 'kysely';
import { createDb } from '../../db/pool.ts';
import { createEventLog } from '../eventlog.ts';

const [url = '', name = '', dieAt = '0'] = process.argv.slice(2);
const db = createDb({ url, size: 4, writeMs: 15_000 });
const log = createEventLog({ db, url, clock: { now: () => Date.now() }, sequence: false });
const reader = await log.reader({
  name,
  batch: 3,
  async handle(tx, events) {
    for (const { seq } of events) {
      await sql`insert into effect (reader, seq) values (${name}, ${seq})`.execute(tx.tables());
      if (seq === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
    }
  },
});
await reader.caughtUp();
await log.stop();
await db.close();
