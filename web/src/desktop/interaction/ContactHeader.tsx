// Who the contact is with, where it stands, and its times.
import type { ContactDetail, ContactRow } from '../../api/interactions.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { contactLook, unknownKey, visitorMark, wayOf } from '../../ui/contact-state.ts';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { addressText, fullTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { DialIcon } from '../call/Dial.tsx';
import styles from './ContactHeader.module.css';
import { timesOf } from './times.ts';

/** Whole, or as a list knows it while the rest is on its way: without its waits and talks. */
type Known = ContactDetail | (ContactRow & { segments?: undefined });

export function ContactHeader({ detail }: { detail: Known }): ReactNode {
  const { t, i18n } = useTranslation();
  const now = useServerNow();
  const look = contactLook(detail);
  const way = wayOf(detail);
  const recording = detail.recordings.some((one) => 'state' in one && one.state === 'recording');
  const times = timesOf({ ...detail, segments: detail.segments ?? [] });
  return (
    <section className={styles.header} aria-label={t('contact.summary')}>
      <div className={styles.who}>
        <h2 className={styles.name}>
          {detail.customer.known ? detail.customer.name : detail.remote === '' ? t('contacts.erased') : t(unknownKey(detail))}
        </h2>
        {detail.customer.level ? <LevelTag level={detail.customer.level} /> : null}
        {detail.tags.map((tag) => (
          <LevelTag key={tag} level={tag} />
        ))}
        <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
        {recording ? <StateBadge tone="danger" icon="record" label={t('contact.recording-now')} /> : null}
      </div>
      <p className={styles.route}>
        <Icon name={way.icon} size={16} />
        <span>{t(way.key)}</span>
        <span className="tabular">
          {detail.channel === 'chat'
            ? `${t('contacts.visitor')} ${visitorMark(detail.remote)}`
            : t(detail.direction === 'outbound' ? 'contact.route-out' : 'contact.route-in', {
                remote: addressText(detail.remote) || t('contacts.erased'),
                local: addressText(detail.local),
              })}
        </span>
        {detail.channel === 'chat' ? null : <DialIcon address={detail.remote} customer={detail.customer.id} />}
        <time dateTime={new Date(detail.startedAt).toISOString()}>{fullTime(detail.startedAt, i18n.language)}</time>
      </p>
      <dl className={styles.facts}>
        {times.map(({ key, from, to }) => (
          <div key={key}>
            <dt>{t(`contact.time.${key}`)}</dt>
            <dd className={styles.figure}>{from === null ? '–' : <Elapsed from={from} to={to} now={now} />}</dd>
          </div>
        ))}
        <div>
          <dt>{t('contacts.column.queue')}</dt>
          <dd>{detail.queue?.name ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('contacts.column.agent')}</dt>
          <dd>{detail.agent?.name ?? '–'}</dd>
        </div>
        <div>
          <dt>{t('contacts.column.ended')}</dt>
          <dd>{detail.cause ? t(`cause.${detail.cause}`) : '–'}</dd>
        </div>
      </dl>
    </section>
  );
}
