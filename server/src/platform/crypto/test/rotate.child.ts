// Rotates the master key and dies, as by `kill -9`, right after the step it is told: rotate.child.ts <database url> <data folder> <step>.
import { createDb } from '../../db/pool.ts';
import { rotateMaster } from '../rotate-master.ts';

const [url = '', dataDir = '', wanted = ''] = process.argv.slice(2);
const db = createDb({ url, size: 1 });
await rotateMaster({
  db,
  dataDir,
  told: (step) => {
    if (step === wanted) process.kill(process.pid, 'SIGKILL');
  },
});
