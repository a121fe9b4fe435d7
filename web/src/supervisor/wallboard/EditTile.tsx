// A tile while the board is arranged: a grip that is dragged or takes keys, and buttons for size and removal.
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveMeasure, Tile } from '../../api/floor.ts';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { BoardTile } from './BoardTile.tsx';
import styles from './EditTile.module.css';

type EditTileProps = {
  tile: Tile;
  live: KpiLive;
  measures: readonly LiveMeasure[];
  dragged: boolean;
  /** What is dragged would come here. */
  over: boolean;
  begin: (event: PointerEvent<HTMLElement>) => void;
  /** By so many places. */
  move: (by: number) => void;
  resize: (by: 1 | -1) => void;
  remove: () => void;
};

export function EditTile({ tile, live, measures, dragged, over, begin, move, resize, remove }: EditTileProps): ReactNode {
  const { t, i18n } = useTranslation();
  const measure = measures.find(({ id }) => id === tile.measure);
  const name = measure ? tenantText(measure.name, i18n.language) : tile.measure;
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (step !== undefined) move(step);
    else if (event.key === '+' || event.key === '=') resize(1);
    else if (event.key === '-') resize(-1);
    else if (event.key === 'Delete' || event.key === 'Backspace') remove();
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.edit} data-dragged={dragged} data-over={over}>
      <BoardTile tile={tile} live={live} measures={measures} level={undefined} grown={0} />
      <button
        type="button"
        data-grip="true"
        className={styles.grip}
        aria-label={t('wallboard.grip', { name })}
        aria-describedby="wallboard-hint"
        onPointerDown={begin}
        onKeyDown={press}
      />
      <span className={styles.tools}>
        <button type="button" aria-label={t('wallboard.smaller', { name })} onClick={() => resize(-1)}>
          −
        </button>
        <button type="button" aria-label={t('wallboard.larger', { name })} onClick={() => resize(1)}>
          +
        </button>
        <button type="button" aria-label={t('wallboard.take-off', { name })} onClick={remove}>
          <Icon name="cross" size={16} />
        </button>
      </span>
    </div>
  );
}
