// Files of people: what spreadsheets would reckon is text in them, and commas, quotes and line ends stay where they are.
import { expect, test } from 'vitest';
import { invitationSheet, typedPeople } from './invitation-sheet.ts';

const heads = ['E-mail', 'Name', 'Password'] as const;

test('nothing in the sheet of passwords begins like a formula', () => {
  const names = ['=1+1', '+A1', '-A1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', '"=1"'];
  const sheet = invitationSheet(
    heads,
    names.map((name) => ({ email: 'a@b.test', name, password: 'k7fm-93xq-2ab3-cdef' })),
  );
  expect(sheet.startsWith('\uFEFFE-mail,Name,Password\r\n')).toBe(true);
  const cells = sheet.slice(1).split(/,|\r\n/);
  expect(cells.filter((each) => /^"?[=+\-@\t\r＝]/.test(each))).toEqual([]);
  expect(sheet).toContain("a@b.test,'=1+1,k7fm-93xq-2ab3-cdef\r\n");
});

test('a name may hold a comma, a quote or a line end', () => {
  expect(typedPeople([{ email: 'a@b.test', name: 'Lin, "Mei"\nJr' }])).toBe('email,name\na@b.test,"Lin, ""Mei""\nJr"\n');
});
