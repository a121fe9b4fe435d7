// What has a history that people can go back in, and who may.
import type { Action } from './permissions.ts';

/**
 * Kinds of `config.changed` that have a history, each with the action that changes it: who has that for the whole tenant sees and restores
 * them. Rows of lookup tables have none: they are about customers.
 */
export const HISTORY_ACTIONS = {
  queue: 'queues:write',
  skill: 'queues:write',
  'routing-rules': 'queues:write',
  'agent-skills': 'agents:write',
  flow: 'flows:publish',
  prompt: 'prompts:write',
  hours: 'queues:write',
  dispositions: 'dispositions:write',
  number: 'numbers:write',
  trunk: 'numbers:write',
  device: 'devices:write',
  user: 'users:write',
  team: 'users:write',
  site: 'users:write',
  role: 'roles:write',
  'api-key': 'api-keys:write',
  tenant: 'users:write',
  retention: 'retention:write',
  'conversation-rule': 'conversations:write',
  threshold: 'thresholds:write',
  'alert-limits': 'thresholds:write',
  wallboard: 'wallboards:share',
  lane: 'lanes:write',
  'digital-worker': 'workers:write',
  'chat-site': 'chat-sites:write',
} as const satisfies Readonly<Record<string, Action>>;
export type HistoryKind = keyof typeof HISTORY_ACTIONS;
export const HISTORY_KINDS = Object.keys(HISTORY_ACTIONS) as readonly HistoryKind[];
