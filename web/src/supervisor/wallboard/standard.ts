// The board that is shown before anybody has made one.
import type { NewWallboard, Tile, Wallboard } from '../../api/floor.ts';

/** A kept board, or one that has no id yet. */
export type Board = Omit<NewWallboard, 'tiles'> & { tiles: readonly Tile[] } & Partial<Pick<Wallboard, 'id' | 'version' | 'editable'>>;

const tile = (measure: string, width: 1 | 2 = 1, height: 1 | 2 = 1): Tile => ({ measure, queue: null, width, height });

export const STANDARD: Board = {
  name: '',
  shared: false,
  tiles: [
    tile('waiting', 2, 2),
    tile('longestWaitNowMs', 2, 2),
    tile('serviceLevelToday', 2),
    tile('agentsReady'),
    tile('talking'),
    tile('answeredToday'),
    tile('abandonedToday'),
    tile('agentsOnBreak'),
    tile('asaTodayMs'),
  ],
};
