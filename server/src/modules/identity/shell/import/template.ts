// The file to begin with: the headings in one language and one line that shows what the cells say.
import { stringify } from 'csv-stringify/sync';
import writeSheet from 'write-excel-file/node';
import { IMPORT_COLUMNS, type ImportColumn } from '@tandem/contract/api/imports.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Bytes } from '../../../../platform/http/types.ts';
import { HEADINGS, ROLE_WORDS } from '../../core/import/columns.ts';

export const CSV_TYPE = 'text/csv; charset=utf-8';
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** By it Excel knows UTF-8. */
const MARK = '\uFEFF';

const EXAMPLE: Readonly<Record<Language, Readonly<Record<ImportColumn, string>>>> = {
  en: {
    email: 'mei@example.com',
    name: 'Mei Lin',
    role: ROLE_WORDS.agent.en,
    team: '',
    site: '',
    language: 'English',
    takesWork: 'Yes',
    active: 'Yes',
  },
  'zh-CN': {
    email: 'mei@example.com',
    name: '林梅',
    role: ROLE_WORDS.agent['zh-CN'],
    team: '',
    site: '',
    language: '中文',
    takesWork: '是',
    active: '是',
  },
};

export async function userTemplate(format: 'csv' | 'xlsx', language: Language): Promise<Bytes> {
  const head = IMPORT_COLUMNS.map((column) => HEADINGS[column][language]);
  const line = IMPORT_COLUMNS.map((column) => EXAMPLE[language][column]);
  const filename = `users.${format}`;
  if (format === 'csv')
    return { bytes: Buffer.from(MARK + stringify([head, line], { escape_formulas: true })), contentType: CSV_TYPE, filename };
  const cell = (value: string) => ({ value, type: String });
  const sheet = writeSheet([head.map((value) => ({ ...cell(value), fontWeight: 'bold' as const })), line.map(cell)], {
    columns: IMPORT_COLUMNS.map((column) => ({ width: column === 'email' ? 28 : 16 })),
  });
  return { bytes: await sheet.toBuffer(), contentType: XLSX_TYPE, filename };
}
