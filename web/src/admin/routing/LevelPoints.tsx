// Part of the routing rules: how many points customers of a level get.
import { Button } from '@mantine/core';
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../../ui/Problem.tsx';
import { TextField } from '../form/Fields.tsx';
import { SmallNumber } from '../form/SmallNumber.tsx';
import own from './RoutingRules.module.css';

type Level = RoutingRules['levels'][number];

export function LevelPoints({
  levels,
  error,
  change,
}: {
  levels: readonly Level[];
  error: string | undefined;
  change: (levels: Level[]) => void;
}): ReactNode {
  const { t } = useTranslation();
  return (
    <fieldset className={own.levels}>
      <legend className={own.legend}>{t('rules.levels')}</legend>
      <Problem text={error ?? null} />
      {levels.map(({ level, points }, n) => (
        // A level is being typed: its place is what it keeps.
        <div key={n} className={own.level}>
          <TextField
            label={t('rules.level')}
            placeholder="platinum"
            maxLength={40}
            value={level}
            onChange={(text) => change(levels.map((each, at) => (at === n ? { ...each, level: text } : each)))}
          />
          <SmallNumber
            label={t('rules.level-points', { level })}
            after={t('rules.unit-points')}
            min={-100}
            max={100}
            value={points}
            onChange={(next) => change(levels.map((each, at) => (at === n ? { ...each, points: next } : each)))}
          />
          <Button
            variant="subtle"
            color="red"
            size="xs"
            aria-label={t('rules.level-remove', { level })}
            onClick={() => change(levels.filter((_, at) => at !== n))}
          >
            {t('rules.remove')}
          </Button>
        </div>
      ))}
      {levels.length < 20 ? (
        <div>
          <Button variant="default" size="xs" onClick={() => change([...levels, { level: '', points: 5 }])}>
            {t('rules.level-add')}
          </Button>
        </div>
      ) : null}
    </fieldset>
  );
}
