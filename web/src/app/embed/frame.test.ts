import { describe, expect, test } from 'vitest';
import { mayHold, targetsOf } from './frame.ts';

const crm = 'https://crm.test';
const embedding = { tenant: 'demo', origins: [crm, 'https://other.test'] };

describe('the page around the desk', () => {
  test('may hold it where it is listed', () => {
    expect(mayHold({ framed: true, ancestor: crm }, 'demo', embedding)).toBe(true);
    expect(mayHold({ framed: true, ancestor: crm }, null, embedding)).toBe(true);
    expect(mayHold({ framed: true, ancestor: 'https://evil.test' }, 'demo', embedding)).toBe(false);
    expect(mayHold({ framed: true, ancestor: crm }, 'demo', { tenant: 'demo', origins: [] })).toBe(false);
  });

  test("may not where its address names another tenant than the user's: that one's list let it in", () => {
    expect(mayHold({ framed: true, ancestor: null }, 'another', embedding)).toBe(false);
    expect(mayHold({ framed: true, ancestor: crm }, 'another', embedding)).toBe(false);
    expect(mayHold({ framed: true, ancestor: null }, 'demo', embedding)).toBe(true);
  });

  test('without one around it the desk is a window of its own, and tells nobody anything', () => {
    expect(mayHold({ framed: false, ancestor: null }, null, { tenant: 'demo', origins: [] })).toBe(true);
    expect(targetsOf({ framed: false, ancestor: null }, embedding.origins)).toEqual([]);
  });

  test('messages are for it alone, or by name for those it may be', () => {
    expect(targetsOf({ framed: true, ancestor: crm }, embedding.origins)).toEqual([crm]);
    expect(targetsOf({ framed: true, ancestor: 'https://evil.test' }, embedding.origins)).toEqual([]);
    expect(targetsOf({ framed: true, ancestor: null }, embedding.origins)).toEqual(embedding.origins);
  });
});
