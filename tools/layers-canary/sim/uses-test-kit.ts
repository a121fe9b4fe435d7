// Breaks `sim`: the network outside knows no test.
export { kit } from '../tests/kit/kit.ts';
