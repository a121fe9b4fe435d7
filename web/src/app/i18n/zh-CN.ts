// Every text of the web app in Simplified Chinese, ordered by area, with the same keys as en.ts. A space stands between Chinese and Latin.
import { first } from './zh-CN-first.ts';
import { alarms, measures, wallboard } from './zh-CN-floor-measures.ts';
import { history } from './zh-CN-history.ts';
import { hoursFile, hoursYear } from './zh-CN-hours.ts';
import { preview } from './zh-CN-preview.ts';
import { whatIf } from './zh-CN-what-if.ts';
import { prompts } from './zh-CN-prompts.ts';
import { system } from './zh-CN-system.ts';
import { lanes } from './zh-CN-lanes.ts';
import { workers } from './zh-CN-workers.ts';
import { lines } from './zh-CN-lines.ts';
import { matching } from './zh-CN-matching.ts';
import { alarmSound } from './zh-CN-alarm-sound.ts';
import { room } from './zh-CN-room.ts';
import { alerts, bulk, duty, why } from './zh-CN-room-work.ts';
import { settings } from './zh-CN-settings.ts';
import { asking } from './zh-CN-asking.ts';
import { queueRules } from './zh-CN-queue-full.ts';
import { setup } from './zh-CN-setup.ts';
import { firstSteps, userImport } from './zh-CN-start-wizard.ts';

/** The first page loads `first` alone, the rest comes with the pages of supervisors and administrators. */
export const zhCN = {
  ...first,
  ...settings,
  ...asking,
  ...queueRules,
  ...setup,
  start: firstSteps,
  import: userImport,
  ...lines,
  ...prompts,
  'chat-sites': { title: '网页客服' },
  history,
  preview,
  'what-if': whatIf,
  'hours-year': hoursYear,
  'hours-file': hoursFile,
  lanes,
  workers,
  matching,
  measures,
  alarms,
  'alarm-sound': alarmSound,
  room,
  alerts,
  bulk,
  duty,
  why,
  wallboard,
  system,
  overview: {
    title: '实时概览',
    failed: '无法加载实时数据',
    queues: '队列',
    agents: '坐席',
    calls: '当前联络',
    'no-calls': '当前没有进行中的联络。',
    'more-calls': '查看全部联络',
    'no-queues': '没有您可以查看的队列。',
    'no-agents': '没有您可以查看的坐席。',
    target: '目标 {{target}}',
    column: {
      queue: '队列',
      waiting: '排队',
      longestWaitNowMs: '最长等待',
      talking: '接待中',
      agentsReady: '就绪',
      serviceLevelNow: '当前服务水平',
      serviceLevelToday: '今日服务水平',
      serviceLevelYesterday: '昨日服务水平',
      abandonedInQueueToday: '排队放弃',
      abandonedInRingToday: '振铃放弃',
    },
  },
  storage: {
    low: '{{place}}空间不足，剩余 {{free}} GB。请清理空间，或缩短录音保留期。',
    critical: '{{place}}即将写满，剩余 {{free}} GB。通话照常进行，但在腾出空间之前不再录音。',
    place: { data: '数据库磁盘', blobs: '录音磁盘' },
  },
};
