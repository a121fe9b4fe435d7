// Makes the voice for what is not recorded, finds what the tenant recorded, and keeps the channel's commands in order while one is being made.
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { Later } from '../core/render-voice.ts';
import type { ActiveRun } from './active.ts';
import type { RunnerDeps } from './runner.ts';

/** At once where nothing is being made; else after what was asked before it. */
export function inOrder(run: ActiveRun, work: () => Promise<void>): Promise<void> {
  if (run.tail === null) return work();
  const done = run.tail.then(work);
  keep(run, done);
  return done;
}

/** The same after `making`, which is begun at once. */
export function afterMaking<T>(run: ActiveRun, making: Promise<T>, work: (made: T) => Promise<void>): Promise<void> {
  const before = run.tail ?? Promise.resolve();
  const done = before.then(() => making).then(work);
  keep(run, done);
  return done;
}

function keep(run: ActiveRun, done: Promise<void>): void {
  const tail: Promise<void> = done.then(
    () => clear(),
    () => clear(),
  );
  const clear = () => {
    if (run.tail === tail) run.tail = null;
  };
  run.tail = tail;
}

/** Where no voice or recording can be had its prompt is played, or nothing: the call goes on. */
export async function make(deps: RunnerDeps, run: ActiveRun, items: readonly (PlayItem | Later)[]): Promise<PlayItem[]> {
  const made = await Promise.all(
    items.map(async (item): Promise<PlayItem[]> => {
      if (item.kind !== 'to-make' && item.kind !== 'to-find') return [item];
      try {
        const found = await clipOf(deps, run, item);
        return found === null ? item.or : [found];
      } catch (error) {
        const what = item.kind === 'to-make' ? 'a text could not be spoken' : 'a recording could not be played';
        deps.tell.error(what, { run: run.info.run, ...('language' in item ? { language: item.language } : {}), error: String(error) });
        return item.or;
      }
    }),
  );
  return made.flat();
}

function clipOf({ ports }: RunnerDeps, run: ActiveRun, item: Later): Promise<PlayItem | null> {
  const { tenant } = run.info.line;
  if (item.kind === 'to-make') return ports.speech.clip(tenant, item.text, item.language);
  return 'prompt' in item ? ports.prompts.speech(tenant, item.prompt, item.language) : ports.prompts.music(tenant, item.music, item.queue);
}
