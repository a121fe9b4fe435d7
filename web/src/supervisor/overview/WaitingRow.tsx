// One who waits: since when, where, how urgent, whose phone rings for him; what he waits for opens below.
import { Link } from '@tanstack/react-router';
import { memo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingContact } from '../../api/supervision.ts';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { Pick } from '../bulk/Pick.tsx';
import styles from './CallList.module.css';
import page from './OverviewPage.module.css';
import { Running } from './Running.tsx';
import { WhyWaiting } from './WhyWaiting.tsx';

type WaitingRowProps = {
  one: WaitingContact;
  name: string;
  picked: boolean;
  pick: (interaction: WaitingContact['interaction'], on: boolean) => void;
  move: (one: WaitingContact) => void;
};

export const WaitingRow = memo(function WaitingRow({ one, name, picked, pick, move }: WaitingRowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const facts = [
    one.queue.name === null ? '' : tenantText(one.queue.name, i18n.language),
    one.task === 'callback' ? t('floor.callback') : '',
    one.priority === 0 ? '' : t('floor.priority-of', { priority: one.priority }),
    one.reservedFor === null ? '' : t('floor.reserved', { name: one.reservedFor.name }),
  ].filter(Boolean);
  return (
    <li role="listitem" className={styles.item}>
      <div className={`${styles.call} ${styles.waiting}`}>
        <Pick id={one.interaction} name={name} on={picked} set={(on) => pick(one.interaction, on)} />
        <span className={styles.who}>
          <Link to="/interactions/$id" params={{ id: one.interaction }}>
            {name}
          </Link>
          {one.customer.level ? <LevelTag level={one.customer.level} /> : null}
        </span>
        <span className={styles.where}>{facts.join(' · ')}</span>
        <span className={styles.badge}>
          {one.offeredTo === null ? (
            <StateBadge tone="ringing" icon="hourglass" label={t('state.queue')} />
          ) : (
            <StateBadge
              tone="ringing"
              icon="bell"
              label={`${one.offeredTo.name || t('state.ring')}${one.offeredBeside > 0 ? ` +${one.offeredBeside}` : ''}`}
            />
          )}
        </span>
        <span className={styles.time}>
          <Running from={one.queuedAt} />
        </span>
        <span className={styles.acts}>
          <button
            type="button"
            className={page.tool}
            aria-label={t('why.open', { name })}
            title={t('why.open', { name })}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name="ask" size={18} />
          </button>
          <button
            type="button"
            className={page.tool}
            aria-label={t('floor.move-of', { name })}
            title={t('floor.move')}
            onClick={() => move(one)}
          >
            <Icon name="transfer" size={18} />
          </button>
        </span>
      </div>
      {open ? <WhyWaiting interaction={one.interaction} name={name} /> : null}
    </li>
  );
});
