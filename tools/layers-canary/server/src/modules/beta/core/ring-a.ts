// Breaks `no-cycles`.
import { b } from './ring-b.ts';
export const a = () => b;
