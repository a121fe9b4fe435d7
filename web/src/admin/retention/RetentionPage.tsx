// Settings, retention: after how many days what is erased. An empty field keeps for ever.
import type { Retention } from '@tandem/contract/api/retention.ts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ADMIN_KEY, retentionQuery, setRetention } from '../../api/admin.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { fullTime } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { NumberField } from '../form/Fields.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useUndo } from '../form/use-undo.ts';
import { SettingsForm } from '../settings/SettingsForm.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';

const KINDS = ['recordingDays', 'personalDays', 'logDays', 'auditDays'] as const;

export function RetentionPage(): ReactNode {
  const { t } = useTranslation();
  const words = useProblem();
  const retention = useQuery(retentionQuery(useApi()));
  return (
    <SettingsPage>
      <Panel title={t('retention.title')}>
        <Problem text={words(retention.error)} />
        {retention.isPending ? <Skeletons label={t('common.loading')} rows={4} /> : null}
        {retention.data ? <RetentionForm retention={retention.data} /> : null}
      </Panel>
    </SettingsPage>
  );
}

function RetentionForm({ retention }: { retention: Retention }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const user = useUser();
  const { tenant } = user;
  const mayWrite = mayDo(user, 'retention:write');
  const undo = useUndo();
  const { logErasedBefore, ...saved } = retention;
  const form = useForm({
    initial: saved,
    isNew: false,
    save: (_, values) => setRetention(api, values),
    saved: () => {
      void queries.invalidateQueries({ queryKey: ADMIN_KEY });
      tellSaved(t('form.saved', { name: t('retention.title') }), undo('retention', tenant));
    },
  });
  const { values, set, errorAt } = form;
  // What is shorter than it was erases in the coming night.
  const shorter = KINDS.some((kind) => values[kind] !== null && (saved[kind] === null || values[kind] < saved[kind]));
  return (
    <SettingsForm
      form={form}
      mayWrite={mayWrite}
      discard={() => set(saved)}
      history={{ kind: 'retention', id: tenant }}
      lead={t('retention.lead')}
      notes={
        <>
          {logErasedBefore === null ? null : (
            <p className={styles.soft}>{t('retention.erased', { time: fullTime(logErasedBefore, i18n.language) })}</p>
          )}
          {shorter ? (
            <p className={styles.warning} role="status">
              {t('retention.shorter')}
            </p>
          ) : null}
        </>
      }
    >
      {KINDS.map((kind) => (
        <NumberField
          key={kind}
          label={t(`retention.${kind}`)}
          hint={t(`retention.${kind}-text`)}
          unit={t('form.unit.days')}
          min={kind === 'auditDays' ? 90 : 1}
          placeholder={t('retention.for-ever')}
          value={values[kind]}
          error={errorAt(kind)}
          onChange={(days) => set({ [kind]: days })}
        />
      ))}
    </SettingsForm>
  );
}
