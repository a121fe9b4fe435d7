// Breaks `module-test`: another module.
export { beta } from '../../beta/index.ts';
