// Breaks `web`: the browser knows nothing of the server.
export { now } from '../../../server/src/kernel/time.ts';
