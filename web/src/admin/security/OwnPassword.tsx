// One's own password: the present one, then another; sessions on other devices end.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changeOwnPassword } from '../../api/access.ts';
import { useApi } from '../../api/context.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { SecretField } from '../form/Fields.tsx';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';

const EMPTY = { present: '', next: '' };

export function OwnPassword(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(EMPTY);
  const save = useMutation({ mutationFn: () => changeOwnPassword(api, typed), onSuccess: () => close() });
  function close(): void {
    setTyped(EMPTY);
    setOpen(false);
  }
  const type = (patch: Partial<typeof EMPTY>): void => {
    save.reset();
    setTyped({ ...typed, ...patch });
  };
  if (!open)
    return (
      <Panel title={t('start.password.title')}>
        <div className={styles.stack}>
          <p role="status">{save.isSuccess ? t('start.password.done') : t('start.password.lead')}</p>
          <div>
            <Button variant="default" onClick={() => setOpen(true)}>
              {t('start.password.open')}
            </Button>
          </div>
        </div>
      </Panel>
    );
  return (
    <Panel title={t('start.password.title')}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <SecretField label={t('start.password.present')} value={typed.present} onChange={(present) => type({ present })} />
        <SecretField
          label={t('start.password.next')}
          hint={t('start.password.text')}
          value={typed.next}
          onChange={(next) => type({ next })}
        />
        <Problem text={words(save.error)} />
        <div className={styles.buttons}>
          <Button type="submit" loading={save.isPending} disabled={typed.present === '' || typed.next === ''}>
            {t('start.password.save')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('settings.cancel')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
