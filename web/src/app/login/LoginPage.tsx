// The login page: two fields, a code where the account has a second step, the language before anything else, and plain words when it does
// not work.
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { SESSION_KEY, signIn } from '../../api/session.ts';
import { Icon, Mark } from '../../ui/icons.tsx';
import { LanguageSwitch } from '../shell/LanguageSwitch.tsx';
import styles from './LoginPage.module.css';
import { loginProblem, secondsLeft } from './throttle.ts';

const route = getRouteApi('/login');

export function LoginPage(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  const { next } = route.useSearch();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [second, setSecond] = useState(false);
  const [code, setCode] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);
  const [failedAt, setFailedAt] = useState(0);

  const attempt = useMutation({
    mutationFn: () => signIn(api, email.trim(), password, second ? code.trim() : undefined),
    onSuccess: (user) => {
      queries.setQueryData(SESSION_KEY, user);
      void navigate({ to: next ?? '/', replace: true });
    },
    onError: (error) => {
      const now = Date.now();
      const { kind } = loginProblem(error, now);
      setFailedAt(now);
      setCode('');
      if (kind === 'code-needed') setSecond(true);
      // Only a wrong password begins anew: neither a mistyped code nor a broken line makes anybody type it again.
      if (kind !== 'wrong' && second) return;
      if (kind === 'code-needed') return;
      setSecond(false);
      setPassword('');
      passwordField.current?.focus();
    },
  });

  const problem = attempt.error ? loginProblem(attempt.error, failedAt) : null;
  const wait = useCountdown(problem?.untilAt ?? null);
  const throttled = problem?.kind === 'throttled';
  const words =
    !problem || problem.kind === 'code-needed'
      ? null
      : throttled
        ? wait > 0
          ? t('login.throttled', { count: wait })
          : null
        : t(`login.problem.${problem.kind}`);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (email.trim() !== '' && password !== '' && (!second || code.trim() !== '') && wait === 0) attempt.mutate();
  };

  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <LanguageSwitch />
      </header>
      <main className={styles.main}>
        <form className={styles.card} onSubmit={submit} aria-labelledby="login-title">
          <div className={styles.brand}>
            <Mark size={40} />
            <span>{t('app.name')}</span>
          </div>
          <h1 id="login-title" className={styles.title}>
            {t('login.title')}
          </h1>
          <p className={styles.lead}>{t(second ? 'login.second-lead' : 'login.lead')}</p>
          <div className={styles.problem} role="alert">
            {words ? (
              <p className={styles.words}>
                <Icon name="alert" size={18} />
                <span>{words}</span>
              </p>
            ) : null}
          </div>
          {second ? (
            <TextInput
              label={t('login.code')}
              description={t('login.code-text')}
              name="code"
              inputMode="text"
              autoComplete="one-time-code"
              autoFocus
              required
              withAsterisk={false}
              size="md"
              maxLength={32}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
          ) : (
            <>
              <TextInput
                label={t('login.email')}
                name="email"
                type="email"
                autoComplete="username"
                autoFocus
                required
                withAsterisk={false}
                size="md"
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
              />
              <PasswordInput
                ref={passwordField}
                label={t('login.password')}
                name="password"
                autoComplete="current-password"
                required
                withAsterisk={false}
                size="md"
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                visibilityToggleButtonProps={{ 'aria-label': t('login.show-password'), tabIndex: 0 }}
              />
            </>
          )}
          <Button type="submit" size="md" fullWidth mt={8} loading={attempt.isPending} disabled={wait > 0}>
            {t('login.submit')}
          </Button>
          {second ? (
            <Button
              variant="subtle"
              onClick={() => {
                setSecond(false);
                setPassword('');
                attempt.reset();
              }}
            >
              {t('login.start-over')}
            </Button>
          ) : null}
        </form>
      </main>
      <footer className={styles.foot}>{t('login.foot')}</footer>
    </div>
  );
}

/** Whole seconds until `untilAt`, counting down. */
function useCountdown(untilAt: number | null): number {
  const [, tick] = useState(0);
  const left = untilAt === null ? 0 : secondsLeft(untilAt, Date.now());
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setTimeout(() => tick((n) => n + 1), 250);
    return () => clearTimeout(timer);
  });
  return left;
}
