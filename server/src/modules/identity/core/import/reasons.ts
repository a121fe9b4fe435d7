// Why a row of a file of users is not taken, in both languages.
import type { ImportColumn, ImportReason } from '@tandem/contract/api/imports.ts';

type Words = readonly [column: ImportColumn | null, en: string, zh: string];

const REASONS = {
  'email-missing': ['email', 'The e-mail address is missing.', '缺少邮箱。'],
  'email-invalid': ['email', '"{value}" is no e-mail address.', '“{value}”不是有效的邮箱。'],
  'email-twice': ['email', 'The same address stands in line {value}.', '第 {value} 行已有相同的邮箱。'],
  'email-taken': ['email', 'Somebody else has this address already.', '该邮箱已被他人使用。'],
  'name-missing': ['name', 'The name is missing.', '缺少姓名。'],
  'name-invalid': [
    'name',
    'The name is longer than 100 characters or holds signs that cannot be shown.',
    '姓名超过 100 个字符，或包含无法显示的字符。',
  ],
  'role-unknown': ['role', 'There is no role "{value}".', '没有名为“{value}”的角色。'],
  'role-ambiguous': ['role', 'There are several roles "{value}".', '有多个名为“{value}”的角色。'],
  'role-beyond': [
    'role',
    'You may not give this role: it holds more than you may yourself ({value}).',
    '您不能授予此角色：它超出您自己的权限（{value}）。',
  ],
  'person-beyond': [null, 'This person may more than you do: you cannot change the account.', '此人的权限高于您，您不能更改此账户。'],
  'team-unknown': ['team', 'There is no team "{value}".', '没有名为“{value}”的团队。'],
  'team-ambiguous': ['team', 'There are several teams "{value}": name the site as well.', '有多个名为“{value}”的团队，请同时填写站点。'],
  'site-unknown': ['site', 'There is no site "{value}".', '没有名为“{value}”的站点。'],
  'language-unknown': ['language', '"{value}" is neither English nor Chinese.', '“{value}”既不是中文也不是英文。'],
  'takes-work-unknown': ['takesWork', '"{value}" is neither yes nor no.', '“{value}”既不是“是”也不是“否”。'],
  'active-unknown': ['active', '"{value}" is neither yes nor no.', '“{value}”既不是“是”也不是“否”。'],
  'new-inactive': ['active', 'Somebody new cannot be switched off.', '新用户不能设为停用。'],
  'self-inactive': ['active', 'You cannot switch yourself off.', '您不能停用自己。'],
  'last-administrator': [null, 'Nobody would be left who is an administrator.', '这样将没有任何管理员。'],
} as const satisfies Record<string, Words>;

export type ReasonCode = keyof typeof REASONS;

export function reason(code: ReasonCode, value = ''): ImportReason {
  const [column, en, zh]: Words = REASONS[code];
  const shown = value.slice(0, 60).toWellFormed();
  return { code, column, text: { en: en.replace('{value}', () => shown), 'zh-CN': zh.replace('{value}', () => shown) } };
}
