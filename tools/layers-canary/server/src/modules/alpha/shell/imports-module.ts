// Breaks `module-shell`: modules never import modules, not even by their door.
export { beta } from '../../beta/index.ts';
