// Setting up the second factor: password, QR code and first code, recovery codes. Also the only page of who must do it first.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { SecondFactorSecret } from '@tandem/contract/api/second-factor.ts';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { beginSecondFactor, confirmSecondFactor } from '../../api/access.ts';
import { useApi } from '../../api/context.tsx';
import { Problem } from '../../ui/Problem.tsx';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';
import { QrCode } from './QrCode.tsx';
import { RecoveryList } from './RecoveryList.tsx';

/** `askPassword`: not of somebody who has just signed in to do this. `cancel`: missing where he must. */
export function Enrolment({ askPassword, done, cancel }: { askPassword: boolean; done: () => void; cancel?: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const [password, setPassword] = useState('');
  const begin = useMutation({ mutationFn: () => beginSecondFactor(api, askPassword ? password : undefined) });
  if (begin.data) return <Scan secret={begin.data} done={done} cancel={cancel} />;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate();
      }}
    >
      <p>{t('security.begin-text')}</p>
      <Problem text={words(begin.error)} />
      {askPassword ? (
        <PasswordInput
          label={t('security.password')}
          autoComplete="current-password"
          autoFocus
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('login.show-password'), tabIndex: 0 }}
        />
      ) : null}
      <div className={styles.buttons}>
        <Button type="submit" loading={begin.isPending}>
          {t('security.next')}
        </Button>
        {cancel ? (
          <Button variant="default" onClick={cancel}>
            {t('settings.cancel')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function Scan({ secret, done, cancel }: { secret: SecondFactorSecret; done: () => void; cancel: (() => void) | undefined }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const [code, setCode] = useState('');
  const confirm = useMutation({ mutationFn: () => confirmSecondFactor(api, code), onError: () => setCode('') });
  if (confirm.data) return <RecoveryList codes={confirm.data.recoveryCodes} done={done} />;
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <div className={styles.scan}>
        <QrCode text={secret.uri} label={t('security.qr')} />
        <div>
          <p>{t('security.scan-text')}</p>
          <p className={styles.soft}>{t('security.by-hand')}</p>
          <code className={styles.secret}>{secret.secret.match(/.{1,4}/g)?.join(' ')}</code>
        </div>
      </div>
      <div className={styles.form}>
        <Problem text={words(confirm.error)} />
        <CodeInput value={code} onChange={setCode} />
        <div className={styles.buttons}>
          <Button type="submit" loading={confirm.isPending} disabled={code.trim().length < 6}>
            {t('security.confirm')}
          </Button>
          {cancel ? (
            <Button variant="default" onClick={cancel}>
              {t('settings.cancel')}
            </Button>
          ) : null}
        </div>
      </div>
    </form>
  );
}

export function CodeInput({ value, onChange }: { value: string; onChange: (code: string) => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('security.code')}
      description={t('security.code-text')}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoFocus
      required
      withAsterisk={false}
      maxLength={32}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
