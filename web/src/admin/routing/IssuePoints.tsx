// Part of the routing rules: how many points contacts get by what they are about, a skill they ask for or a topic their flow gave them.
import { Button } from '@mantine/core';
import type { Skill } from '@tandem/contract/api/queues.ts';
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { ChoiceField, TextField } from '../form/Fields.tsx';
import { SmallNumber } from '../form/SmallNumber.tsx';
import own from './RoutingRules.module.css';

type Issue = RoutingRules['issues'][number];
const MOST = 50;

export function IssuePoints({
  issues,
  skills,
  error,
  change,
}: {
  issues: readonly Issue[];
  skills: readonly Skill[];
  error: string | undefined;
  change: (issues: Issue[]) => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const set = (n: number, part: Partial<Issue>) => change(issues.map((each, at) => (at === n ? { ...each, ...part } : each)));
  const named = skills.map(({ id, name }) => ({ value: id as string, label: tenantText(name, i18n.language) }));
  return (
    <fieldset className={own.levels}>
      <legend className={own.legend}>{t('rules.issues')}</legend>
      <p className={own.soft}>{t('rules.issues-text')}</p>
      <Problem text={error ?? null} />
      {issues.map(({ by, value, points }, n) => (
        // An issue is being chosen: its place is what it keeps.
        <div key={n} className={own.level}>
          <ChoiceField
            hideLabel
            label={t('rules.issue-by', { n: n + 1 })}
            value={by}
            choices={[
              { value: 'skill', label: t('rules.by-skill') },
              { value: 'topic', label: t('rules.by-topic') },
            ]}
            onChange={(next) => set(n, { by: next, value: next === 'skill' ? (named.at(0)?.value ?? '') : '' })}
          />
          {by === 'skill' ? (
            <ChoiceField
              hideLabel
              label={t('rules.issue-skill', { n: n + 1 })}
              value={value}
              choices={named.some((each) => each.value === value) ? named : [{ value, label: '–' }, ...named]}
              onChange={(next) => set(n, { value: next })}
            />
          ) : (
            <TextField
              label={t('rules.issue-topic')}
              placeholder="refund"
              maxLength={64}
              value={value}
              onChange={(next) => set(n, { value: next })}
            />
          )}
          <SmallNumber
            label={t('rules.issue-points', { n: n + 1 })}
            after={t('rules.unit-points')}
            min={-100}
            max={100}
            value={points}
            onChange={(next) => set(n, { points: next })}
          />
          <Button
            variant="subtle"
            color="red"
            size="xs"
            aria-label={t('rules.issue-remove', { n: n + 1 })}
            onClick={() => change(issues.filter((_, at) => at !== n))}
          >
            {t('rules.remove')}
          </Button>
        </div>
      ))}
      {issues.length < MOST ? (
        <div>
          <Button variant="default" size="xs" onClick={() => change([...issues, { by: 'topic', value: '', points: 2 }])}>
            {t('rules.issue-add')}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}
