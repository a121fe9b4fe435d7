// The contacts as rows: one line each at a desk, two on a phone. j/k or the arrows move, Enter opens.
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import { Link } from '@tanstack/react-router';
import { memo, useDeferredValue, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../api/session.ts';
import { useServerDay } from '../../live/LiveProvider.tsx';
import { createGroups } from '../../live/row-groups.ts';
import { contactLook, unknownKey, wayOf } from '../../ui/contact-state.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { addressText, fullTime, shortTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { DialIcon } from '../call/Dial.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import styles from './ContactTable.module.css';
import { Running } from './Running.tsx';
import { useReadAhead, type ReadAhead } from './use-read-ahead.ts';
import { useRowKeys } from './use-row-keys.ts';

const COLUMNS = ['customer', 'number', 'state', 'queue', 'agent', 'started', 'duration', 'ended'] as const;

/** As many groups as stand on a large screen are drawn in the first frame, the others in the next ones: they keep their room meanwhile. */
const FIRST_GROUPS = 2;
const GROUP = 12;
const ROW_PX = 40;

/** Roles are spelled out because the rows become cards on a phone, and a table laid out otherwise is no table to a screen reader. */
/** `closed`: contacts of others, of which only who called is shown; they cannot be opened. */
export function ContactTable({ rows, closed = false }: { rows: readonly InteractionSummary[]; closed?: boolean }): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const today = useServerDay();
  const keys = useRowKeys(rows);
  const ahead = useReadAhead();
  const all = useDeferredValue(true, false);
  const [group] = useState(() => createGroups(GROUP, ({ id }: InteractionSummary) => id));
  const groups = group(rows);
  return (
    <div role="table" aria-label={t('contacts.title')} className={styles.table} ref={keys.table}>
      <div role="rowgroup" className={styles.head}>
        <div role="row" className={styles.row}>
          {COLUMNS.map((column) => (
            <div role="columnheader" key={column} data-column={column}>
              {t(`contacts.column.${column}`)}
            </div>
          ))}
        </div>
      </div>
      {(all ? groups : groups.slice(0, FIRST_GROUPS)).map((each) => (
        <div role="rowgroup" key={each.key} className={styles.group} style={{ ['--rows' as string]: each.rows.length }}>
          {each.rows.map((row) => (
            <Row
              key={row.id}
              row={row}
              closed={closed && row.agent?.id !== user.agent}
              focusable={row.id === keys.current}
              onFocus={keys.setCurrent}
              ahead={ahead}
              today={today}
            />
          ))}
        </div>
      ))}
      {all ? null : <div style={{ height: groups.slice(FIRST_GROUPS).reduce((sum, each) => sum + each.rows.length, 0) * ROW_PX }} />}
      <p className={styles.hint}>
        <kbd>j</kbd> <kbd>k</kbd> {t('contacts.hint.move')} <kbd>Enter</kbd> {t('contacts.hint.open')}
      </p>
    </div>
  );
}

type RowProps = {
  row: InteractionSummary;
  closed: boolean;
  focusable: boolean;
  onFocus: (id: string) => void;
  ahead: ReadAhead;
  today: number;
};

/** Drawn anew where the contact changed, not with the clock; nothing in it is a layer of its own, of which a list scrolls few. */
const Row = memo(function Row({ row, closed, focusable, onFocus, ahead, today }: RowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const look = contactLook(row);
  const way = wayOf(row);
  const name = row.customer.known ? row.customer.name : row.remote === '' ? t('contacts.erased') : t(unknownKey(row));
  return (
    <div role="row" className={styles.row} data-row={row.id} data-open={row.state !== 'closed'}>
      <div role="cell" className={styles.customer}>
        <span className={styles.direction} role="img" aria-label={t(way.key)} title={t(way.key)}>
          <Icon name={way.icon} size={16} />
        </span>
        {closed ? (
          <span className={styles.plain} title={t('desk.log.not-yours')}>
            {name}
          </span>
        ) : (
          <Link
            to="/interactions/$id"
            params={{ id: row.id }}
            className={styles.name}
            tabIndex={focusable ? 0 : -1}
            onFocus={() => {
              onFocus(row.id);
              ahead.near(row.id);
            }}
            onBlur={ahead.away}
            // Not where the list is scrolled under a pointer that stands still.
            onPointerMove={({ movementX, movementY }) => (movementX === 0 && movementY === 0 ? undefined : ahead.near(row.id))}
            onPointerLeave={ahead.away}
            onPointerDown={() => ahead.now(row.id)}
          >
            {name}
          </Link>
        )}
        {row.customer.level ? <LevelTag level={row.customer.level} /> : null}
        {row.tags.map((tag) => (
          <LevelTag key={tag} level={tag} />
        ))}
      </div>
      <div role="cell" className={styles.number}>
        <span className="tabular">{addressText(row.remote)}</span>
        {row.direction === 'internal' || row.channel === 'chat' ? null : (
          <span className={styles.dial}>
            <DialIcon address={row.remote} customer={row.customer.id} tabIndex={focusable ? 0 : -1} />
          </span>
        )}
      </div>
      <div role="cell" className={styles.state}>
        <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
      </div>
      <div role="cell" className={styles.queue}>
        {row.queue?.name ?? <None />}
      </div>
      <div role="cell" className={styles.agent}>
        {row.agent?.name ?? <None />}
      </div>
      <div role="cell" className={styles.started}>
        <time dateTime={new Date(row.startedAt).toISOString()} title={fullTime(row.startedAt, i18n.language)}>
          {shortTime(row.startedAt, today, i18n.language)}
        </time>
      </div>
      <div role="cell" className={styles.duration}>
        {row.endedAt === null ? <Running from={row.startedAt} /> : <Elapsed from={row.startedAt} to={row.endedAt} now={0} />}
      </div>
      <div role="cell" className={styles.ended}>
        {row.cause ? t(`cause.${row.cause}`) : <None />}
      </div>
    </div>
  );
});

function None(): ReactNode {
  const { t } = useTranslation();
  return (
    <span className={styles.none} role="img" aria-label={t('common.none')}>
      –
    </span>
  );
}
