// Imports of users: a file is previewed, applied in one transaction, and undone while nothing of it was changed since.
import { Type } from 'typebox';
import type { AppliedUserImport, UndoneUserImport, UserImport, UserImportDetail } from '@tandem/contract/api/imports.ts';
import type { Actor } from '@tandem/contract/events.ts';
import type { Id, TenantId } from '@tandem/contract/ids.ts';
import type { Tx } from '../../../../platform/db/types.ts';
import { AppError } from '../../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../../platform/http/cursor.ts';
import type { Page } from '../../../../platform/http/types.ts';
import { invitation, INVITATION_BYTES } from '../../core/import/invitation.ts';
import { planImport, type Planned } from '../../core/import/plan.ts';
import type { IdentityPorts } from '../../ports.ts';
import { newId, type Context } from '../context.ts';
import type { Passwords } from '../passwords.ts';
import { hashOf, type Sessions } from '../sessions.ts';
import type { Imported, ImportRecord, Tables } from '../tables.ts';
import { readFile } from './read-file.ts';
import { undoImport } from './undo.ts';
import { readWorld, takenElsewhere, type Importer } from './world.ts';
import { endedBy, insertUsers, tellUsers, updateUsers, type NewPerson } from './write-users.ts';

type ImportId = Id<'imp'>;

export type UserImports = {
  /** Reads and judges a file; nobody is changed. Throws `user-import.too-large`, `.unreadable`, `.columns`, `.empty`. */
  preview(importer: Importer, file: { filename: string; content: string }): Promise<UserImportDetail>;
  list(tenant: TenantId, page: { limit?: number; cursor?: string }): Promise<Page<UserImport>>;
  get(tenant: TenantId, id: ImportId): Promise<UserImportDetail>;
  /** Throws `user-import.not-found`, `.wrong-state`, `.refused-rows`, `.outdated`. */
  apply(importer: Importer, id: ImportId, which: 'all' | 'good', actor: Actor): Promise<AppliedUserImport>;
  /** Throws `user-import.not-found`, `.wrong-state`, `.changed-since`, `user.beyond-own`, `user.last-administrator`, `permission.beyond-own`. */
  undo(importer: Importer, id: ImportId, actor: Actor): Promise<UndoneUserImport>;
};

/** A preview nobody applied is of no use by then, and holds people's names. */
const PREVIEW_MS = 24 * 3_600_000;

