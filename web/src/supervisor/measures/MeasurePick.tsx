// A choice among the measures there are of the floor, or of one queue, in their groups.
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveMeasure } from '../../api/floor.ts';
import { tenantText } from '../../ui/format.ts';

/** Whether it is measured of the queue; null: of the floor. */
export const suits = ({ over }: LiveMeasure, queue: string | null): boolean =>
  over === 'both' || over === (queue === null ? 'floor' : 'queue');

type MeasurePickProps = {
  label: string;
  measures: readonly LiveMeasure[];
  queue: string | null;
  value: string;
  onChange: (measure: string) => void;
};

export function MeasurePick({ label, measures, queue, value, onChange }: MeasurePickProps): ReactNode {
  const { t, i18n } = useTranslation();
  const chosen = measures.find(({ id }) => id === value);
  const lacking = chosen !== undefined && !suits(chosen, queue);
  const shown = measures.filter((each) => suits(each, queue) || each === chosen);
  return (
    <NativeSelect
      label={label}
      description={chosen ? tenantText(chosen.formula, i18n.language) : null}
      error={lacking ? t('measures.not-here') : null}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={(['now', 'today', 'agents'] as const).map((group) => ({
        group: t(`measures.group.${group}`),
        items: shown
          .filter((each) => each.group === group)
          .map((each) => ({ value: each.id, label: tenantText(each.name, i18n.language) })),
      }))}
    />
  );
}
