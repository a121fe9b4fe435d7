// Breaks `no-test-in-product`.
export { beta } from '../core/imports-module.test.ts';
