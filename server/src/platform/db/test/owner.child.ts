// A process that owns an embedded database until it is killed: `node owner.child.ts <data folder>` prints its URL and the server's pid.
import { startEmbedded } from '../embedded.ts';

const database = await startEmbedded({ dataDir: process.argv[2] ?? '' });
process.stdout.write(`${JSON.stringify({ url: database.url, pid: database.pid })}\n`);
setInterval(() => undefined, 60_000);
