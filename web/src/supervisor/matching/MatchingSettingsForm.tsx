// How a queue is matched: on or off, to what end, how much is held out, and how fair it must stay.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { changeMatching, MATCHING_KEY, type MatchingPatch, type MatchingSettings } from '../../api/matching.ts';
import { errorWords } from '../../api/problem.ts';
import { Problem } from '../../ui/Problem.tsx';
import styles from './Matching.module.css';

const MODES = ['off', 'automatic', 'always'] as const;
const GOALS = ['time', 'solved'] as const;

export function MatchingSettingsForm({ queue, settings }: { queue: string; settings: MatchingSettings }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const [mode, setMode] = useState(settings.mode);
  const [goal, setGoal] = useState(settings.goal);
  const [holdOut, setHoldOut] = useState(asPercent(settings.holdOut));
  const [cap, setCap] = useState(settings.cap === null ? '' : asPercent(settings.cap));
  const save = useMutation({
    mutationFn: (patch: MatchingPatch) => changeMatching(api, queue, patch),
    onSettled: () => queries.invalidateQueries({ queryKey: MATCHING_KEY }),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ mode, goal, holdOut: Number(holdOut) / 100, cap: cap.trim() === '' ? null : Number(cap) / 100 });
  };
  const words = save.error ? errorWords(save.error) : null;
  const number = { type: 'number', rightSection: '%' } as const;
  return (
    <form className={styles.form} onSubmit={submit}>
      <NativeSelect
        label={t('matching.mode')}
        value={mode}
        data={MODES.map((value) => ({ value, label: t(`matching.modes.${value}`) }))}
        onChange={({ currentTarget }) => setMode(MODES.find((each) => each === currentTarget.value) ?? mode)}
      />
      <NativeSelect
        label={t('matching.goal')}
        value={goal}
        data={GOALS.map((value) => ({ value, label: t(`matching.goals.${value}`) }))}
        onChange={({ currentTarget }) => setGoal(GOALS.find((each) => each === currentTarget.value) ?? goal)}
      />
      <TextInput
        label={t('matching.hold-out')}
        {...number}
        min={2}
        max={50}
        required
        withAsterisk={false}
        value={holdOut}
        onChange={({ currentTarget }) => setHoldOut(currentTarget.value)}
      />
      <TextInput
        label={t('matching.cap')}
        description={t('matching.cap-text')}
        {...number}
        min={5}
        max={200}
        value={cap}
        onChange={({ currentTarget }) => setCap(currentTarget.value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" size="xs" loading={save.isPending}>
          {t('matching.save')}
        </Button>
        <span role="status">{save.isSuccess ? t('matching.saved') : ''}</span>
      </div>
      <Problem text={words ? (words.detail ?? t(words.key)) : null} />
    </form>
  );
}

const asPercent = (share: number): string => String(Math.round(share * 1_000) / 10);
