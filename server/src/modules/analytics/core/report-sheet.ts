// A report as rows of a table, for files: which columns, in which order, and what each cell holds.
import type { AgentReport, QueueReport, ReportKind } from '@tandem/contract/api/reports.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { KPI_DEFINITIONS } from './definitions.ts';

/** `time`: epoch ms, shown by the report's zone. A share is 0..1, a length ms; null is an empty cell. */
export type Cell =
  { kind: 'text'; value: string } | { kind: 'time'; value: number } | { kind: 'count' | 'share' | 'length'; value: number | null };
export type Sheet = { name: string; head: string[]; rows: Cell[][] };

const QUEUE_COLUMNS = [
  'arrived',
  'abandonedInFlow',
  'offered',
  'answered',
  'answeredInTime',
  'abandoned',
  'abandonedInQueue',
  'abandonedInRing',
  'shortAbandoned',
  'flowOuts',
  'serviceLevel',
  'answerRate',
  'abandonRate',
  'asaMs',
  'waitP50Ms',
  'waitP90Ms',
  'longestWaitMs',
  'abandonTimeMs',
  'handled',
  'talkMs',
  'holdMs',
  'acwMs',
  'ahtMs',
  'transfersOut',
  'transferRate',
  'offers',
  'noAnswers',
  'noAnswerRate',
  'promised',
  'promiseKeptRate',
  'estimateErrorP50',
  'waitParity',
  'waitParityLeast',
];
const AGENT_COLUMNS = [
  'offers',
  'noAnswers',
  'noAnswerRate',
  'answered',
  'handled',
  'talkMs',
  'holdMs',
  'acwMs',
  'ahtMs',
  'transfersOut',
  'onQueueMs',
  'busyMs',
  'occupancy',
];

const WORDS = {
  en: {
    intervals: 'Intervals',
    sums: 'Sums',
    from: 'From',
    to: 'To',
    total: 'Total',
    who: { queues: 'Queue', agents: 'Agent', numbers: 'Number' },
    id: 'Id',
  },
  'zh-CN': {
    intervals: '时段',
    sums: '合计',
    from: '起始',
    to: '结束',
    total: '合计',
    who: { queues: '队列', agents: '坐席', numbers: '号码' },
    id: '标识',
  },
} as const satisfies Record<Language, { who: Record<ReportKind, string> } & Record<string, unknown>>;

/** Sums over all of it, then a row for each interval and line. */
export function sheetsOf(report: QueueReport | AgentReport, language: Language): { sums: Sheet; intervals: Sheet } {
  const words = WORDS[language];
  const columns = report.kind === 'agents' ? AGENT_COLUMNS : QUEUE_COLUMNS;
  const definitions = new Map(KPI_DEFINITIONS.items.map((item) => [item.id, item]));
  const head = [words.who[report.kind], words.id, ...columns.map((id) => definitions.get(id)?.name[language] ?? id)];
  const cells = (figures: object): Cell[] =>
    columns.map((id) => {
      const unit = definitions.get(id)?.unit;
      const value = (figures as Record<string, number | null>)[id] ?? null;
      return { kind: unit === 'share' ? 'share' : unit === 'ms' ? 'length' : 'count', value };
    });
  const named = ({ id, name, figures }: { id: string; name: string; figures: object }) => [text(name), text(id), ...cells(figures)];
  return {
    sums: {
      name: words.sums,
      head,
      rows: [...report.items.map(named), [text(words.total), text(''), ...cells(report.total)]],
    },
    intervals: {
      name: words.intervals,
      head: [words.from, words.to, ...head],
      rows: report.intervals.flatMap(({ startAt, endAt, items }) =>
        items.map((line): Cell[] => [{ kind: 'time', value: startAt }, { kind: 'time', value: endAt }, ...named(line)]),
      ),
    },
  };
}

const text = (value: string): Cell => ({ kind: 'text', value });
