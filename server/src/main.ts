// Where every process of Tandem begins: the supervisor, or the child of it that the supervisor names.
import module from 'node:module';
import path from 'node:path';

// Compiled code is kept from one start to the next, for children and threads too: it halves what loading takes. Not writable: no cache.
const cache = (process.env['NODE_COMPILE_CACHE'] ??= path.resolve(import.meta.dirname, '../../node_modules/.cache/tandem-compiled'));
module.enableCompileCache(cache);

// Each process loads its own part only: the others' would double what a start takes.
const child = process.env['TANDEM_CHILD'];
if (child === 'edge') await (await import('./roles/edge.ts')).runEdge();
else if (child === 'server') await (await import('./roles/server.ts')).runServer();
else await (await import('./roles/supervise.ts')).supervise(process.argv.slice(2));
