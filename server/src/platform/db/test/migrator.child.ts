// A second starter, for the test that two of them may migrate at once: `node migrator.child.ts <url>` prints how many files it applied.
import { migrate } from '../migrate.ts';

const applied = await migrate({ url: process.argv[2] ?? '' });
process.stdout.write(`${applied.length}\n`);
