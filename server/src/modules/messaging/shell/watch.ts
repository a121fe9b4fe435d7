// Looks after what nobody else comes back to: contacts that a crash left half begun or half ended, and chats that fell silent.
import { fellSilent } from '../core/story.ts';
import type { MessagingDeps } from './messaging.ts';
import type { Stories } from './stories.ts';
import type { MessagingTables } from './tables.ts';
import { isOpen } from './visitors.ts';

const EVERY_MS = 5_000;
/** Of a contact in which something is being done at this moment. */
const GRACE_MS = 5_000;
const MOST = 500;

export function createWatch({ db, clock, logger }: MessagingDeps, stories: Stories) {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const now = clock.now();
    const rows = await db.system(
      (tx) =>
        tx
          .tables<MessagingTables>()
          .selectFrom('chat_visitor as v')
          .leftJoin('chat_site as s', (join) => join.onRef('s.tenant', '=', 'v.tenant').onRef('s.id', '=', 'v.site'))
          .selectAll('v')
          .select('s.doc')
          .where('v.interaction', 'is not', null)
          .where('v.last_at', '<', now - GRACE_MS)
          // Who waits for us, in the line and not being sent away, is in nobody's way.
          .where((is) =>
            is.or([is('v.ending', 'is not', null), is('v.queued', '=', false), is('v.last_kind', '<>', 'in'), is('s.id', 'is', null)]),
          )
          .orderBy('v.last_at')
          .limit(MOST)
          .execute(),
      { read: true },
    );
    for (const { doc, ...visitor } of rows) {
      if (!isOpen(visitor)) continue;
      const chat = { lastAt: visitor.last_at, lastKind: visitor.last_kind, closeAfterMinutes: doc?.closeAfterMinutes ?? 0 };
      try {
        if (visitor.ending !== null || !visitor.queued) await stories.takeUp(visitor);
        else if (doc === null || fellSilent(chat, now)) await stories.end(visitor.tenant, visitor.interaction, 'system');
      } catch (error) {
        logger.warn('a chat could not be looked after', { interaction: visitor.interaction, error: String(error) });
      }
    }
  }

  const again = (): void => {
    timer = setTimeout(() => {
      looking = look()
        .catch((error: unknown) => logger.warn('chats could not be looked after', { error: String(error) }))
        .finally(again);
    }, EVERY_MS);
  };

  return {
    look,
    start: again,
    async stop(): Promise<void> {
      await looking;
      clearTimeout(timer);
    },
  };
}
