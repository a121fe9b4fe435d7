// Which scopes the caller may hand on, as the server has it: shown beforehand, decided there.
import type { Scope } from '@tandem/contract/permissions.ts';

export function mayGive(held: Scope | null, wanted: Scope): boolean {
  if (held === null) return false;
  return held === 'tenant' || held === wanted || wanted === 'own' || (held === 'site' && wanted === 'team');
}
