// Every text of the web app in English, ordered by area. zh-CN.ts has the same keys; a test compares them with each other and with the code.
import { first } from './en-first.ts';
import { alarms, measures, wallboard } from './en-floor-measures.ts';
import { history } from './en-history.ts';
import { hoursFile, hoursYear } from './en-hours.ts';
import { preview } from './en-preview.ts';
import { prompts } from './en-prompts.ts';
import { system } from './en-system.ts';
import { lanes } from './en-lanes.ts';
import { workers } from './en-workers.ts';
import { lines } from './en-lines.ts';
import { matching } from './en-matching.ts';
import { alarmSound } from './en-alarm-sound.ts';
import { room } from './en-room.ts';
import { alerts, bulk, duty, why } from './en-room-work.ts';
import { settings } from './en-settings.ts';
import { asking } from './en-asking.ts';
import { queueRules } from './en-queue-full.ts';
import { setup } from './en-setup.ts';
import { whatIf } from './en-what-if.ts';
import { firstSteps, userImport } from './en-start-wizard.ts';

/** The first page loads `first` alone, the rest comes with the pages of supervisors and administrators. */
export const en = {
  ...first,
  ...settings,
  ...asking,
  ...queueRules,
  ...setup,
  start: firstSteps,
  import: userImport,
  ...lines,
  ...prompts,
  'chat-sites': { title: 'Web chat' },
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
    title: 'Live overview',
    failed: 'The live figures cannot be loaded',
    queues: 'Queues',
    agents: 'Agents',
    calls: 'Contacts now',
    'no-calls': 'No contact is open.',
    'more-calls': 'See all contacts',
    'no-queues': 'There is no queue you may see.',
    'no-agents': 'There is no agent you may see.',
    target: 'target {{target}}',
    column: {
      queue: 'Queue',
      waiting: 'Waiting',
      longestWaitNowMs: 'Longest',
      talking: 'In work',
      agentsReady: 'Ready',
      serviceLevelNow: 'Service now',
      serviceLevelToday: 'Service today',
      serviceLevelYesterday: 'Service yesterday',
      abandonedInQueueToday: 'Gave up in queue',
      abandonedInRingToday: 'Gave up in ring',
    },
  },
  storage: {
    low: '{{place}} is getting full: {{free}} GB left. Free some space, or keep recordings for a shorter time.',
    critical: '{{place}} is nearly full: {{free}} GB left. Calls go on, but new ones are not recorded until there is room.',
    place: { data: 'The disk of the database', blobs: 'The disk of recordings' },
  },
};
