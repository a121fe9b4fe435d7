// The first passwords as a file that spreadsheets open: nothing in it is a formula to them. Pure.
import type { AppliedUserImport } from '@tandem/contract/api/imports.ts';

/** By it Excel knows UTF-8. */
const MARK = '\uFEFF';

/** A text that begins like a formula gets an apostrophe, which spreadsheets take for "this is text" (OWASP, CSV Injection). */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const line = (cells: readonly string[]): string => cells.map(cell).join(',');

export function invitationSheet(heads: readonly [string, string, string], people: AppliedUserImport['invitations']): string {
  return `${MARK}${[line(heads), ...people.map(({ email, name, password }) => line([email, name, password]))].join('\r\n')}\r\n`;
}

/** A file of users of what was typed into a form: the same way in as a file that was chosen. */
export function typedPeople(people: readonly { name: string; email: string }[]): string {
  return `${[line(['email', 'name']), ...people.map(({ name, email }) => line([email, name]))].join('\n')}\n`;
}
