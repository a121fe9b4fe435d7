// Settings, security: one's own second factor, and whether everyone is asked for one.
import { Button, PasswordInput, Switch } from '@mantine/core';
import type { SecondFactor } from '@tandem/contract/api/second-factor.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  endSecondFactor,
  POLICY_KEY,
  policyQuery,
  renewRecoveryCodes,
  SECOND_FACTOR_KEY,
  secondFactorQuery,
  setPolicy,
} from '../../api/access.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { fullTime } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import styles from '../settings/SettingsPage.module.css';
import { useProblem } from '../settings/use-problem.ts';
import { CodeInput, Enrolment } from './Enrolment.tsx';
import { OwnPassword } from './OwnPassword.tsx';
import { RecoveryList } from './RecoveryList.tsx';

export function SecurityPage(): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const words = useProblem();
  const factor = useQuery(secondFactorQuery(useApi()));
  return (
    <SettingsPage>
      <Panel title={t('security.title')}>
        {factor.data ? (
          <Own factor={factor.data} />
        ) : factor.error ? (
          <Problem text={words(factor.error)} />
        ) : (
          <Skeletons label={t('common.loading')} rows={2} />
        )}
      </Panel>
      <OwnPassword />
      {mayDo(user, 'users:write') ? <Policy /> : null}
    </SettingsPage>
  );
}

type Doing = 'nothing' | 'enrolling' | 'renewing' | 'ending';

function Own({ factor }: { factor: SecondFactor }): ReactNode {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [doing, setDoing] = useState<Doing>('nothing');
  const back = () => {
    setDoing('nothing');
    void queries.invalidateQueries({ queryKey: SECOND_FACTOR_KEY });
  };
  if (doing === 'enrolling') return <Enrolment askPassword done={back} cancel={back} />;
  if (doing === 'renewing') return <Renewal back={back} />;
  if (doing === 'ending') return <Ending back={back} />;
  return (
    <div className={styles.stack}>
      <div className={styles.state}>
        <StateBadge
          tone={factor.on ? 'live' : 'quiet'}
          icon={factor.on ? 'check' : 'circle'}
          label={t(factor.on ? 'security.on' : 'security.off')}
        />
        {factor.since === null ? null : (
          <span className={styles.soft}>
            {t('security.since', { time: fullTime(factor.since, i18n.language) })} ·{' '}
            {t('security.left', { count: factor.recoveryCodesLeft })}
          </span>
        )}
      </div>
      <p className={styles.text}>{t(factor.on ? 'security.on-text' : 'security.off-text')}</p>
      {factor.on && factor.required ? <p className={styles.soft}>{t('security.required-text')}</p> : null}
      <div className={styles.buttons}>
        {factor.on ? (
          <>
            <Button variant="default" onClick={() => setDoing('renewing')}>
              {t('security.renew')}
            </Button>
            {factor.required ? null : (
              <Button variant="default" onClick={() => setDoing('ending')}>
                {t('security.end')}
              </Button>
            )}
          </>
        ) : (
          <Button onClick={() => setDoing('enrolling')}>{t('security.set-up')}</Button>
        )}
      </div>
    </div>
  );
}

function Renewal({ back }: { back: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const [code, setCode] = useState('');
  const renew = useMutation({ mutationFn: () => renewRecoveryCodes(api, code), onError: () => setCode('') });
  if (renew.data) return <RecoveryList codes={renew.data.recoveryCodes} done={back} />;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        renew.mutate();
      }}
    >
      <p>{t('security.renew-text')}</p>
      <Problem text={words(renew.error)} />
      <CodeInput value={code} onChange={setCode} />
      <Buttons label={t('security.renew')} pending={renew.isPending} back={back} />
    </form>
  );
}

function Ending({ back }: { back: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const end = useMutation({ mutationFn: () => endSecondFactor(api, { password, code }), onSuccess: back, onError: () => setCode('') });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        end.mutate();
      }}
    >
      <p>{t('security.end-text')}</p>
      <Problem text={words(end.error)} />
      <PasswordInput
        label={t('security.password')}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('login.show-password'), tabIndex: 0 }}
      />
      <CodeInput value={code} onChange={setCode} />
      <Buttons label={t('security.end')} pending={end.isPending} back={back} />
    </form>
  );
}

function Buttons({ label, pending, back }: { label: string; pending: boolean; back: () => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <div className={styles.buttons}>
      <Button type="submit" loading={pending}>
        {label}
      </Button>
      <Button variant="default" onClick={back}>
        {t('settings.cancel')}
      </Button>
    </div>
  );
}

function Policy(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const words = useProblem();
  const policy = useQuery(policyQuery(api));
  const change = useMutation({
    mutationFn: (secondFactorRequired: boolean) => setPolicy(api, { secondFactorRequired }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: POLICY_KEY });
      await queries.invalidateQueries({ queryKey: SECOND_FACTOR_KEY });
    },
  });
  const asked = change.isPending ? change.variables : (policy.data?.secondFactorRequired ?? false);
  return (
    <Panel title={t('security.policy')}>
      <div className={styles.stack}>
        <Problem text={words(change.error ?? policy.error)} />
        <Switch
          label={t('security.policy-ask')}
          description={t('security.policy-text')}
          checked={asked}
          disabled={!policy.data}
          onChange={(event) => change.mutate(event.currentTarget.checked)}
        />
      </div>
    </Panel>
  );
}
