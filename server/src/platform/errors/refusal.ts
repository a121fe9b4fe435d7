// Where a refusal (an expected no of a pure core) leaves the module: it becomes the application error of the same code.
import type { Refusal } from '../../kernel/result.ts';
import { AppError } from './types.ts';

export function refused(refusal: Refusal): AppError {
  return new AppError(refusal.code, { ...refusal.detail });
}
