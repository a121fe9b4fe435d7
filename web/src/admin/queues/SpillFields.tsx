// Part of a queue's form: how its work goes to digital workers and back to people.
import type { Spill } from '@tandem/contract/routing.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ChoiceField, Group, NumberField, Pair } from '../form/Fields.tsx';

const FIRST = ['either', 'people', 'digital'] as const;
const USUAL: Spill = { first: 'people', afterMs: 30_000, aboveMs: null };

/** `spill` null: nothing was said, which is the same as either. */
export function SpillFields({ spill, set }: { spill: Spill | null; set: (spill: Spill | null) => void }): ReactNode {
  const { t } = useTranslation();
  const first = spill?.first ?? 'either';
  return (
    <Group title={t('workers.spill.title')} text={t('workers.spill.text')}>
      <ChoiceField
        label={t('workers.spill.first')}
        hint={t(`workers.spill.text-${first}`)}
        value={first}
        choices={FIRST.map((value) => ({ value, label: t(`workers.spill.${value}`) }))}
        onChange={(chosen) => set(chosen === 'either' ? null : { ...USUAL, ...spill, first: chosen })}
      />
      {spill?.first === 'people' ? (
        <Pair>
          <NumberField
            label={t('workers.spill.after')}
            unit={t('form.unit.seconds')}
            min={0}
            max={86_400}
            per={1000}
            value={spill.afterMs}
            onChange={(afterMs) => set({ ...spill, afterMs: afterMs ?? 0 })}
          />
          <NumberField
            label={t('workers.spill.above')}
            hint={t('workers.spill.above-text')}
            unit={t('form.unit.seconds')}
            min={0}
            max={86_400}
            per={1000}
            value={spill.aboveMs}
            onChange={(aboveMs) => set({ ...spill, aboveMs })}
          />
        </Pair>
      ) : null}
    </Group>
  );
}
