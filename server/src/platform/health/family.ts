// The supervisor and its children tell each other how they do, over the channel that says "ready".
import type { SupervisedChild } from '../lifecycle/child.ts';
import type { ChildFigures, ProcessFigures } from './verdicts.ts';

export type Family = { supervisor: ProcessFigures; children: Record<string, ChildFigures> };

const ASKED = 'family?';
const TOLD = 'family';
const PATIENCE_MS = 1_000;

/** In the supervisor: answers each child that asks. */
export function tellFamily(
  own: () => ProcessFigures,
  children: () => Record<string, SupervisedChild | null>,
): (child: SupervisedChild) => void {
  const figures = (): Record<string, ChildFigures> =>
    Object.fromEntries(
      Object.entries(children()).flatMap(([name, child]) => (child === null ? [] : [[name, { state: child.state, starts: child.starts }]])),
    );
  return (child) =>
    child.onMessage((message) => {
      if ((message as { tandem?: string }).tandem === ASKED)
        child.send({ tandem: TOLD, family: { supervisor: own(), children: figures() } });
    });
}

/** In a child: null where nobody supervises it, or nobody answers. */
export async function askFamily(): Promise<Family | null> {
  if (process.send === undefined || !process.connected) return null;
  return new Promise((resolve) => {
    const done = (family: Family | null): void => {
      clearTimeout(late);
      process.off('message', heard);
      resolve(family);
    };
    const heard = (message: { tandem?: string; family?: Family }): void => {
      if (message.tandem === TOLD && message.family !== undefined) done(message.family);
    };
    const late = setTimeout(() => done(null), PATIENCE_MS);
    process.on('message', heard);
    process.send?.({ tandem: ASKED });
  });
}
