// The history of what administrators set up, read from the log, and having an earlier state again.
import type { HistoryAsk, HistoryEntry, HistoryQuery, RestoredState, RestoreState } from '@tandem/contract/api/history.ts';
import { HISTORY_ACTIONS, HISTORY_KINDS, type HistoryKind } from '@tandem/contract/history.ts';
import type { Id, TenantId, UserId } from '@tandem/contract/ids.ts';
import { LANGUAGES, type Language } from '@tandem/contract/texts.ts';
import { Type } from 'typebox';
import type { Db } from '../../../platform/db/types.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { readConfigChanges, type ChangesQuery, type ConfigChange } from '../../../platform/eventlog/config-changes.ts';
import { unlessChanged } from '../../../platform/eventlog/unless-changed.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import type { Caller, Page } from '../../../platform/http/types.ts';
import { differences, isObject } from '../core/differences.ts';
import { RULES, type Fields, type Reason } from '../core/plans.ts';
import { innerNames, shownState, withNames, withProfile, wordsIn } from '../core/states.ts';
import type { HistoryPorts } from '../ports.ts';
import { readNames, type Names } from './names.ts';

export type HistoryDeps = { db: Db; ports: HistoryPorts };
export type History = ReturnType<typeof createHistory>;
type Asked = { caller: Caller; language: Language; requestId: string };
type State = Fields | null;
type Change = Omit<ConfigChange, 'before' | 'after' | 'now' | 'kind'> & { kind: HistoryKind; before: State; after: State; now: State };

const Place = Type.Tuple([Type.Integer(), Type.Integer(), Type.String()]);
const REFUSALS: Readonly<Record<Reason, string>> = {
  never: 'history.not-restorable',
  secret: 'history.secret-gone',
  recordings: 'history.recordings-gone',
  versions: 'history.see-versions',
};
/** Of what there is once: it is called by its kind alone. */
const UNNAMED: readonly HistoryKind[] = ['tenant', 'retention', 'conversation-rule', 'routing-rules', 'alert-limits'];

const stateOf = (value: unknown): State => (isObject(value) ? value : null);

export function createHistory(deps: HistoryDeps) {
  const { db, ports } = deps;

  /** Who may set up all of a kind sees its history. Throws `access.denied` where there is none. */
  function kindsOf(caller: Caller, wanted: HistoryKind | undefined): HistoryKind[] {
    const kinds = wanted === undefined ? HISTORY_KINDS : [wanted];
    const open = kinds.filter((kind) => caller.scope(HISTORY_ACTIONS[kind]) === 'tenant');
    if (open.length === 0) throw new AppError('access.denied', { action: HISTORY_ACTIONS[kinds[0]!] });
    return open;
  }

  async function read(tenant: TenantId, query: ChangesQuery): Promise<Change[]> {
    const rows = await db.tenant(tenant, (tx) => readConfigChanges(tx, query), { read: true });
    const users = rows.filter((row) => row.kind === 'user').map((row) => row.stream as UserId);
    const past = Map.groupBy(await ports.pastProfiles(tenant, users), (each) => each.user as string);
    return rows.map((row) => {
      const profiles = new Map((past.get(row.stream) ?? []).map((each) => [each.version as unknown, each]));
      const state = (value: unknown): State => (row.kind === 'user' ? withProfile(stateOf(value), profiles) : stateOf(value));
      return { ...row, kind: row.kind as HistoryKind, before: state(row.before), after: state(row.after), now: state(row.now) };
    });
  }

  async function shown(tenant: TenantId, rows: readonly Change[]): Promise<HistoryEntry[]> {
    const compared = rows.map((row) => {
      const [before, after, now] = [row.before, row.after, row.now].map((state) => shownState(row.kind, state)) as [State, State, State];
      // Of what is gone, or was, there is nothing to lay side by side.
      const toNow = row.newest || after === null || now === null ? null : differences(after, now);
      return { row, changes: differences(before, after), toNow };
    });
    const wanted = compared.flatMap(({ row, changes, toNow }) => [
      row.stream,
      ...wordsIn(row.actor),
      ...wordsIn(changes),
      ...wordsIn(toNow),
    ]);
    const names = await readNames(deps, tenant, wanted);
    return compared.map(({ row, changes, toNow }) => entryOf(row, { changes, toNow }, names));
  }

  async function one(caller: Caller, id: string): Promise<Change> {
    const [row] = await read(caller.tenant, { kinds: kindsOf(caller, undefined), id, limit: 1 });
    if (!row) throw new AppError('history.not-found', { id });
    return row;
  }

  /** A refusal names ids; who reads it knows names. */
  async function inWords(tenant: TenantId, language: Language, error: unknown): Promise<unknown> {
    if (!(error instanceof AppError)) return error;
    const names = await readNames(deps, tenant, wordsIn(error.detail));
    const words = new Map([...names].map(([id, name]) => [id, inLanguage(name, language)]));
    return new AppError(error.code, withNames(error.detail, words) as Record<string, unknown>, { cause: error });
  }

  return {
    /** Newest first; changes made meanwhile do not move the pages. Throws `access.denied`. */
    async list(caller: Caller, { kind, id, limit = 50, cursor }: HistoryQuery): Promise<Page<HistoryEntry>> {
      const [at, version, last] = cursor === undefined ? [] : decodeCursor(cursor, Place);
      const after = at === undefined ? null : { at, version: version!, id: last! };
      const rows = await read(caller.tenant, { kinds: kindsOf(caller, kind), object: id, after, limit: limit + 1 });
      const page = rows.slice(0, limit);
      const end = page.at(-1);
      return {
        items: await shown(caller.tenant, page),
        nextCursor: rows.length > limit && end ? encodeCursor([end.at, end.version, end.id]) : null,
      };
    },

    /**
     * Has the object be as it was before or after that change, by the requests that anybody would change it with: a new change, refused by
     * the same rules. Returns the newest change of the object. Throws `history.*` and whatever these requests answer with.
     */
    async restore(asked: Asked, id: string, { to, unlessChangedSince = false, given = {} }: RestoreState): Promise<RestoredState> {
      const { caller, language } = asked;
      const { tenant } = caller;
      const row = await one(caller, id);
      const refusal = () => new AppError('history.changed-since');
      if (unlessChangedSince && !row.newest) throw refusal();
      const rule = RULES[row.kind];
      let secret: string | null = null;
      try {
        const question = rule.look?.(row.stream, row.now) ?? null;
        const present = question && (await ports.perform(asked, question));
        const wish = { object: row.stream, to: row[to], now: row.now, present, given };
        const missing = (rule.asks?.(wish) ?? []).filter((each) => given[each] === undefined);
        if (missing.length > 0) throw new AppError('history.asks', { fields: missing.join(', ') });
        const plan = rule.plan(wish);
        if ('refused' in plan) throw new AppError(REFUSALS[plan.refused]);
        const { steps } = plan;
        const work = async (): Promise<void> => {
          for (const step of steps) secret = secretIn(await ports.perform(asked, step)) ?? secret;
        };
        // Whoever changes it between the question above and the writing is seen by the writing itself.
        await (unlessChangedSince ? unlessChanged({ stream: row.stream, kind: row.kind, version: row.version, refusal }, work) : work());
      } catch (error) {
        throw await inWords(tenant, language, error);
      }
      const [newest] = await shown(tenant, await read(tenant, { kinds: [row.kind], object: row.stream, limit: 1 }));
      return { ...newest!, ...(secret === null ? {} : { secret }) };
    },
  };
}

