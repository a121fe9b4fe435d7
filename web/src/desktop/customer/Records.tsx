// What the company's own tables say about the customer: his orders, newest key first.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { customerRecordsQuery } from '../../api/directory.ts';
import { Panel } from '../../ui/Panel.tsx';
import styles from './CustomerPanel.module.css';

/** Fields that say again what stands there already. */
const SAID = new Set(['customer', 'order', 'key', 'id']);

export function Records({ customer }: { customer: string }): ReactNode {
  const { t } = useTranslation();
  const { data = [] } = useQuery(customerRecordsQuery(useApi(), customer));
  if (data.length === 0) return null;
  return (
    <Panel title={t('desk.customer.records')} flush>
      <ul>
        {data.map(({ table, key, value }) => (
          <li key={`${table} ${key}`} className={styles.record}>
            <strong>
              {table === 'orders' ? t('desk.customer.table.orders') : table} {key}
            </strong>
            <span className={styles.soft}>
              {Object.entries(value)
                .filter(([field]) => !SAID.has(field))
                .map(([, text]) => text)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
