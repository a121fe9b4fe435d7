// Commands given while the edge is not connected: an edge that lives on, and is only out of reach, must hear them when it is back.
import type { EdgeCommand } from '@tandem/contract/edge.ts';

type HeldCommands = {
  hold(command: EdgeCommand): void;
  /** All that are held, oldest first, and none any more; without those that came to nothing meanwhile. */
  take(): EdgeCommand[];
};

/** What was wanted longer ago means nothing any more: whoever waited for it has been told otherwise. */
const LONGEST_MS = 20_000;

export function createHeldCommands(now: () => number): HeldCommands {
  let held: { command: EdgeCommand; at: number }[] = [];
  const fresh = () => held.filter(({ at }) => now() - at <= LONGEST_MS);
  return {
    hold(command) {
      held = [...fresh(), { command, at: now() }];
    },
    take() {
      const commands = fresh().map(({ command }) => command);
      held = [];
      const ended = new Set(commands.flatMap((each) => (each.do === 'hangup' ? [each.leg] : [])));
      // A leg that was not even dialled yet and is to end is not dialled.
      return commands.filter((each) => each.do !== 'dial' || !ended.has(each.leg));
    },
  };
}
