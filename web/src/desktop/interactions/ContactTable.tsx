// The contacts as rows: one line each at a desk, two on a phone. j/k or the arrows move, Enter opens.
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import { Link } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { contactLook, DIRECTION_ICONS } from '../../ui/contact-state.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { addressText, fullTime, shortTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { DialIcon } from '../call/Dial.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import styles from './ContactTable.module.css';
import { useReadAhead, type ReadAhead } from './use-read-ahead.ts';
import { useRowKeys } from './use-row-keys.ts';

const COLUMNS = ['customer', 'number', 'state', 'queue', 'agent', 'started', 'duration', 'ended'] as const;

/** Roles are spelled out because the rows become cards on a phone, and a table laid out otherwise is no table to a screen reader. */
/** `closed`: contacts of others, of which only who called is shown; they cannot be opened. */
export function ContactTable({ rows, closed = false }: { rows: readonly InteractionSummary[]; closed?: boolean }): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const now = useServerNow();
  const keys = useRowKeys(rows);
  const ahead = useReadAhead();
  return (
    <div role="table" aria-label={t('contacts.title')} className={styles.table} ref={keys.table}>
      <div role="rowgroup" className={styles.head}>
        <div role="row" className={styles.row}>
          {COLUMNS.map((column) => (
            <div role="columnheader" key={column}>
              {t(`contacts.column.${column}`)}
            </div>
          ))}
        </div>
      </div>
      <div role="rowgroup">
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            closed={closed && row.agent?.id !== user.agent}
            focusable={row.id === keys.current}
            onFocus={keys.setCurrent}
            ahead={ahead}
            now={row.endedAt === null ? now : 0}
            today={dayOf(now)}
          />
        ))}
      </div>
      <p className={styles.hint}>
        <kbd>j</kbd> <kbd>k</kbd> {t('contacts.hint.move')} <kbd>Enter</kbd> {t('contacts.hint.open')}
      </p>
    </div>
  );
}

/** Changes once a day, so that a finished row is drawn once and not each second. */
const dayOf = (now: number) => new Date(now).setHours(12, 0, 0, 0);

type RowProps = {
  row: InteractionSummary;
  closed: boolean;
  focusable: boolean;
  onFocus: (id: string) => void;
  ahead: ReadAhead;
  now: number;
  today: number;
};

const Row = memo(function Row({ row, closed, focusable, onFocus, ahead, now, today }: RowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const look = contactLook(row);
  const name = row.customer.known ? row.customer.name : row.remote === '' ? t('contacts.erased') : t('contacts.unknown');
  return (
    <div role="row" className={styles.row} data-row={row.id} data-open={row.state !== 'closed'}>
      <div role="cell" className={styles.customer}>
        <span className={styles.direction} title={t(`direction.${row.direction}`)}>
          <Icon name={DIRECTION_ICONS[row.direction]} size={16} />
          <span className="hidden-text">{t(`direction.${row.direction}`)}</span>
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
        {row.direction === 'internal' ? null : (
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
        <Elapsed from={row.startedAt} to={row.endedAt} now={now} />
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
    <span className={styles.none}>
      <span aria-hidden="true">–</span>
      <span className="hidden-text">{t('common.none')}</span>
    </span>
  );
}
