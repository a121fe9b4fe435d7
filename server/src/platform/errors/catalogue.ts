// The error catalogue: every code once, with its HTTP status and its words in both languages. `docs/guides/errors.md` is made from it.
import { ACCESS_ERRORS } from './catalogue/access.ts';
import { BACKUP_ERRORS } from './catalogue/backup.ts';
import { DESK_ERRORS } from './catalogue/desk.ts';
import { FLOOR_ERRORS } from './catalogue/floor.ts';
import { HISTORY_ERRORS } from './catalogue/history.ts';
import { IDENTITY_ERRORS } from './catalogue/identity.ts';
import { LANE_ERRORS } from './catalogue/lanes.ts';
import { WORKER_ERRORS } from './catalogue/workers.ts';
import { MESSAGING_ERRORS } from './catalogue/messaging.ts';
import { MODULE_ERRORS } from './catalogue/modules.ts';
import { PLANNING_ERRORS } from './catalogue/planning.ts';
import { PLATFORM_ERRORS } from './catalogue/platform.ts';
import { PROMPT_ERRORS } from './catalogue/prompts.ts';
import { REMOVAL_ERRORS } from './catalogue/removal.ts';
import { REPORT_ERRORS } from './catalogue/reports.ts';
import { START_ERRORS } from './catalogue/start.ts';
import type { ErrorEntry } from './catalogue/entry.ts';

export const ERRORS = {
  ...ACCESS_ERRORS,
  ...IDENTITY_ERRORS,
  ...PLATFORM_ERRORS,
  ...BACKUP_ERRORS,
  ...MODULE_ERRORS,
  ...DESK_ERRORS,
  ...FLOOR_ERRORS,
  ...LANE_ERRORS,
  ...WORKER_ERRORS,
  ...MESSAGING_ERRORS,
  ...REMOVAL_ERRORS,
  ...REPORT_ERRORS,
  ...PROMPT_ERRORS,
  ...START_ERRORS,
  ...HISTORY_ERRORS,
  ...PLANNING_ERRORS,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
