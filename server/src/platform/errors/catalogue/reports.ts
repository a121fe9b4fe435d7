// Errors of reports.
import { entry } from './entry.ts';

export const REPORT_ERRORS = {
  'report.too-large': entry(
    422,
    ['The report is too large', '报表过大'],
    [
      'It would have more than {most} lines. Ask for fewer days, longer intervals, or one queue, agent or number.',
      '结果超过 {most} 行。请缩短日期范围、加长时段，或只选择一个队列、坐席或号码。',
    ],
  ),
} as const;
