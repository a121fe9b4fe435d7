// Calendar files as offices publish them, and a year of opening hours, over zones and daylight saving.
import { expect, test } from 'vitest';
import type { Opening } from '@tandem/contract/opening.ts';
import { calendarOf, previewOpening } from './hours-preview.ts';
import { instantOf } from './wall-clock.ts';

const now = Date.parse('2026-11-23T10:00:00+08:00');
const file = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'X-WR-CALNAME:Holidays', ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'])]
    .concat('END:VCALENDAR', '')
    .join('\r\n');
const read = (text: string, zone = 'Asia/Shanghai') => calendarOf({ text, zone }, now);

test('days, stays of several days, rules and their exceptions', () => {
  const found = read(
    file(
      ['UID:1', 'SUMMARY:春节', 'DTSTART;VALUE=DATE:20270205', 'DTEND;VALUE=DATE:20270212'],
      ['UID:2', 'SUMMARY;LANGUAGE=en:Christmas\\, day', 'DTSTART;VALUE=DATE:20201225', 'RRULE:FREQ=YEARLY', 'EXDATE;VALUE=DATE:20261225'],
      // Folded in the middle of a word (section 3.1), an alarm inside.
      ['UID:3', 'SUMMARY:Stock', ' taking', 'DTSTART;VALUE=DATE:20261130', 'BEGIN:VALARM', 'DTSTART:20200101', 'END:VALARM'],
      ['UID:4', 'SUMMARY:Was', 'DTSTART;VALUE=DATE:20250101'],
      ['UID:5', 'SUMMARY:Off', 'STATUS:CANCELLED', 'DTSTART;VALUE=DATE:20270101'],
      ['UID:6', 'SUMMARY:Hourly', 'DTSTART:20261201T090000', 'DTEND:20261201T100000', 'RRULE:FREQ=HOURLY'],
      ['UID:7', 'SUMMARY:None'],
    ),
  );
  expect(found.name).toBe('Holidays');
  expect(found.days).toEqual([
    { name: { en: 'Stocktaking' }, on: { date: '2026-11-30' }, open: null, next: '2026-11-30' },
    { name: { 'zh-CN': '春节' }, on: { date: '2027-02-05', days: 7 }, open: null, next: '2027-02-05' },
    {
      name: { en: 'Christmas, day' },
      on: { rule: 'DTSTART;VALUE=DATE:20201225\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20261225' },
      open: null,
      next: '2027-12-25',
    },
  ]);
  expect(found.skipped.map(({ name, reason }) => [name?.en, reason])).toEqual([
    ['Off', 'cancelled'],
    ['Hourly', 'rule'],
    ['None', 'no-date'],
    ['Was', 'past'],
  ]);
});

test('hours of events, in whatever zone they are written', () => {
  const found = read(
    file(
      ['UID:1', 'SUMMARY:Short', 'DTSTART:20261224T090000', 'DTEND:20261224T123000'],
      ['UID:2', 'SUMMARY:From abroad', 'DTSTART:20261225T010000Z', 'DURATION:PT3H'],
      ['UID:3', 'SUMMARY:Berlin', 'DTSTART;TZID=Europe/Berlin:20261226T200000', 'DTEND;TZID=Europe/Berlin:20261226T230000'],
      ['UID:4', 'SUMMARY:Weekly there', 'DTSTART;TZID=Europe/Berlin:20261201T090000', 'DURATION:PT1H', 'RRULE:FREQ=WEEKLY'],
      ['UID:5', 'SUMMARY:Mars', 'DTSTART;TZID=Mars/Base:20261201T090000', 'DURATION:PT1H'],
      ['UID:6', 'SUMMARY:Long', 'DTSTART:20261201T090000', 'DURATION:P2D'],
      [
        'UID:7',
        'SUMMARY:Weekly',
        'DTSTART;TZID="Asia/Shanghai":20261204T220000',
        'DURATION:PT4H',
        'RRULE:FREQ=WEEKLY;UNTIL=20261217T160000Z',
      ],
    ),
  );
  expect(found.days.map(({ name, on, open }) => [name?.en, on, open])).toEqual([
    ['Weekly', { rule: 'DTSTART;VALUE=DATE:20261204\nRRULE:FREQ=WEEKLY;UNTIL=20261218' }, [{ from: '22:00', to: '02:00' }]],
    ['Short', { date: '2026-12-24' }, [{ from: '09:00', to: '12:30' }]],
    ['From abroad', { date: '2026-12-25' }, [{ from: '09:00', to: '12:00' }]],
    // 20:00 in Berlin is 03:00 of the next day in Shanghai.
    ['Berlin', { date: '2026-12-27' }, [{ from: '03:00', to: '06:00' }]],
  ]);
  expect(found.skipped.map(({ name, reason }) => [name?.en, reason])).toEqual([
    ['Weekly there', 'other-zone'],
    ['Mars', 'unknown-zone'],
    ['Long', 'too-long'],
  ]);
});

