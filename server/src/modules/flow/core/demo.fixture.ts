// The demo graphs and what they name, for the tests of this module.
import type { QueueId } from '@tandem/contract/ids.ts';
import { mainMenu } from './demo/main-menu.ts';
import { SHIPPED_MUSIC, SHIPPED_PROMPTS } from './demo/prompts.ts';
import { echoTest, musicLine, straightToQueue } from './demo/simple.ts';
import type { Known } from './references.ts';

export const SALES: QueueId = 'que_01990000-0000-7000-8000-000000000001';
export const SUPPORT: QueueId = 'que_01990000-0000-7000-8000-000000000002';

export const DEMO_KNOWN: Known = {
  queues: new Set([SALES, SUPPORT]),
  skills: new Set(),
  flows: new Set(),
  tables: new Set(['orders']),
  prompts: new Set(SHIPPED_PROMPTS),
  music: new Set(SHIPPED_MUSIC),
};

export const DEMO_GRAPHS = {
  'main-menu': mainMenu({ sales: SALES, support: SUPPORT }),
  support: straightToQueue(SUPPORT),
  echo: echoTest(),
  music: musicLine(),
};
