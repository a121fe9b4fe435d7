// Which checks are answered, where media goes, and until when.
import { beforeEach, describe, expect, it } from 'vitest';
import type { SecuredMedia } from '../../ports.ts';
import { IceLite, type Place } from './ice-lite.ts';
import { check, type Check } from './test-browser.ts';

const media = (local: string, remote: string): SecuredMedia => ({
  local: { ufrag: local, pwd: `${local}-password-of-ours` },
  remote: { ufrag: remote, pwd: `${remote}-password` },
  fingerprint: { algorithm: 'sha-256', value: '' },
  role: 'client',
});
const FIRST = media('ours', 'theirs');
const SECOND = media('ours2', 'theirs2');
const checkOf = ({ local, remote }: SecuredMedia, more: Partial<Check> = {}): Buffer =>
  check({ username: `${local.ufrag}:${remote.ufrag}`, pwd: local.pwd, ...more });

let answers: { type: number; to: Place }[] = [];
let ice: IceLite;
beforeEach(() => {
  answers = [];
  ice = new IceLite((message, to) => answers.push({ type: (message[0]! << 8) | message[1]!, to }), { current: null }, 0);
  ice.setCredentials(FIRST);
});

describe('a check', () => {
  it('is answered where it came from, and that is where media goes', () => {
    ice.check(checkOf(FIRST), '192.0.2.7', 4_000, 1);
    expect(answers).toEqual([{ type: 0x0101, to: { ip: '192.0.2.7', port: 4_000 } }]);
    expect(ice.current).toEqual({ ip: '192.0.2.7', port: 4_000 });
    expect([ice.knows('192.0.2.7', 4_000), ice.knows('192.0.2.7', 4_001), ice.knows('192.0.2.8', 4_000)]).toEqual([true, false, false]);
  });

  it.each([
    ['with another password', { pwd: 'guessed' }],
    ['for somebody else', { username: 'ours:stranger' }],
    ['for another of ours', { username: 'yours:theirs' }],
  ])('%s is not', (_, more) => {
    ice.check(checkOf(FIRST, more), '192.0.2.7', 4_000, 1);
    expect([answers, ice.current, ice.consents(2)]).toEqual([[], null, false]);
  });

  it('from port 0, and noise, is not', () => {
    ice.check(checkOf(FIRST), '192.0.2.7', 0, 1);
    ice.check(Buffer.alloc(40), '192.0.2.7', 4_000, 1);
    expect(answers).toEqual([]);
  });

  it('of one who is controlled too tells it to take control', () => {
    ice.check(checkOf(FIRST, { controlled: true }), '192.0.2.7', 4_000, 1);
    expect([answers.map(({ type }) => type), ice.current]).toEqual([[0x0111], null]);
  });
});

describe('media', () => {
  it('follows the nomination, not every check', () => {
    ice.check(checkOf(FIRST, { nominates: false }), '192.0.2.7', 4_000, 1);
    ice.check(checkOf(FIRST, { nominates: false }), '192.0.2.8', 4_000, 2);
    expect(ice.current?.ip).toBe('192.0.2.7');
    ice.check(checkOf(FIRST), '192.0.2.8', 4_000, 3);
    expect(ice.current?.ip).toBe('192.0.2.8');
    ice.check(checkOf(FIRST), '192.0.2.9', 4_000, 4);
    expect(ice.current?.ip).toBe('192.0.2.9');
  });

  it('stops where nobody asks for it for half a minute, and goes on where somebody does', () => {
    ice.check(checkOf(FIRST), '192.0.2.7', 4_000, 1_000);
    expect([ice.consents(30_999), ice.consents(31_000)]).toEqual([true, false]);
    ice.check(checkOf(FIRST), '192.0.2.7', 4_000, 40_000);
    expect(ice.consents(40_001)).toBe(true);
  });

  it('stays where it is after a restart until the new way is nominated; then the old one is gone', () => {
    ice.check(checkOf(FIRST), '192.0.2.7', 4_000, 1);
    ice.setCredentials(SECOND);
    ice.check(checkOf(FIRST), '192.0.2.7', 4_000, 2);
    expect([answers.length, ice.current?.ip]).toEqual([2, '192.0.2.7']);
    ice.check(checkOf(SECOND), '192.0.2.8', 5_000, 3);
    expect(ice.current).toEqual({ ip: '192.0.2.8', port: 5_000 });
    ice.check(checkOf(FIRST), '192.0.2.7', 4_000, 4);
    expect(answers).toHaveLength(3);
    expect([ice.knows('192.0.2.7', 4_000), ice.knows('192.0.2.8', 5_000)]).toEqual([false, true]);
  });

  it('follows media along a new way before that is nominated, where nothing comes along the old one', () => {
    ice.check(checkOf(FIRST), '192.0.2.7', 4_000, 1);
    ice.heard('192.0.2.7', 4_000, 1_000);
    ice.setCredentials(SECOND);
    ice.check(checkOf(SECOND, { nominates: false }), '192.0.2.8', 5_000, 1_050);
    ice.heard('192.0.2.8', 5_000, 1_100);
    expect(ice.current?.ip).toBe('192.0.2.7');
    ice.heard('192.0.2.8', 5_000, 1_200);
    expect(ice.current).toEqual({ ip: '192.0.2.8', port: 5_000 });
    // What was nominated stays, whatever comes from elsewhere.
    ice.check(checkOf(SECOND), '192.0.2.9', 6_000, 1_300);
    ice.heard('192.0.2.8', 5_000, 2_000);
    expect(ice.current?.ip).toBe('192.0.2.9');
  });

  it('goes on in another room without a new check', () => {
    ice.check(checkOf(FIRST), '192.0.2.7', 4_000, 1);
    const there = new IceLite(() => undefined, { current: ice.current }, 10_000);
    there.setCredentials(FIRST);
    expect([there.current?.ip, there.knows('192.0.2.7', 4_000), there.consents(20_000)]).toEqual(['192.0.2.7', true, true]);
  });
});
