// Where the repository lies on disk. Plain JavaScript, because Node 20 runs it before Node 24 is installed.
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
