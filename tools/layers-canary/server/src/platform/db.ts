// Allowed: the platform may use the kernel and Node.
import { hostname } from 'node:os';
import { now } from '../kernel/time.ts';
export const db = [hostname(), now];
