// Breaks `package-test`: a package does not know the server.
export { now } from '../../../server/src/kernel/time.ts';
