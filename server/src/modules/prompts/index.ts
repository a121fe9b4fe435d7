// The only door of prompts.
import { createHeard } from './shell/heard.ts';
import { createPrompts, type PromptsDeps } from './shell/prompts.ts';

export type { PromptPorts } from './ports.ts';
export { promptRoutes } from './shell/routes.ts';

export type Prompts = ReturnType<typeof createPromptsModule>;

export function createPromptsModule(deps: PromptsDeps) {
  return { ...createPrompts(deps), heard: createHeard(deps) };
}
