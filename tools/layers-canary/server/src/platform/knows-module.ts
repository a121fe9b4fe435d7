// Breaks `platform`: the platform knows no module.
export { alpha } from '../modules/alpha/index.ts';
