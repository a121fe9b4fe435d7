// What somebody holds and may hand on: permissions as a set, and how two of them compare. Nobody gives more than he has.
import { scopesOffered, type Action, type Permission, type Scope } from '@tandem/contract/permissions.ts';

export type Held = (action: Action) => Scope | null;

/**
 * Whether what is held in one scope may be given in another. Team and queue lie beside each other, neither within the other; what is one's
 * own is within all of them.
 */
export function mayGive(held: Scope | null, wanted: Scope): boolean {
  if (held === null) return false;
  return held === 'tenant' || held === wanted || wanted === 'own' || (held === 'site' && wanted === 'team');
}

/** What both of two scopes reach, as wide as that is. */
export function narrower(one: Scope | null, other: Scope | null): Scope | null {
  if (one === null || other === null) return null;
  return mayGive(one, other) ? other : mayGive(other, one) ? one : 'own';
}

/** A list as a lookup. What this version does not know, or offers in no such scope, is not held. */
export function heldOf(permissions: readonly { action: string; scope: string }[]): Held {
  const held = new Map(permissions.map(({ action, scope }) => [action, scope as Scope]));
  return (action) => {
    const scope = held.get(action);
    return scope !== undefined && scopesOffered(action).includes(scope) ? scope : null;
  };
}

/** What a key may: as it was given, but never more than its maker now. Where only `own` is common and not offered, nothing. */
export function within(key: Held, maker: Held): Held {
  return (action) => {
    const scope = narrower(key(action), maker(action));
    return scope !== null && scopesOffered(action).includes(scope) ? scope : null;
  };
}

/** Those of the permissions that the holder may not hand on. */
export function beyond(held: Held, permissions: readonly Permission[]): Permission[] {
  return permissions.filter(({ action, scope }) => !mayGive(held(action), scope));
}

/** Those that do not exist: a scope the action does not know, or one action twice. */
export function notOffered(permissions: readonly Permission[]): Permission[] {
  return permissions.filter(
    ({ action, scope }, i) => !scopesOffered(action).includes(scope) || permissions.findIndex((each) => each.action === action) !== i,
  );
}

/** `users:write (tenant)`, for messages. */
export function named(permissions: readonly Permission[]): string[] {
  return permissions.map(({ action, scope }) => `${action} (${scope})`);
}
