// A board being arranged: tiles are dragged, or moved and sized by keys; added, removed; and the whole is kept, for oneself or for everybody.
import type { KpiLive } from '@tandem/contract/api/kpis.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { createWallboard, putWallboard, removeWallboard, WALLBOARDS_KEY, type LiveMeasure, type Tile } from '../../api/floor.ts';
import { HISTORY_KEY } from '../../api/history.ts';
import { HistoryHere } from '../../api/history-panel.tsx';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { Problem } from '../../ui/Problem.tsx';
import { AddTile } from './AddTile.tsx';
import { cellStyle, gridStyle } from './BoardGrid.tsx';
import { EditTile } from './EditTile.tsx';
import { fill, moved, resized } from './layout.ts';
import type { Board } from './standard.ts';
import { useShape } from './use-shape.ts';
import { useTileDrag } from './use-tile-drag.ts';
import styles from './WallboardPage.module.css';

type BoardEditorProps = {
  board: Board;
  live: KpiLive;
  measures: readonly LiveMeasure[];
  /** The board to show now: null the first there is, undefined the same as before. */
  done: (id?: string | null) => void;
};
/** `key` stays with a tile wherever it is moved. */
type Held = { key: number; tile: Tile };

const MOST = 24;

export function BoardEditor({ board, live, measures, done }: BoardEditorProps): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const mayShare = mayDo(user, 'wallboards:share');
  // Of a board of others one makes a board of one's own.
  const own = board.id !== undefined && board.editable === true;
  const [name, setName] = useState(own || board.id === undefined ? board.name : t('wallboard.copy-of', { name: board.name }));
  const [shared, setShared] = useState(own && board.shared);
  const next = useRef(board.tiles.length);
  const [held, setHeld] = useState<Held[]>(() => board.tiles.map((tile, key) => ({ key, tile })));
  const [said, setSaid] = useState('');
  const [focused, setFocused] = useState<number | null>(null);
  const [ref, shape] = useShape<HTMLUListElement>();
  const grid = fill(
    held.map(({ tile }) => tile),
    shape,
  );

  const move = (from: number, to: number): void => {
    if (to < 0 || to >= held.length || from === to) return;
    setHeld(moved(held, from, to));
    setFocused(held[from]!.key);
    setSaid(t('wallboard.place', { place: to + 1, count: held.length }));
  };
  const { dragged, over, begin } = useTileDrag(ref, move);
  // A node that changes its place among its neighbours loses the focus.
  useEffect(() => {
    if (focused === null) return;
    ref.current?.querySelector<HTMLElement>(`[data-key="${focused}"] [data-grip]`)?.focus();
    setFocused(null);
  }, [focused, ref]);

  const readAgain = () => Promise.all([WALLBOARDS_KEY, HISTORY_KEY].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const save = useMutation({
    mutationFn: () => {
      const wish = { name: name.trim(), shared, tiles: held.map(({ tile }) => tile) };
      return own ? putWallboard(api, board.id!, { ...wish, version: board.version! }) : createWallboard(api, wish);
    },
    onSuccess: async ({ id }) => {
      await readAgain();
      done(id);
    },
  });
  const remove = useMutation({
    mutationFn: () => removeWallboard(api, board.id!),
    onSuccess: async () => {
      await readAgain();
      done(null);
    },
  });
  const failed = save.error ?? remove.error;
  const words = failed ? errorWords(failed) : null;
  const busy = save.isPending || remove.isPending;
  return (
    <>
      <form
        className={styles.bar}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !busy) save.mutate();
        }}
      >
        <input
          type="text"
          aria-label={t('wallboard.name')}
          value={name}
          maxLength={60}
          required
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {mayShare ? (
          <label>
            <input type="checkbox" checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
            {t('wallboard.shared')}
          </label>
        ) : null}
        <button type="submit" data-main="true" disabled={name.trim() === '' || busy}>
          {t('wallboard.save')}
        </button>
        <button type="button" onClick={() => done()}>
          {t('floor.cancel')}
        </button>
        {own ? (
          <button type="button" data-danger="true" disabled={busy} onClick={() => remove.mutate()}>
            {t('wallboard.remove')}
          </button>
        ) : null}
      </form>
      {held.length < MOST ? (
        <AddTile
          live={live}
          measures={measures}
          add={(tile) => {
            setHeld([...held, { key: next.current++, tile }]);
            setSaid(t('wallboard.place', { place: held.length + 1, count: held.length + 1 }));
          }}
        />
      ) : null}
      <p className={styles.hint} id="wallboard-hint">
        {t('wallboard.hint')}
      </p>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <p role="status" className="hidden-text">
        {said}
      </p>
      <ul ref={ref} className={styles.grid} style={gridStyle(grid)}>
        {held.map(({ key, tile }, n) => (
          <li key={key} data-tile={n} data-key={key} className={styles.cell} style={cellStyle(grid, n, tile)}>
            <EditTile
              tile={tile}
              live={live}
              measures={measures}
              dragged={dragged === n}
              over={over === n}
              begin={(event) => begin(event, n)}
              move={(by) => move(n, n + by)}
              resize={(by) => {
                const after = resized(tile, by);
                setHeld(held.with(n, { key, tile: after }));
                setSaid(t('wallboard.size', { width: after.width, height: after.height }));
              }}
              remove={() => {
                setHeld(held.toSpliced(n, 1));
                setFocused(held[n + 1]?.key ?? held[n - 1]?.key ?? null);
                setSaid(t('wallboard.removed'));
              }}
            />
          </li>
        ))}
      </ul>
      {own && board.shared ? (
        <HistoryHere
          kind="wallboard"
          id={board.id!}
          restored={async () => {
            await readAgain();
            done();
          }}
        />
      ) : null}
    </>
  );
}
