// Where every process of Tandem begins: the supervisor, or the child of it that the supervisor names.
import { runEdge } from './roles/edge.ts';
import { runServer } from './roles/server.ts';
import { supervise } from './roles/supervise.ts';

const CHILDREN = { edge: runEdge, server: runServer } as const;

const child = process.env['TANDEM_CHILD'];
if (child === 'edge' || child === 'server') await CHILDREN[child]();
else await supervise(process.argv.slice(2));
