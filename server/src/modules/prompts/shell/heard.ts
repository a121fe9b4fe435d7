// What calls hear of a tenant's prompts: a copy in memory of which recording stands for which name, and the sound brought to the edge where it lacks it.
import type { PromptKind, Slot } from '@tandem/contract/api/prompts.ts';
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Blobs } from '../../../platform/blob/types.ts';
import type { Db } from '../../../platform/db/types.ts';
import { heardIn, type Heard } from '../core/heard.ts';
import type { PromptPorts } from '../ports.ts';
import { CHANNEL, readPrompts } from './tables.ts';

type Known = { kind: PromptKind; slots: Partial<Record<Slot, Heard>> };
type Copy = { prompts: ReadonlyMap<string, Known>; music: ReadonlyMap<QueueId, string>; fresh: boolean };

/** A caller does not wait longer for the database to tell of a change: he hears what was known before it. */
const PATIENCE_MS = 1_000;

export function createHeard({ db, blobs, ports }: { db: Db; blobs: Blobs; ports: PromptPorts }) {
  const copies = new Map<TenantId, Copy>();
  const reading = new Map<TenantId, Promise<Copy>>();
  const sending = new Map<string, Promise<void>>();
  let changes = 0;
  /** Until somebody tells of changes every copy is read again. */
  let unlisten: (() => Promise<void>)[] = [];

  const changed = (): void => {
    changes++;
    reading.clear();
    for (const copy of copies.values()) copy.fresh = false;
  };

  async function read(tenant: TenantId): Promise<Copy> {
    const seen = changes;
    const [{ prompts, versions }, music] = await Promise.all([
      db.tenant(tenant, (tx) => readPrompts(tx), { read: true }),
      ports.queueMusic(tenant),
    ]);
    const known = prompts.map(({ id, key, kind, current }): [string, Known] => {
      const heard = versions.filter((row) => row.prompt === id && current[row.slot] === row.version);
      return [key, { kind, slots: Object.fromEntries(heard.map(({ slot, clip, blob }) => [slot, { clip, blob }])) }];
    });
    // What was read before a change must not be taken for what is so after it.
    const copy: Copy = { prompts: new Map(known), music, fresh: unlisten.length > 0 && seen === changes };
    copies.set(tenant, copy);
    return copy;
  }

  async function copyOf(tenant: TenantId): Promise<Copy> {
    const kept = copies.get(tenant);
    if (kept?.fresh) return kept;
    let running = reading.get(tenant);
    if (running === undefined) {
      running = read(tenant).finally(() => {
        if (reading.get(tenant) === running) reading.delete(tenant);
      });
      reading.set(tenant, running);
    }
    if (!kept) return running;
    const patience = new Promise<Copy>((resolve) => setTimeout(resolve, PATIENCE_MS, kept).unref());
    return Promise.race([running.catch(() => kept), patience]);
  }

  async function play(tenant: TenantId, { clip, blob }: Heard): Promise<PlayItem> {
    if (!(await ports.edge.keeps(clip))) {
      // Ten callers who come at once bring it there once.
      let bringing = sending.get(clip);
      if (bringing === undefined) {
        bringing = blobs
          .get(tenant, blob)
          .then(({ bytes }) => ports.edge.clip(clip, bytes))
          .finally(() => sending.delete(clip));
        sending.set(clip, bringing);
      }
      await bringing;
    }
    return { kind: 'clip', clip };
  }

  const named = async (tenant: TenantId, kind: PromptKind, key: string, language: Language): Promise<PlayItem | null> => {
    const known = (await copyOf(tenant)).prompts.get(key);
    const heard = known?.kind === kind ? heardIn(known.slots, language) : null;
    return heard && play(tenant, heard);
  };

  return {
    /** Keeps copies from now on. */
    async follow(): Promise<void> {
      unlisten = await Promise.all([db.listen(CHANNEL, changed), ports.onQueues(changed)]);
    },
    async stop(): Promise<void> {
      for (const end of unlisten.splice(0)) await end();
      copies.clear();
    },
    /** Null where there is no such prompt, or nothing was recorded for it. Rejects where the sound cannot be had. */
    speech: (tenant: TenantId, key: string, language: Language): Promise<PlayItem | null> => named(tenant, 'speech', key, language),
    /** `queue`: whoever waits there hears its own choice in place of the product's. Null: the product's music. */
    async music(tenant: TenantId, key: string | null, queue: QueueId | null): Promise<PlayItem | null> {
      const chosen = key ?? (queue === null ? undefined : (await copyOf(tenant)).music.get(queue));
      return chosen === undefined ? null : named(tenant, 'music', chosen, 'en');
    },
    /** What a flow may name: prompts and music with something to be heard. */
    async names(tenant: TenantId): Promise<{ prompts: string[]; music: string[] }> {
      const { prompts } = await read(tenant);
      const of = (kind: PromptKind): string[] =>
        [...prompts].flatMap(([key, known]) => (known.kind === kind && Object.keys(known.slots).length > 0 ? [key] : []));
      return { prompts: of('speech'), music: of('music') };
    },
  };
}
