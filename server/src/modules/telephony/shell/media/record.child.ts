// A process to be killed: records one leg that hears a 500 Hz tone. Arguments: file, base64 data key. Says `recording` when it does.
import { createMediaPool } from './pool.ts';
import { pause, TestPhone } from './test-phone.ts';

const [file, key] = process.argv.slice(2);
const call = 'cal_00000000-0000-7000-8000-000000000001';
const leg = 'leg_00000000-0000-7000-8000-000000000001';
const pool = createMediaPool({ host: '127.0.0.1', ports: { from: 42_060, to: 42_080 }, workers: 1, promptsDir: '.' });
const phone = await TestPhone.create();
const { port } = await pool.open(leg, call);
pool.setRemote(leg, phone.remote());
phone.talk(port, 500);
await pause(200);
pool.record({
  recording: 'rec_00000000-0000-7000-8000-000000000001',
  call,
  left: [leg],
  right: [],
  path: file!,
  dataKey: Buffer.from(key!, 'base64'),
  wrappedKey: 'wrapped',
});
process.stdout.write('recording\n');
await pause(60_000);
