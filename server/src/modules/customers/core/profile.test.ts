// What a caller is called before he is known, and what changes make of his profile.
import { describe, expect, test } from 'vitest';
import { nameOf, patchProfile, sealedForm, unknownCaller } from './profile.ts';

describe('profile', () => {
  test.each([
    [{ kind: 'e164', e164: '+8613800138000' } as const, '+8613800138000'],
    [{ kind: 'extension', extension: '4001' } as const, '4001'],
    [{ kind: 'service', country: 'CN', digits: '95555' } as const, '95555'],
    [{ kind: 'unknown', text: 'sipp' } as const, 'sipp'],
    [{ kind: 'unknown', text: '' } as const, 'anonymous'],
  ])('%o is named %s', (address, name) => expect(nameOf(address)).toBe(name));

  test('naming a caller makes him known; other changes do not', () => {
    const caller = unknownCaller({ kind: 'unknown', text: 'sipp' });
    expect(patchProfile(caller, { note: 'rang twice' }).known).toBe(false);
    expect(patchProfile(caller, { name: 'Wang Fang' })).toMatchObject({ name: 'Wang Fang', known: true });
    expect(patchProfile({ ...caller, known: true }, { name: 'sipp' }).known).toBe(true);
  });

  test('null clears, absence keeps, tags are a set', () => {
    const profile = { ...unknownCaller({ kind: 'unknown', text: 'a' }), level: 'gold', language: 'en' as const };
    expect(patchProfile(profile, { level: null, tags: ['a', 'b', 'a'] })).toMatchObject({ level: null, language: 'en', tags: ['a', 'b'] });
  });

  test('the sealed form holds all of it', () => {
    const profile = unknownCaller({ kind: 'unknown', text: 'a' });
    expect(JSON.parse(sealedForm(profile, 'a'))).toEqual({ ...profile, address: 'a' });
    expect(JSON.parse(sealedForm(profile))).toEqual(profile);
  });
});
