// A test call over this trunk: to whom, how far it has come, and in plain words what became of it.
import { Button, TextInput } from '@mantine/core';
import type { TestCall as Call } from '@tandem/contract/api/test-calls.ts';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { beginTestCall, endTestCall, testCallQuery } from '../../api/prompts.ts';
import { Icon } from '../../ui/icons.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { useProblem } from '../settings/use-problem.ts';
import styles from './TestCall.module.css';

export function TestCall({ trunk }: { trunk: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const [number, setNumber] = useState('');
  const begin = useMutation({ mutationFn: () => beginTestCall(api, trunk, number.trim()) });
  const call = () => {
    if (number.trim() !== '') begin.mutate();
  };
  return (
    <section className={styles.test} aria-label={t('test-call.title')}>
      <h3 className={styles.title}>{t('test-call.title')}</h3>
      <p className={styles.lead}>{t('test-call.lead')}</p>
      <div className={styles.row}>
        <TextInput
          className={styles.number}
          aria-label={t('test-call.number')}
          placeholder={t('test-call.number')}
          inputMode="tel"
          maxLength={32}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
          onKeyDown={(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return;
            // It calls, and does not save the trunk.
            event.preventDefault();
            call();
          }}
        />
        <Button
          variant="default"
          leftSection={<Icon name="phone" size={16} />}
          loading={begin.isPending}
          disabled={number.trim() === ''}
          onClick={call}
        >
          {t('test-call.call')}
        </Button>
      </div>
      <Problem text={words(begin.error)} />
      {begin.data ? <Course key={begin.data.call} begun={begin.data} /> : null}
    </section>
  );
}

function Course({ begun }: { begun: Call }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useProblem();
  const { data, error } = useQuery(testCallQuery(api, begun));
  const end = useMutation({ mutationFn: () => endTestCall(api, begun) });
  const place = useRef<HTMLDivElement>(null);
  // It stands at the end of a long form, and grows.
  useEffect(() => {
    // No short arrow: newer browsers answer with a promise, which is no clean-up.
    place.current?.scrollIntoView({ block: 'nearest' });
  }, [data.state]);
  const began = data.steps[0]!.at;
  const answered = data.steps.some(({ state }) => state === 'answered');
  return (
    <div
      ref={place}
      className={styles.course}
      role="status"
      data-good={data.state === 'ended' && answered}
      data-bad={data.state === 'ended' && !answered}
    >
      <ol className={styles.steps}>
        {data.steps.map(({ state, at }) => (
          <li key={state}>
            <span className={styles.at}>{t('test-call.after', { seconds: (Math.max(0, at - began) / 1000).toFixed(1) })}</span>
            {t(`test-call.step.${state}`)}
          </li>
        ))}
      </ol>
      {data.state === 'ended' ? (
        <p className={styles.verdict}>{t(answered ? 'test-call.verdict.works' : `test-call.why.${data.cause ?? 'failed'}`)}</p>
      ) : (
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="hangUp" size={16} />}
          loading={end.isPending}
          onClick={() => end.mutate()}
        >
          {t('test-call.hang-up')}
        </Button>
      )}
      {data.state === 'ended' && data.sipStatus !== null && !answered ? (
        <p className={styles.detail}>{t('test-call.sip', { status: data.sipStatus })}</p>
      ) : null}
      {data.state === 'ended' && answered ? (
        <p className={styles.detail}>
          {data.heard === null || data.heard.packets === 0 || data.heard.mos === null
            ? t('test-call.silent')
            : t('test-call.heard', { mos: data.heard.mos.toFixed(1), loss: data.heard.lossPercent.toFixed(1) })}{' '}
          {data.farEnd === null ? null : t('test-call.far', { mos: data.farEnd.mos.toFixed(1), loss: data.farEnd.lossPercent.toFixed(1) })}
        </p>
      ) : null}
      <Problem text={words(error ?? end.error)} />
    </div>
  );
}
