// The only door of ai.
export { createAi, type Ai } from './shell/ai.ts';
