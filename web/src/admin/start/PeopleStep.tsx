// Third step: who answers, typed or from a file. Both go the way of an import, so that first passwords are made and can be saved.
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../api/session.ts';
import { Icon } from '../../ui/icons.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TextField } from '../form/Fields.tsx';
import { useList } from '../form/use-list.ts';
import { Applied, ImportFile, Shown, useImport } from '../users/import/ImportFile.tsx';
import { typedPeople } from '../users/import/invitation-sheet.ts';
import styles from './StartPage.module.css';
import { There } from './There.tsx';

type Typed = { name: string; email: string };
const NOBODY: Typed = { name: '', email: '' };
const MOST = 10;

export function PeopleStep({ onward }: { onward: () => void }): ReactNode {
  const { t } = useTranslation();
  const self = useUser();
  const [way, setWay] = useState<'few' | 'file'>('few');
  const there = (useList('users').data ?? []).filter(({ id, agent, active }) => agent !== null && active && id !== self.id).length;
  return (
    <div className={styles.stack}>
      <p>{t('start.people.text')}</p>
      {there === 0 ? null : <There text={t('start.people.there', { count: there })} to="/settings/users" />}
      <Segments
        label={t('start.step.people')}
        value={way}
        onChange={setWay}
        options={(['few', 'file'] as const).map((value) => ({ value, label: t(`start.people.${value}`) }))}
      />
      {way === 'few' ? <Few /> : <ImportFile />}
      <div className={styles.buttons}>
        <Button variant={there === 0 ? 'default' : 'filled'} onClick={onward}>
          {t(there === 0 ? 'start.later' : 'start.next')}
        </Button>
      </div>
    </div>
  );
}

function Few(): ReactNode {
  const { t } = useTranslation();
  const run = useImport();
  const [people, setPeople] = useState<readonly Typed[]>([NOBODY, NOBODY]);
  const typed = people.filter(({ name, email }) => name.trim() !== '' || email.trim() !== '');
  const put = (at: number, patch: Partial<Typed>): void => setPeople(people.map((each, i) => (i === at ? { ...each, ...patch } : each)));
  if (run.applied) return <Applied run={run} quiet />;
  if (run.preview) return <Shown run={run} />;
  return (
    <form
      className={styles.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // What is wrong with it is shown where it is pending or refused.
        void run.take(new File([typedPeople(typed)], `${t('start.step.people')}.csv`)).catch(() => undefined);
      }}
    >
      {people.map((person, i) => (
        <div key={i} className={styles.person} role="group" aria-label={t('start.people.person', { number: i + 1 })}>
          <TextField label={t('form.name')} value={person.name} maxLength={100} onChange={(name) => put(i, { name })} />
          <TextField label={t('users.email')} type="email" value={person.email} maxLength={254} onChange={(email) => put(i, { email })} />
        </div>
      ))}
      <Problem text={run.problem} />
      <div className={styles.buttons}>
        <Button type="submit" loading={run.busy} disabled={typed.length === 0}>
          {t('start.people.make')}
        </Button>
        {people.length < MOST ? (
          <Button variant="default" leftSection={<Icon name="plus" size={16} />} onClick={() => setPeople([...people, NOBODY])}>
            {t('start.people.add')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}
