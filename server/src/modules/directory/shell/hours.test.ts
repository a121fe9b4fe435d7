// Opening hours over weeks, nights, holidays and the two days a year on which the clock jumps.
import { describe, expect, test } from 'vitest';
import type { Opening } from '@tandem/contract/opening.ts';
import { faultOfOpening } from './hours.ts';
import { wallClock } from './wall-clock.ts';
import { openAt } from '../core/hours.ts';

const office: Opening = {
  zone: 'Asia/Shanghai',
  week: [
    { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' },
    { days: [5], from: '22:00', to: '02:00' },
  ],
  special: [
    { on: { date: '2026-12-25' }, name: { en: 'Christmas' }, holiday: true, open: [] },
    { on: { date: '2026-12-24' }, name: { en: 'Christmas Eve' }, holiday: false, open: [{ from: '09:00', to: '12:00' }] },
    { on: { rule: 'FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1,2,3' }, name: { en: 'National Day' }, holiday: true, open: [] },
  ],
};
const at = (opening: Opening, iso: string, override: Parameters<typeof openAt>[1] = null) => {
  const ms = Date.parse(iso);
  return openAt(opening, override, wallClock(ms, opening.zone), ms).state;
};

test.each([
  ['a Monday at nine', '2026-11-23T09:00:00+08:00', 'open'],
  ['a minute before', '2026-11-23T08:59:59+08:00', 'closed'],
  ['at the end', '2026-11-23T18:00:00+08:00', 'closed'],
  ['Sunday', '2026-11-22T12:00:00+08:00', 'closed'],
  ['Friday night', '2026-11-27T23:00:00+08:00', 'open'],
  ['after that midnight', '2026-11-28T01:59:00+08:00', 'open'],
  ['its end', '2026-11-28T02:00:00+08:00', 'closed'],
  ['a holiday on a Friday', '2026-12-25T10:00:00+08:00', 'holiday'],
  ['the night of the holiday is closed too', '2026-12-26T01:00:00+08:00', 'closed'],
  ['a short day, open', '2026-12-24T11:00:00+08:00', 'open'],
  ['a short day, over', '2026-12-24T13:00:00+08:00', 'closed'],
  ['a holiday by rule', '2030-10-02T10:00:00+08:00', 'holiday'],
])('%s', (_, iso, state) => {
  expect(at(office, iso)).toBe(state);
});

test('a word by hand wins until its time', () => {
  const noon = Date.parse('2026-11-23T12:00:00+08:00');
  expect(at(office, '2026-11-23T11:00:00+08:00', { state: 'closed', until: noon })).toBe('closed');
  expect(at(office, '2026-11-23T12:00:00+08:00', { state: 'closed', until: noon })).toBe('open');
  expect(at(office, '2026-12-25T12:00:00+08:00', { state: 'open', until: null })).toBe('open');
});

describe('daylight saving in Berlin', () => {
  const night = (from: string, to: string): Opening => ({ zone: 'Europe/Berlin', week: [{ days: [7], from, to }], special: [] });
  test('spring: the hour from two to three does not come', () => {
    const opening = night('02:00', '03:00');
    expect(at(opening, '2026-03-29T00:59:59Z')).toBe('closed');
    // 02:00 CET is 03:00 CEST.
    expect(at(opening, '2026-03-29T01:00:00Z')).toBe('closed');
    expect(at(night('01:30', '03:30'), '2026-03-29T01:10:00Z')).toBe('open');
    expect(at(night('01:30', '03:30'), '2026-03-29T01:30:00Z')).toBe('closed');
  });
  test('autumn: the hour from two to three comes twice', () => {
    const opening = night('02:00', '03:00');
    expect(at(opening, '2026-10-25T00:30:00Z')).toBe('open');
    expect(at(opening, '2026-10-25T01:30:00Z')).toBe('open');
    expect(at(opening, '2026-10-25T02:00:00Z')).toBe('closed');
  });
});

test('whole days', () => {
  const always: Opening = { zone: 'UTC', week: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }], special: [] };
  for (const iso of ['2026-11-23T00:00:00Z', '2026-11-23T23:59:59Z', '2028-02-29T12:00:00Z']) expect(at(always, iso)).toBe('open');
});

describe('special days by RFC 5545, in the wall time of Berlin', () => {
  const opening = (...special: Opening['special']): Opening => ({
    zone: 'Europe/Berlin',
    week: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }],
    special,
  });
  const closed = (on: Opening['special'][number]['on']) => opening({ on, holiday: true, open: [] });
  test('the first and last minute of a day on which the clock jumps', () => {
    const last = closed({ rule: 'FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU' });
    // 2026-03-29 is 23 hours long there, 2026-10-25 is 25.
    expect(at(last, '2026-03-28T22:59:59Z')).toBe('open');
    expect(at(last, '2026-03-28T23:00:00Z')).toBe('holiday');
    expect(at(last, '2026-03-29T21:59:59Z')).toBe('holiday');
    expect(at(last, '2026-03-29T22:00:00Z')).toBe('open');
    expect(at(last, '2026-10-24T22:00:00Z')).toBe('holiday');
    expect(at(last, '2026-10-25T22:59:59Z')).toBe('holiday');
    expect(at(last, '2026-10-25T23:00:00Z')).toBe('open');
  });
  test('every second Friday from a first one, without those taken out', () => {
    const friday = closed({ rule: 'DTSTART:20260102\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=FR\nEXDATE:20260130' });
    expect(at(friday, '2026-01-16T12:00:00Z')).toBe('holiday');
    expect(at(friday, '2026-01-23T12:00:00Z')).toBe('open');
    expect(at(friday, '2026-01-30T12:00:00Z')).toBe('open');
  });
  test('a stay of several days, over the end of a year', () => {
    for (const on of [
      { date: '2026-12-30', days: 4 },
      { rule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30', days: 4 },
    ]) {
      expect(at(closed(on), '2026-12-29T12:00:00Z')).toBe('open');
      expect(at(closed(on), '2026-12-30T12:00:00Z')).toBe('holiday');
      expect(at(closed(on), '2027-01-02T12:00:00Z')).toBe('holiday');
      expect(at(closed(on), '2027-01-03T12:00:00Z')).toBe('open');
    }
  });
});

test('what cannot be read is told', () => {
  expect(faultOfOpening(office)).toBeNull();
  expect(faultOfOpening({ ...office, zone: 'Mars/Base' })).toEqual({
    en: 'Mars/Base is no time zone',
    'zh-CN': 'Mars/Base 不是有效的时区',
  });
  const on = (value: Opening['special'][number]['on']): Opening => ({ ...office, special: [{ on: value, holiday: true, open: [] }] });
  expect(faultOfOpening(on({ date: '2026-02-30' }))?.en).toContain('2026-02-30');
  for (const rule of ['FREQ=HOURLY', 'FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1', 'FREQ=YEARLY;BYMONTH=1', 'x'])
    for (const words of Object.values(faultOfOpening(on({ rule })) ?? {})) expect(words).toContain(rule);
  // The Chinese sentence has no English word of ours in it.
  expect(faultOfOpening(on({ rule: 'FREQ=YEARLY;BYMONTH=1' }))?.['zh-CN']).toBe(
    '因为 FREQ=YEARLY;BYMONTH=1，规则 FREQ=YEARLY;BYMONTH=1 需要起始日，例如一行 DTSTART:20260105',
  );
});
