// The lines of a list as a table: a click anywhere on a line opens it, the name is the button that the keyboard reaches.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import type { Order } from './rows.ts';
import styles from './Table.module.css';

export type Column<T> = {
  key: string;
  head: string;
  cell: (item: T) => ReactNode;
  /** What the lines are ordered by when the head is clicked. */
  sort?: (item: T) => string | number;
  /** Left out where there is no room, on phones. */
  wide?: boolean;
  end?: boolean;
};

export function Table<T extends { id: string }>({
  label,
  columns,
  rows,
  order,
  onOrder,
  opened,
  onOpen,
}: {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  order: Order | null;
  onOrder: (order: Order) => void;
  opened: string | null;
  onOpen: (id: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ key, head, sort, wide, end }) => {
            const down = order?.key === key ? order.down : null;
            return (
              <th
                key={key}
                scope="col"
                data-wide={wide}
                data-end={end}
                aria-sort={down === null ? undefined : down ? 'descending' : 'ascending'}
              >
                {sort ? (
                  <button type="button" className={styles.sort} onClick={() => onOrder({ key, down: down === false })}>
                    {head}
                    <span className={styles.arrow} data-shown={down !== null} data-down={down}>
                      <Icon name="chevron" size={14} />
                    </span>
                  </button>
                ) : (
                  head
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} data-open={row.id === opened}>
            {columns.map(({ key, cell, wide, end }, i) => (
              <td key={key} data-wide={wide} data-end={end}>
                {i === 0 ? (
                  <button type="button" className={styles.open} title={t('form.open')} onClick={() => onOpen(row.id)}>
                    {cell(row)}
                  </button>
                ) : (
                  cell(row)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
