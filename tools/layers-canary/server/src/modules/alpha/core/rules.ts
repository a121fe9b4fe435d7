// Allowed: core may use the kernel.
import { now } from '../../../kernel/time.ts';
export const alpha = now;