/** What a request told that is told once. */
const secretIn = (answer: unknown): string | null => (isObject(answer) && typeof answer['secret'] === 'string' ? answer['secret'] : null);

type Differences = { changes: HistoryEntry['changes']; toNow: HistoryEntry['changes'] | null };

function entryOf(row: Change, { changes, toNow }: Differences, names: Names): HistoryEntry {
  const { id, kind, stream: object, at, actor, before, after, now, newest } = row;
  const user = actor.kind === 'user' ? actor.id : actor.kind === 'api-key' ? actor.user : null;
  const can = (to: State): boolean => (to === null && now === null ? false : 'steps' in RULES[kind].plan({ object, to, now, present: to }));
  const asked = (to: State): HistoryAsk[] => RULES[kind].asks?.({ object, to, now, present: null }) ?? [];
  const asks = { before: asked(before), after: newest ? [] : asked(after) };
  const nameOf = (id: string): string => {
    const name = names.get(id);
    return typeof name === 'string' ? name : '';
  };
  // As they were called before, where nobody else says.
  const inner = new Map([...innerNames(after), ...innerNames(before)]);
  const own = [...new Set([...wordsIn(changes), ...wordsIn(toNow)])].flatMap((each) => {
    const name = names.get(each) ?? inner.get(each);
    return name === undefined ? [] : [[each, name] as const];
  });
  return {
    id: id as Id<'evt'>,
    kind,
    object,
    name: UNNAMED.includes(kind) ? null : (names.get(object) ?? null),
    at,
    user: user === null ? null : { id: user as UserId, name: nameOf(user) },
    key: actor.kind === 'api-key' ? nameOf(actor.id) : null,
    what: after === null ? 'removed' : before === null ? 'created' : 'changed',
    changes,
    ...(toNow === null ? {} : { toNow }),
    names: Object.fromEntries(own),
    newest,
    restorable: { before: can(before), after: !newest && can(after) },
    ...(asks.before.length + asks.after.length === 0 ? {} : { asks }),
  };
}

function inLanguage(name: Names extends ReadonlyMap<string, infer N> ? N : never, language: Language): string {
  if (typeof name === 'string') return name;
  return name[language] ?? LANGUAGES.map((each) => name[each]).find((text) => text !== undefined) ?? '';
}
