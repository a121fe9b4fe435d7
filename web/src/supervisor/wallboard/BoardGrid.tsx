// The tiles of a board, filling the screen.
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alarm, LiveMeasure, Tile } from '../../api/floor.ts';
import { useConnection } from '../../live/LiveProvider.tsx';
import { Message } from '../../ui/Message.tsx';
import { levelsOf } from '../measures/levels.ts';
import { BoardTile } from './BoardTile.tsx';
import { fill, type Packed, type Size } from './layout.ts';
import { useShape } from './use-shape.ts';
import styles from './WallboardPage.module.css';

type BoardGridProps = { tiles: readonly Tile[]; live: KpiLive; measures: readonly LiveMeasure[]; alarms: readonly Alarm[]; now: number };

export function BoardGrid({ tiles, live, measures, alarms, now }: BoardGridProps): ReactNode {
  const { t } = useTranslation();
  const { connection } = useConnection();
  const [ref, shape] = useShape<HTMLUListElement>();
  const grid = fill(tiles, shape);
  // While nobody tells us more, nothing is known to grow.
  const grown = connection.phase === 'open' ? Math.max(0, now - live.at) : 0;
  if (tiles.length === 0) return <Message icon="overview" title={t('wallboard.empty')} text={t('wallboard.empty-text')} />;
  return (
    <ul ref={ref} className={styles.grid} style={gridStyle(grid)}>
      {tiles.map((tile, n) => (
        <li key={`${n}:${tile.measure}:${tile.queue}`} className={styles.cell} style={cellStyle(grid, n, tile)}>
          <BoardTile tile={tile} live={live} measures={measures} level={levelsOf(alarms, tile.queue).get(tile.measure)} grown={grown} />
        </li>
      ))}
    </ul>
  );
}

export function gridStyle({ columns, rows }: Packed): CSSProperties {
  return { gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${rows}, minmax(0, 1fr))` };
}

export function cellStyle({ places }: Packed, n: number, { width, height }: Size): CSSProperties {
  const { column, row } = places[n]!;
  return { gridColumn: `${column} / span ${width}`, gridRow: `${row} / span ${height}` };
}
