// Settings, history: everything that was changed, removed things too, to look at by kind and to bring back.
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HISTORY_ACTIONS, HISTORY_KINDS, type HistoryKind } from '@tandem/contract/history.ts';
import { useUser } from '../../api/session.ts';
import { ChoiceField } from '../form/Fields.tsx';
import register from '../form/Register.module.css';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { Entries } from './Entries.tsx';
import styles from './History.module.css';

export function HistoryPage(): ReactNode {
  const { t } = useTranslation();
  const { permissions } = useUser();
  const [kind, setKind] = useState<HistoryKind | ''>('');
  const mine = HISTORY_KINDS.filter((each) =>
    permissions.some(({ action, scope }) => action === HISTORY_ACTIONS[each] && scope === 'tenant'),
  );
  return (
    <SettingsPage wide>
      <section className={register.register} aria-label={t('history.title')}>
        <p className={register.lead}>{t('history.lead')}</p>
        <div className={styles.choose}>
          <ChoiceField
            label={t('history.of')}
            value={kind}
            choices={[{ value: '', label: t('form.all') }, ...mine.map((each) => ({ value: each, label: t(`history.kind.${each}`) }))]}
            onChange={(chosen) => setKind(chosen)}
          />
        </div>
        <div className={`${register.sheet} ${styles.sheet}`}>
          <Entries key={kind} kind={kind === '' ? undefined : kind} />
        </div>
      </section>
    </SettingsPage>
  );
}