export function createUserImports(
  context: Context,
  parts: { passwords: Passwords; sessions: Sessions; ports: IdentityPorts },
): UserImports {
  const { db, clock, random } = context;
  const { passwords, sessions } = parts;

  async function detail(tx: Tx, id: ImportId): Promise<UserImportDetail> {
    const row = await select(tx).where('i.id', '=', id).executeTakeFirst();
    if (!row) throw new AppError('user-import.not-found', { id });
    return { ...shown(row), rows: row.rows, ignored: row.ignored };
  }

  /** Told with the passwords' digests, which cost time: made before the transaction. */
  async function invite(rows: readonly Planned[]): Promise<Map<string, { password: string; hash: string }>> {
    const made = rows
      .filter(({ verdict }) => verdict === 'new')
      .map(async ({ email }) => {
        const password = invitation(random.bytes(INVITATION_BYTES));
        return [email, { password, hash: await passwords.hashOfChance(password) }] as const;
      });
    return new Map(await Promise.all(made));
  }

  return {
    async preview(importer, { filename, content }) {
      const { rows: cells, ignored } = await readFile(content);
      const emails = emailsOf(cells);
      const taken = await takenElsewhere(context, importer.tenant, emails);
      const id = newId(context, 'imp');
      return db.tenant(importer.tenant, async (tx) => {
        const tables = tx.tables<Tables>();
        const rows = planImport(cells, await readWorld(tx, emails, { importer, taken, lock: false })).map(told);
        const now = clock.now();
        await tables
          .deleteFrom('identity_import')
          .where('state', '=', 'previewed')
          .where('created_at', '<', now - PREVIEW_MS)
          .execute();
        await tables
          .insertInto('identity_import')
          .values({
            id,
            tenant: importer.tenant,
            filename: filename.replaceAll(/\p{Cc}/gu, ' ').toWellFormed(),
            made_by: importer.user,
            cells: JSON.stringify(cells),
            ignored,
            rows: JSON.stringify(rows),
            created_at: now,
            applied_at: null,
            undone_at: null,
          })
          .execute();
        return detail(tx, id);
      });
    },

    async list(tenant, { limit = 50, cursor }) {
      const after = cursor === undefined ? null : decodeCursor(cursor, Type.String());
      const rows = await db.tenant(
        tenant,
        (tx) => {
          let query = select(tx);
          if (after !== null) query = query.where('i.id', '<', after as ImportId);
          return query
            .orderBy('i.id', 'desc')
            .limit(limit + 1)
            .execute();
        },
        { read: true },
      );
      const items = rows.slice(0, limit).map(shown);
      return { items, nextCursor: rows.length > limit ? encodeCursor(items.at(-1)!.id) : null };
    },

    get: (tenant, id) => db.tenant(tenant, (tx) => detail(tx, id), { read: true }),

    async apply(importer, id, which, actor) {
      const { tenant } = importer;
      const cells = await db.tenant(tenant, async (tx) => (await locked(tx, id, 'previewed')).cells);
      const emails = emailsOf(cells);
      const taken = await takenElsewhere(context, tenant, emails);
      // What is needed is known from a plan; what is written is planned again, with everybody it touches locked.
      const ahead = await db.tenant(tenant, async (tx) => planImport(cells, await readWorld(tx, emails, { importer, taken, lock: false })));
      const invited = await invite(ahead);
      const { ended, touched } = await db
        .tenant(tenant, async (tx) => {
          const before = await locked(tx, id, 'previewed');
          const world = await readWorld(tx, emails, { importer, taken, lock: true });
          const planned = planImport(cells, world);
          const refused = planned.filter(({ verdict }) => verdict === 'refused').length;
          // He agreed to what he was shown, and to nothing else.
          if (JSON.stringify(planned.map(told)) !== JSON.stringify(before.rows.map(told))) throw new AppError('user-import.outdated');
          if (which === 'all' && refused > 0) throw new AppError('user-import.refused-rows', { count: refused });
          const done: Imported[] = [];
          const made: NewPerson[] = [];
          for (const { verdict, person, after } of planned) {
            if (after === null || verdict === 'same') continue;
            const { email, ...profile } = after;
            const hash = invited.get(email)?.hash;
            if (person !== null) {
              const { id: user, email: _, ...was } = person;
              done.push({ user, before: was, after: profile, key: null });
            } else if (hash === undefined) throw new AppError('user-import.outdated');
            else {
              const user = newId(context, 'usr');
              made.push({ id: user, email, hash, profile });
              done.push({ user, before: null, after: profile, key: hashOf(hash) });
            }
          }
          const changes = done.flatMap(({ user, before: was, after }) => (was === null ? [] : [{ id: user, was, profile: after }]));
          await insertUsers(context, tx, tenant, made, world.roles);
          await updateUsers(context, tx, tenant, changes, world.roles);
          await tellUsers(
            context,
            tx,
            done.map(({ user }) => user),
            actor,
          );
          await tx
            .tables<Tables>()
            .updateTable('identity_import')
            .set({ state: 'applied', applied_at: clock.now(), done: JSON.stringify(done) })
            .where('id', '=', id)
            .execute();
          return endedBy(sessions, tx, changes);
        })
        .catch(asTaken);
      sessions.forget(ended);
      sessions.changed(touched);
      const invitations = ahead.flatMap(({ verdict, after }) => {
        const given = verdict === 'new' && after !== null ? invited.get(after.email) : undefined;
        return given === undefined ? [] : [{ email: after!.email, name: after!.name, password: given.password }];
      });
      const { rows: _rows, ignored: _ignored, ...summary } = await db.tenant(tenant, (tx) => detail(tx, id), { read: true });
      return { import: summary, invitations };
    },

    async undo(importer, id, actor) {
      const undone = await undoImport(context, parts, importer, { id, actor, locked: (tx) => locked(tx, id, 'applied') });
      const { rows: _rows, ignored: _ignored, ...summary } = await db.tenant(importer.tenant, (tx) => detail(tx, id), { read: true });
      return { import: summary, ...undone };
    },
  };
}

function select(tx: Tx) {
  return tx
    .tables<Tables>()
    .selectFrom('identity_import as i')
    .leftJoin('identity_user as u', 'u.id', 'i.made_by')
    .select([
      'i.id',
      'i.filename',
      'i.state',
      'i.rows',
      'i.ignored',
      'i.created_at',
      'i.applied_at',
      'i.undone_at',
      'u.id as by',
      'u.name',
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>;

function shown({ id, filename, state, rows, by, name, created_at, applied_at, undone_at }: Row): UserImport {
  const counts = { new: 0, change: 0, same: 0, refused: 0 };
  for (const { verdict } of rows) counts[verdict]++;
  return {
    id,
    filename,
    state,
    by: by === null ? null : { id: by, name: name ?? '' },
    createdAt: created_at,
    appliedAt: applied_at,
    undoneAt: undone_at,
    counts,
  };
}

/** The import, nobody else's until the transaction ends, where it is in the wanted state. */
async function locked(tx: Tx, id: ImportId, state: ImportState): Promise<Locked> {
  const row = await tx.tables<Tables>().selectFrom('identity_import').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new AppError('user-import.not-found', { id });
  if (row.state !== state) throw new AppError('user-import.wrong-state');
  return row;
}
type ImportState = UserImport['state'];
type Locked = {
  cells: Parameters<typeof planImport>[0];
  rows: UserImportDetail['rows'];
  done: Imported[];
  applied_at: ImportRecord['applied_at'];
};

const emailsOf = (cells: Parameters<typeof planImport>[0]): string[] => [
  ...new Set(cells.map(({ email }) => (email ?? '').normalize('NFKC').trim().toLowerCase()).filter(Boolean)),
];

/** What is kept and shown of a row; the same keys in the same order, however it comes back from the database. */
const told = ({ line, email, name, verdict, changes, reasons }: UserImportDetail['rows'][number]): UserImportDetail['rows'][number] => ({
  line,
  email,
  name,
  verdict,
  changes: changes.map(({ column, from, to }) => ({ column, from, to })),
  reasons: reasons.map(({ code, column, text }) => ({ code, column, text: { en: text.en, 'zh-CN': text['zh-CN'] } })),
});

/** Somebody took an address in this moment. */
function asTaken(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code === '23505') throw new AppError('user-import.outdated', {}, { cause: error });
  throw error;
}
