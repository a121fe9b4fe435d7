// What may be handed on, cut down and typed: tables of cases, and the two rules that must hold for any permissions.
import { ACTIONS, SCOPES, scopesOffered, type Permission } from '@tandem/contract/permissions.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beyond, heldOf, mayGive, named, narrower, notOffered, within } from './grants.ts';
import { permissionsOf } from './permissions.ts';
import { readRecoveryCode, readTimeCode, recoveryCode } from './recovery-codes.ts';

const permission = fc
  .constantFrom(...ACTIONS)
  .chain((action) => fc.constantFrom(...scopesOffered(action)).map((scope): Permission => ({ action, scope })));
const permissions = fc.uniqueArray(permission, { selector: ({ action }) => action });

describe('giving', () => {
  it.each([
    ['tenant', 'tenant', true],
    ['tenant', 'own', true],
    ['site', 'team', true],
    ['site', 'queue', false],
    ['queue', 'team', false],
    ['team', 'queue', false],
    ['team', 'own', true],
    ['own', 'team', false],
    [null, 'own', false],
  ] as const)('%s may give %s: %s', (held, wanted, may) => expect(mayGive(held, wanted)).toBe(may));

  it.each([
    ['tenant', 'team', 'team'],
    ['team', 'tenant', 'team'],
    ['team', 'queue', 'own'],
    ['queue', null, null],
  ] as const)('%s and %s have %s in common', (one, other, both) => expect(narrower(one, other)).toBe(both));

  it('a key never may what its maker may not', () => {
    fc.assert(
      fc.property(permissions, permissions, (key, maker) => {
        const both = within(heldOf(key), heldOf(maker));
        for (const action of ACTIONS) {
          const scope = both(action);
          if (scope === null) continue;
          expect(mayGive(heldOf(maker)(action), scope)).toBe(true);
          expect(mayGive(heldOf(key)(action), scope)).toBe(true);
          expect(scopesOffered(action)).toContain(scope);
        }
      }),
    );
  });

  it('everybody may hand on all he has, and nothing he has not', () => {
    fc.assert(
      fc.property(permissions, permissions, (has, gives) => {
        expect(beyond(heldOf(has), has)).toEqual([]);
        for (const each of gives) if (!has.some(({ action }) => action === each.action)) expect(beyond(heldOf(has), gives)).toContain(each);
      }),
    );
  });

  it('a permission exists once and in the scopes its action knows', () => {
    expect(notOffered([{ action: 'users:write', scope: 'team' }])).toHaveLength(1);
    expect(
      notOffered([
        { action: 'kpis:read', scope: 'own' },
        { action: 'kpis:read', scope: 'tenant' },
      ]),
    ).toHaveLength(1);
    expect(heldOf([{ action: 'users:write', scope: 'team' }])('users:write')).toBeNull();
    for (const role of ['agent', 'supervisor', 'administrator'] as const) expect(named(notOffered(permissionsOf(role)))).toEqual([]);
    for (const action of ACTIONS)
      expect(scopesOffered(action).toSorted((a, b) => SCOPES.indexOf(a) - SCOPES.indexOf(b))).toEqual(scopesOffered(action));
  });
});

describe('codes', () => {
  it('a recovery code is read as it was written, however it is typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
        const code = recoveryCode(bytes);
        expect(code).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
        expect(readRecoveryCode(` ${code.toUpperCase().replace(/-/g, ' ')}`)).toBe(code.replace(/-/g, ''));
        expect(readRecoveryCode(code.replaceAll('0', 'O').replaceAll('1', 'l'))).toBe(code.replace(/-/g, ''));
      }),
    );
  });
  it.each([
    ['123 456', '123456'],
    ['12345', null],
    ['1234567', null],
    ['abcdef', null],
  ])('%s is the time code %s', (typed, code) => expect(readTimeCode(typed)).toBe(code));
  it.each(['', '123456', 'abcd-efgh-jkmn', 'uuuu-uuuu-uuuu-uuuu'])('%s is no recovery code', (typed) =>
    expect(readRecoveryCode(typed)).toBeNull(),
  );
});
