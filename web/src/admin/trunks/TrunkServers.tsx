// The servers that DNS names for a trunk, in the order of their records, and whether each one answers.
import type { TrunkTarget } from '@tandem/contract/api/numbers.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './TrunkServers.module.css';

export function TrunkServers({ servers }: { servers: readonly TrunkTarget[] }): ReactNode {
  const { t } = useTranslation();
  const addressOf = ({ ip, port }: TrunkTarget): string => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`;
  return (
    <section aria-label={t('trunks.servers')} className={styles.servers}>
      <h3 className={styles.title}>{t('trunks.servers')}</h3>
      {servers.length === 0 ? <p className={styles.none}>{t('trunks.no-servers')}</p> : null}
      <ul className={styles.list}>
        {servers.map((server) => (
          <li key={`${server.transport} ${server.host} ${addressOf(server)}`} className={styles.server}>
            <code className={styles.host}>{server.host}</code>
            <code>
              {server.transport.toUpperCase()} {addressOf(server)}
            </code>
            <span>{t('trunks.place', { priority: server.priority, weight: server.weight })}</span>
            {server.good ? null : <StateBadge tone="danger" icon="alert" label={t('trunks.failed')} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
