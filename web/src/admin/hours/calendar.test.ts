// Days of a calendar file as special days.
import { expect, test } from 'vitest';
import { isThere, meaningsOf, specialOf, textOf } from './calendar.ts';

const given = { from: '10:00', to: '16:00' };
const short = { name: { en: 'Eve' }, on: { date: '2026-12-24' }, open: [{ from: '09:00', to: '12:00' }], next: '2026-12-24' };

test('each meaning gives its hours', () => {
  expect(specialOf(short, 'holiday', given)).toEqual({ on: short.on, name: short.name, holiday: true, open: [] });
  expect(specialOf(short, 'closed', given)).toMatchObject({ holiday: false, open: [] });
  expect(specialOf(short, 'event', given)).toMatchObject({ holiday: false, open: short.open });
  expect(specialOf({ ...short, name: null }, 'given', given)).toEqual({ on: short.on, holiday: false, open: [given] });
  expect(meaningsOf({ open: null })).not.toContain('event');
});

test('what is there already is told', () => {
  expect(isThere(short, [{ on: { date: '2026-12-24' }, holiday: true, open: [] }])).toBe(true);
  expect(isThere(short, [{ on: { date: '2026-12-24', days: 2 }, holiday: true, open: [] }])).toBe(false);
});

test('text in UTF-8 and in GB 18030', () => {
  expect(textOf(new TextEncoder().encode('春节').buffer)).toBe('春节');
  expect(textOf(new Uint8Array([0xb4, 0xba, 0xbd, 0xda]).buffer)).toBe('春节');
});
