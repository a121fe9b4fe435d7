// Breaks `web-live-api`: data knows no components.
export { button } from '../ui/button.ts';
export const live = 1;
