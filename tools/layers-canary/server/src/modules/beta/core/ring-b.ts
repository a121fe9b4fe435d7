// The other half of the ring.
import { a } from './ring-a.ts';
export const b = () => a;
