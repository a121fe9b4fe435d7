// The headings of a file of users in either language, and the words its cells may say.
import { IMPORT_COLUMNS, type ImportColumn } from '@tandem/contract/api/imports.ts';
import type { RoleName } from '@tandem/contract/permissions.ts';
import type { Language } from '@tandem/contract/texts.ts';

/** As templates are headed; what else is understood stands below. */
export const HEADINGS: Readonly<Record<ImportColumn, Readonly<Record<Language, string>>>> = {
  email: { en: 'E-mail', 'zh-CN': '邮箱' },
  name: { en: 'Name', 'zh-CN': '姓名' },
  role: { en: 'Role', 'zh-CN': '角色' },
  team: { en: 'Team', 'zh-CN': '团队' },
  site: { en: 'Site', 'zh-CN': '站点' },
  language: { en: 'Language', 'zh-CN': '语言' },
  takesWork: { en: 'Takes work', 'zh-CN': '接听工作' },
  active: { en: 'Active', 'zh-CN': '启用' },
};

const ALSO: Readonly<Record<ImportColumn, readonly string[]>> = {
  email: ['email', 'mail', 'email address', 'e-mail address', '电子邮箱', '电子邮件', '邮箱地址'],
  name: ['full name', '名字', '用户姓名'],
  role: ['用户角色'],
  team: ['group', '班组', '小组', '部门'],
  site: ['location', '地点', '职场'],
  language: ['lang', '界面语言'],
  takesWork: ['takeswork', 'takes_work', 'agent', '坐席', '是否坐席'],
  active: ['enabled', '是否启用', '在职'],
};

export const ROLE_WORDS: Readonly<Record<RoleName, Readonly<Record<Language, string>>>> = {
  agent: { en: 'Agent', 'zh-CN': '坐席' },
  supervisor: { en: 'Supervisor', 'zh-CN': '班长' },
  administrator: { en: 'Administrator', 'zh-CN': '管理员' },
};

const LANGUAGE_WORDS: Readonly<Record<Language, readonly string[]>> = {
  en: ['en', 'english', '英语', '英文'],
  'zh-CN': ['zh-cn', 'zh', 'chinese', 'mandarin', '简体中文', '中文', '汉语'],
};
const YES: readonly string[] = ['yes', 'y', 'true', '1', 'on', '是', '启用', '对'];
const NO: readonly string[] = ['no', 'n', 'false', '0', 'off', '否', '停用', '不'];
/** A cell that says "in no team", where an empty one says nothing. */
const NONE: readonly string[] = ['-', '–', 'none', '无'];

/** How two words are compared: width, case and spaces at the ends do not count. */
export const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

export type Heads = {
  /** The place of each column that the file has. */
  at: Readonly<Partial<Record<ImportColumn, number>>>;
  /** Headings that mean nothing here. */
  ignored: readonly string[];
  /** Columns that the file heads twice. */
  twice: readonly ImportColumn[];
};

export function readHeads(cells: readonly string[]): Heads {
  const at: Partial<Record<ImportColumn, number>> = {};
  const ignored: string[] = [];
  const twice: ImportColumn[] = [];
  for (const [i, cell] of cells.entries()) {
    const word = plain(cell);
    if (word === '') continue;
    const column = IMPORT_COLUMNS.find((each) =>
      [each.toLowerCase(), plain(HEADINGS[each].en), plain(HEADINGS[each]['zh-CN']), ...ALSO[each]].includes(word),
    );
    if (column === undefined) ignored.push(cell.trim().slice(0, 100).toWellFormed());
    else if (at[column] === undefined) at[column] = i;
    else twice.push(column);
  }
  return { at, ignored, twice };
}

export function languageOf(cell: string): Language | null {
  const word = plain(cell);
  return (Object.keys(LANGUAGE_WORDS) as Language[]).find((language) => LANGUAGE_WORDS[language].includes(word)) ?? null;
}

export function yesOrNo(cell: string): boolean | null {
  const word = plain(cell);
  return YES.includes(word) ? true : NO.includes(word) ? false : null;
}

export const isNone = (cell: string): boolean => NONE.includes(plain(cell));
