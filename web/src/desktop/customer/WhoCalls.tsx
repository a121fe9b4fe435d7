// A caller nobody knows, or one of several who share the number: who is it? A customer there is, or a new one.
import { Button, TextInput } from '@mantine/core';
import type { Customer } from '@tandem/contract/api/customers.ts';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { customerSearchQuery, customersOfNumberQuery } from '../../api/directory.ts';
import { setContactCustomer, type ContactDetail } from '../../api/interactions.ts';
import { errorWords } from '../../api/problem.ts';
import { addressText } from '../../ui/format.ts';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { Problem } from '../../ui/Problem.tsx';
import styles from './CustomerPanel.module.css';
import { ProfileForm } from './ProfileForm.tsx';

const QUIET_MS = 200;

type WhoCallsProps = {
  contact: ContactDetail;
  customer: Customer;
  /** Where somebody else was chosen before: leaves it at that. A new customer is then made after the choice is taken back. */
  keep?: () => void;
};

export function WhoCalls({ contact, customer, keep }: WhoCallsProps): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const [making, setMaking] = useState(false);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Customer | null>(null);
  const [sought] = useDebouncedValue(typed.trim(), QUIET_MS);
  const { data: owners } = useQuery({
    ...customersOfNumberQuery(api, contact.remote),
    enabled: contact.remote !== '' && contact.channel === 'voice',
  });
  const { data: found = [] } = useQuery({ ...customerSearchQuery(api, sought), enabled: sought.length > 1 });
  const several = (owners ?? []).filter((each) => each.known && (keep === undefined || each.id !== customer.id));
  const offered = (sought.length > 1 ? found : several).filter((each) => each.known && each.id !== customer.id);
  if (making) return <ProfileForm customer={customer} address={contact.remote} close={() => setMaking(false)} />;
  if (chosen) return <Sure contact={contact} customer={chosen} several={several.length > 0} back={() => setChosen(null)} />;
  return (
    <div className={styles.form}>
      <p>
        <strong>{t(contact.channel === 'voice' ? 'desk.customer.who' : 'desk.customer.who-writes')}</strong>{' '}
        {owners && keep === undefined ? (
          <span className={styles.soft}>{t(several.length > 1 ? 'desk.customer.several' : 'desk.customer.unknown')}</span>
        ) : null}
      </p>
      <ul className={styles.choices}>
        {offered.map((each) => (
          <li key={each.id}>
            <button type="button" className={styles.choice} onClick={() => setChosen(each)}>
              <span>{t('desk.customer.is', { name: each.name })}</span>
              {each.level ? <LevelTag level={each.level} /> : null}
              <span className={styles.soft}>{each.identities.map(({ address }) => addressText(address)).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      <TextInput
        label={t('desk.customer.find')}
        description={t('desk.customer.find-text')}
        type="search"
        maxLength={100}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {keep ? (
        <Button size="xs" variant="default" onClick={keep}>
          {t('desk.customer.cancel')}
        </Button>
      ) : (
        <Button size="xs" variant="default" onClick={() => setMaking(true)}>
          {t('desk.customer.new')}
        </Button>
      )}
    </div>
  );
}

/** Whose a contact is concerns both customers: who had it, and who has it. */
export function readCustomersAgain(queries: QueryClient, contact: string): void {
  void queries.invalidateQueries({ queryKey: ['interaction-events', contact] });
  void queries.invalidateQueries({ queryKey: ['customer'] });
  void queries.invalidateQueries({ queryKey: ['customer-interactions'] });
}

type SureProps = { contact: ContactDetail; customer: Customer; several: boolean; back: () => void };

/** One of those who share the number is a choice; giving the number to somebody is more than that, and is asked once more. */
function Sure({ contact, customer, several, back }: SureProps): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const set = useMutation({
    mutationFn: () => setContactCustomer(api, contact.id, customer.id),
    onSuccess: (detail) => queries.setQueryData(['interaction', contact.id], detail),
    onSettled: () => readCustomersAgain(queries, contact.id),
  });
  const words = set.error ? errorWords(set.error) : null;
  return (
    <div className={styles.form}>
      <p>
        <strong>{t('desk.customer.is', { name: customer.name })}</strong>{' '}
        {several ? null : <span className={styles.soft}>{t('desk.customer.sure', { name: customer.name })}</span>}
      </p>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <div className={styles.buttons}>
        <Button size="xs" autoFocus loading={set.isPending} onClick={() => set.mutate()}>
          {t('desk.customer.confirm')}
        </Button>
        <Button size="xs" variant="default" onClick={back}>
          {t('desk.customer.back')}
        </Button>
      </div>
    </div>
  );
}
