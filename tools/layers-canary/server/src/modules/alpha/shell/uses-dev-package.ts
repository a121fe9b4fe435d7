// Breaks `no-dev-in-product`.
export { vi } from 'vitest';
