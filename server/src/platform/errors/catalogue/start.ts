// Errors of the import of users.
import { entry } from './entry.ts';

export const START_ERRORS = {
  'user-import.not-found': entry(404, ['Import not found', '找不到导入'], ['There is no import {id}.', '没有导入 {id}。']),
  'user-import.too-large': entry(
    413,
    ['The file is too large', '文件过大'],
    ['A file may hold {rows} people and {megabytes} MB. Divide it.', '每个文件最多 {rows} 人、{megabytes} MB，请拆分后重试。'],
  ),
  'user-import.unreadable': entry(
    422,
    ['The file cannot be read', '无法读取文件'],
    ['Save it as CSV (UTF-8 or GBK) or as XLSX and choose it again.', '请另存为 CSV（UTF-8 或 GBK）或 XLSX 后重新选择。'],
  ),
  'user-import.columns': entry(
    422,
    ['The headings are not right', '表头不正确'],
    ['Missing, or there twice: {columns}. The template shows them all.', '缺少或重复的列：{columns}。模板中列出了所有列。'],
  ),
  'user-import.empty': entry(
    422,
    ['Nobody is in the file', '文件中没有人员'],
    ['Below the headings there is no line.', '表头之下没有任何行。'],
  ),
  'user-import.refused-rows': entry(
    409,
    ['Not every line can be taken', '有些行无法导入'],
    ['{count} lines are refused. Mend the file, or take the good lines only.', '有 {count} 行被拒绝。请修改文件，或只导入正确的行。'],
  ),
  'user-import.outdated': entry(
    409,
    ['The preview is out of date', '预览已过期'],
    [
      'People, teams or roles have changed since. Preview the file again; nothing was changed.',
      '人员、团队或角色在此期间有变化。请重新预览文件；没有任何更改。',
    ],
  ),
  'user-import.wrong-state': entry(
    409,
    ['That cannot be done with this import now', '当前不能对此导入执行该操作'],
    ['A preview can be applied once, and what was applied can be undone once.', '预览只能导入一次，已导入的内容只能撤销一次。'],
  ),
  'user-import.changed-since': entry(
    409,
    ['People of this import were changed since', '此次导入的人员已有更改'],
    ['{count} of them are not as the import left them. Nothing was undone.', '其中 {count} 人已不是导入后的状态。没有撤销任何内容。'],
  ),
} as const;