test('one occurrence that was moved is no longer of its series', () => {
  const found = read(
    file(
      ['UID:a', 'SUMMARY:Team day', 'DTSTART;VALUE=DATE:20261207', 'RRULE:FREQ=MONTHLY;COUNT=3'],
      ['UID:a', 'SUMMARY:Team day, moved', 'RECURRENCE-ID;VALUE=DATE:20270107', 'DTSTART;VALUE=DATE:20270108'],
    ),
  );
  expect(found.days.map(({ on }) => on)).toEqual([
    { rule: 'DTSTART;VALUE=DATE:20261207\nRRULE:FREQ=MONTHLY;COUNT=3\nEXDATE;VALUE=DATE:20270107' },
    { date: '2027-01-08' },
  ]);
});

test.each(['', 'nothing', '%PDF-1.4', '<html></html>', file(), 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101'])(
  '%j is no calendar',
  (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'hours.no-calendar' }));
  },
);

test('a large file with long rules is read in a moment', () => {
  const rule = 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30';
  const text = file(...Array.from({ length: 3_000 }, (_, i) => [`UID:${i}`, 'DTSTART;VALUE=DATE:19700101', rule]));
  const begun = performance.now();
  const found = read(text);
  expect(performance.now() - begun).toBeLessThan(5_000);
  expect(found.days).toEqual([]);
  expect(found.skipped.filter(({ reason }) => reason === 'past')).toHaveLength(1_000);
  expect(found.skipped).toContainEqual({ name: null, reason: 'too-many', detail: '2000' });
});

test('a year of opening hours, day by day', () => {
  const opening: Opening = {
    zone: 'Europe/Berlin',
    week: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
    special: [
      { on: { rule: 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25,26' }, holiday: true, open: [] },
      { on: { date: '2026-12-24' }, holiday: false, open: [{ from: '09:00', to: '12:00' }] },
    ],
  };
  const { today, days, faults } = previewOpening(opening, now);
  expect([today, faults, days.length, days[0]!.date, days.at(-1)!.date]).toEqual(['2026-11-23', [], 365, '2026-11-01', '2027-10-31']);
  const of = (date: string) => days.find((each) => each.date === date);
  expect(of('2026-11-23')).toEqual({ date: '2026-11-23', open: [{ from: '09:00', to: '18:00' }], special: null, holiday: false });
  expect(of('2026-12-24')).toMatchObject({ special: 1, open: [{ from: '09:00', to: '12:00' }] });
  expect(of('2026-12-26')).toMatchObject({ special: 0, holiday: true, open: [] });
  expect(of('2026-11-22')).toMatchObject({ special: null, open: [] });
  const bad = previewOpening({ ...opening, special: [...opening.special, { on: { rule: 'FREQ=WEEKLY' }, holiday: true, open: [] }] }, now);
  expect(bad).toMatchObject({ days: [], faults: [{ kind: 'rule', special: 2, why: 'needs-start' }] });
});

test('the moment at which a clock shows a time, also where it jumps', () => {
  const at = (zone: string, shown: string) => new Date(instantOf(zone, Date.parse(`${shown}Z`))).toISOString();
  expect(at('Asia/Shanghai', '2026-06-01T09:00')).toBe('2026-06-01T01:00:00.000Z');
  expect(at('Europe/Berlin', '2026-03-29T01:30')).toBe('2026-03-29T00:30:00.000Z');
  // Left out: half an hour after the leap. Shown twice: the first time.
  expect(at('Europe/Berlin', '2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
  expect(at('Europe/Berlin', '2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
  expect(at('Europe/Berlin', '2026-10-25T03:30')).toBe('2026-10-25T02:30:00.000Z');
});
