// Part of the routing rules: how many points a contact gets by how the customer seems to feel.
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import { MOODS } from '@tandem/contract/priority.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SmallNumber } from '../form/SmallNumber.tsx';
import own from './RoutingRules.module.css';

type Moods = RoutingRules['moods'];

export function MoodPoints({ moods, change }: { moods: Moods; change: (moods: Moods) => void }): ReactNode {
  const { t } = useTranslation();
  return (
    <fieldset className={own.levels}>
      <legend className={own.legend}>{t('rules.moods')}</legend>
      <p className={own.soft}>{t('rules.moods-text')}</p>
      <div className={own.moods}>
        {MOODS.map((mood) => (
          <SmallNumber
            key={mood}
            label={t('rules.mood-points', { mood: t(`points.mood.${mood}`) })}
            before={t(`points.mood.${mood}`)}
            after={t('rules.unit-points')}
            min={-100}
            max={100}
            value={moods[mood]}
            onChange={(next) => change({ ...moods, [mood]: next })}
          />
        ))}
      </div>
    </fieldset>
  );
}
