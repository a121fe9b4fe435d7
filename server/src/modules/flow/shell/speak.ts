// Makes the voice for what is not recorded, and keeps the channel's commands in order while one is being made.
import type { PlayItem } from '@tandem/contract/edge.ts';
import type { ToMake } from '../core/render-voice.ts';
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

/** Where no voice can be had its prompt is played, or nothing: the call goes on. */
export async function make(deps: RunnerDeps, run: ActiveRun, items: readonly (PlayItem | ToMake)[]): Promise<PlayItem[]> {
  const made = await Promise.all(
    items.map(async (item): Promise<PlayItem[]> => {
      if (item.kind !== 'to-make') return [item];
      try {
        return [await deps.ports.speech.clip(run.info.line.tenant, item.text, item.language)];
      } catch (error) {
        deps.tell.error('a text could not be spoken', { language: item.language, run: run.info.run, error: String(error) });
        return item.or;
      }
    }),
  );
  return made.flat();
}
