// Messaging put together: chat sites, their visitors' stories, agents' messages, the door for pages, the watch.
import type { Id, IdPrefix } from '@tandem/contract/ids.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Clock } from '../../../kernel/time.ts';
import type { PersonalData } from '../../../platform/crypto/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { EventLog } from '../../../platform/eventlog/types.ts';
import type { Log } from '../../../platform/lifecycle/types.ts';
import type { MessagingPorts } from '../ports.ts';
import { createMessages } from './messages.ts';
import { createSites } from './sites.ts';
import { createStories } from './stories.ts';
import { createStoryView } from './story-view.ts';
import { createTyping } from './typing.ts';
import { createVisitors } from './visitors.ts';
import { createWatch } from './watch.ts';

export type MessagingDeps = {
  db: Db;
  log: EventLog;
  personal: PersonalData;
  clock: Clock;
  random: Random;
  newId<P extends IdPrefix>(prefix: P): Id<P>;
  logger: Log;
  ports: MessagingPorts;
};

export type Messaging = ReturnType<typeof createMessaging>;

export function createMessaging(deps: MessagingDeps) {
  const stories = createStories(deps);
  return {
    deps,
    sites: createSites(deps),
    visitors: createVisitors(deps),
    stories,
    view: createStoryView(deps),
    messages: createMessages(deps),
    typing: createTyping(),
    watch: createWatch(deps, stories),
  };
}
