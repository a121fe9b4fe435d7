// Makes an API key: a name, an end, a limit, permissions within one's own. Then the key itself, this one time.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { Permission } from '@tandem/contract/permissions.ts';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { makeApiKey } from '../../api/access.ts';
import { useApi } from '../../api/context.tsx';
import { useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { chosenOf, PermissionMatrix, permissionsOf, type Chosen } from '../roles/PermissionMatrix.tsx';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';

const DAY_MS = 86_400_000;
const LASTS = ['30', '90', '365', 'ever'] as const;

export function NewKey({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const user = useUser();
  const now = useServerNow();
  const [name, setName] = useState('');
  const [lasts, setLasts] = useState<(typeof LASTS)[number]>('90');
  const [rate, setRate] = useState('');
  const [chosen, setChosen] = useState<Chosen>(new Map());
  const make = useMutation({
    mutationFn: () =>
      makeApiKey(api, {
        name: name.trim(),
        permissions: permissionsOf(chosen),
        expiresAt: lasts === 'ever' ? null : now + Number(lasts) * DAY_MS,
        perSecond: rate.trim() === '' ? null : Number(rate),
      }),
  });
  if (make.data) return <Secret secret={make.data.secret} close={close} />;
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <div className={styles.form}>
        <TextInput
          label={t('keys.name')}
          description={t('keys.name-text')}
          autoFocus
          required
          withAsterisk={false}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('keys.lasts')}
          data={LASTS.map((value) => ({ value, label: value === 'ever' ? t('keys.ever') : t('keys.days', { count: Number(value) }) }))}
          value={lasts}
          onChange={(event) => setLasts(event.currentTarget.value as (typeof LASTS)[number])}
        />
        <TextInput
          label={t('keys.limit')}
          description={t('keys.limit-text')}
          inputMode="numeric"
          pattern="[1-9][0-9]{0,4}"
          value={rate}
          onChange={(event) => setRate(event.currentTarget.value)}
        />
      </div>
      <p className={styles.soft}>{t('roles.matrix-text')}</p>
      <PermissionMatrix chosen={chosen} held={chosenOf(user.permissions as Permission[])} onChange={(next) => setChosen(next)} />
      <Problem text={words(make.error)} />
      <div className={styles.buttons}>
        <Button type="submit" loading={make.isPending} disabled={name.trim() === '' || chosen.size === 0}>
          {t('keys.make')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('settings.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Secret({ secret, close }: { secret: string; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  // Plain HTTP has no clipboard: there the key is marked and copied by hand.
  const copy = () => void navigator.clipboard.writeText(secret).then(() => setCopied(true));
  return (
    <div className={styles.stack} role="status">
      <p className={styles.text}>{t('keys.secret-text')}</p>
      <code className={styles.secret}>{secret}</code>
      <p className={styles.soft}>
        {t('keys.use')} <code>Authorization: Bearer …</code>
      </p>
      <div className={styles.buttons}>
        {window.isSecureContext ? (
          <Button variant="default" autoFocus onClick={copy}>
            {t(copied ? 'keys.copied' : 'keys.copy')}
          </Button>
        ) : null}
        <Button onClick={close}>{t('keys.done')}</Button>
      </div>
    </div>
  );
}
