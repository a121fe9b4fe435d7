// Breaks `web-areas`: areas never import each other.
export { view } from '../desktop/view.ts';
