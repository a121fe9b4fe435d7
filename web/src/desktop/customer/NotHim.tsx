// Somebody said who the caller is. Was he wrong, it is taken back here, or another customer is chosen: nothing of it stays behind.
import { Button } from '@mantine/core';
import type { Customer } from '@tandem/contract/api/customers.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { takeBackCustomer, type ContactDetail } from '../../api/interactions.ts';
import { errorWords } from '../../api/problem.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './CustomerPanel.module.css';
import { readCustomersAgain, WhoCalls } from './WhoCalls.tsx';

export function NotHim({ contact, customer }: { contact: ContactDetail; customer: Customer }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<'sure' | 'other' | null>(null);
  const back = useMutation({
    mutationFn: () => takeBackCustomer(api, contact.id),
    onSuccess: (detail) => queries.setQueryData(['interaction', contact.id], detail),
    onSettled: () => readCustomersAgain(queries, contact.id),
  });
  const name = customer.name;
  if (asked === 'other') return <WhoCalls contact={contact} customer={customer} keep={() => setAsked(null)} />;
  if (asked === null)
    return (
      <div className={styles.chosen}>
        <span className={styles.soft}>{t('relink.chosen')}</span>
        <Button size="compact-xs" variant="default" onClick={() => setAsked('other')}>
          {t('relink.other')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => setAsked('sure')}>
          {t('relink.back')}
        </Button>
      </div>
    );
  const words = back.error ? errorWords(back.error) : null;
  return (
    <div className={styles.form}>
      <p>
        <strong>{t('relink.sure', { name })}</strong> <span className={styles.soft}>{t('relink.sure-text', { name })}</span>
      </p>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <div className={styles.buttons}>
        <Button size="xs" autoFocus loading={back.isPending} onClick={() => back.mutate()}>
          {t('relink.confirm')}
        </Button>
        <Button size="xs" variant="default" onClick={() => setAsked(null)}>
          {t('desk.customer.cancel')}
        </Button>
      </div>
    </div>
  );
}
