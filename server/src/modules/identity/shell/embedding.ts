// Which pages may hold the tenant's desk in a frame, and the session such a frame works with.
import { Embedding, EmbeddedSession, SetEmbedding } from '@tandem/contract/api/embedding.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { actorOf, route, type AnyRoute, type Caller } from '../../../platform/http/types.ts';
import { frameOrigin } from '../core/origins.ts';
import { changed, type Context } from './context.ts';
import type { Sessions } from './sessions.ts';
import type { Tables } from './tables.ts';

export type Embeddings = {
  read(tenant: TenantId): Promise<Embedding>;
  set(tenant: TenantId, wanted: SetEmbedding, actor: Actor): Promise<Embedding>;
  /** Another session of who asks, for a frame. Throws `embedding.off`. */
  session(caller: Caller): Promise<EmbeddedSession>;
  /** By the tenant's short name, before anybody signed in; the only tenant's where none is named. None for a name that nobody has. */
  originsOf(tenantKey: string | null): Promise<readonly string[]>;
};

async function embeddingIn(tx: Tx): Promise<Embedding> {
  const row = await tx.tables<Tables>().selectFrom('identity_tenant').select(['key', 'embed_origins']).executeTakeFirstOrThrow();
  return { tenant: row.key, origins: row.embed_origins };
}

export function createEmbeddings(context: Context, sessions: Sessions): Embeddings {
  const { db } = context;
  return {
    read: (tenant) => db.tenant(tenant, embeddingIn, { read: true }),
    set: (tenant, { origins }, actor) =>
      db.tenant(tenant, async (tx) => {
        const named = origins.map((text) => {
          const origin = frameOrigin(text.trim(), (each) => URL.parse(each));
          if (origin === null) throw new AppError('embedding.bad-origin', { origin: text });
          return origin;
        });
        const wanted = [...new Set(named)].toSorted((a, b) => (a < b ? -1 : 1));
        await tx
          .tables<Tables>()
          .updateTable('identity_tenant')
          .set({ embed_origins: JSON.stringify(wanted) })
          .where('tenant', '=', tenant)
          .execute();
        const after = await embeddingIn(tx);
        await changed(context, tx, 'embedding', tenant, after, actor);
        return after;
      }),
    session: ({ tenant, user, ip, mustEnrol }) =>
      db.tenant(tenant, async (tx) => {
        if ((await embeddingIn(tx)).origins.length === 0) throw new AppError('embedding.off');
        const { token } = await sessions.open(tx, { tenant, id: user }, ip, mustEnrol === true);
        return { token };
      }),
    originsOf: (key) =>
      db.system(
        async (tx) => {
          const all = tx.tables<Tables>().selectFrom('identity_tenant').select('embed_origins');
          const rows = await (key === null ? all.limit(2) : all.where('key', '=', key)).execute();
          return rows.length === 1 ? rows[0]!.embed_origins : [];
        },
        { read: true },
      ),
  };
}

export function embeddingRoutes(embeddings: Embeddings): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/embedding',
      summary: 'Which pages may hold the desk in a frame',
      tag: 'sessions',
      action: null,
      schema: { response: Embedding },
      handle: ({ caller }) => embeddings.read(caller.tenant),
    }),
    route({
      method: 'PUT',
      path: '/embedding',
      summary: 'Sets the origins of the pages that may hold the desk in a frame; none: nobody may',
      tag: 'sessions',
      action: 'users:write',
      audit: 'embedding.set',
      errors: ['embedding.bad-origin'],
      schema: { body: SetEmbedding, response: Embedding },
      handle: ({ caller, body }) => embeddings.set(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'POST',
      path: '/sessions/embedded',
      summary: 'Another session of the signed-in user, for a frame inside a page of somebody else, which no cookie reaches',
      tag: 'sessions',
      action: null,
      person: true,
      audit: 'session.embed',
      errors: ['embedding.off'],
      schema: { response: EmbeddedSession, status: 201 },
      handle: ({ caller }) => embeddings.session(caller),
    }),
  ];
}
