// When an emergency lane opens by itself: four figures of which any one is enough, and whether a person is asked first.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SurgeRule } from '../../api/lanes.ts';
import { Segments } from '../../ui/Segments.tsx';
import { Group, NumberField, Pair, TextField } from '../form/Fields.tsx';
import { MINUTE } from './lane-form.ts';

const WITHIN = 10 * MINUTE;
const LONGER = 2 * MINUTE;

export function SurgeFields({
  surge,
  error,
  onChange,
}: {
  surge: SurgeRule;
  error: string | undefined;
  onChange: (surge: SurgeRule) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { arrivals, times, late = null } = surge;
  const minutes = (value: number, set: (withinMs: number) => void): ReactNode => (
    <NumberField
      label={t('lanes.within')}
      unit={t('lanes.minutes')}
      per={MINUTE}
      min={1}
      max={60}
      value={value}
      onChange={(withinMs) => set(withinMs ?? WITHIN)}
    />
  );
  return (
    <Group title={t('lanes.surge')} text={t('lanes.surge-text')}>
      <Pair>
        <NumberField
          label={t('lanes.arrivals')}
          min={1}
          value={arrivals?.count ?? null}
          error={error}
          onChange={(count) => onChange({ ...surge, arrivals: count === null ? null : { withinMs: WITHIN, ...arrivals, count } })}
        />
        {arrivals ? minutes(arrivals.withinMs, (withinMs) => onChange({ ...surge, arrivals: { ...arrivals, withinMs } })) : null}
      </Pair>
      <Pair>
        <NumberField
          label={t('lanes.times')}
          hint={t('lanes.times-text')}
          exact
          min={1.1}
          value={times?.factor ?? null}
          onChange={(factor) => onChange({ ...surge, times: factor === null ? null : { withinMs: WITHIN, least: 10, ...times, factor } })}
        />
        {times ? minutes(times.withinMs, (withinMs) => onChange({ ...surge, times: { ...times, withinMs } })) : null}
      </Pair>
      {times ? (
        <NumberField
          label={t('lanes.least')}
          min={1}
          value={times.least}
          onChange={(least) => onChange({ ...surge, times: { ...times, least: least ?? 1 } })}
        />
      ) : null}
      <NumberField label={t('lanes.waiting')} min={0} value={surge.waiting} onChange={(waiting) => onChange({ ...surge, waiting })} />
      <Pair>
        <NumberField
          label={t('lanes.late')}
          min={1}
          value={late?.count ?? null}
          onChange={(count) => onChange({ ...surge, late: count === null ? null : { longerMs: LONGER, levels: [], ...late, count } })}
        />
        {late ? (
          <NumberField
            label={t('lanes.late-longer')}
            unit={t('lanes.minutes')}
            per={MINUTE}
            min={0.1}
            value={late.longerMs}
            onChange={(longerMs) => onChange({ ...surge, late: { ...late, longerMs: longerMs ?? LONGER } })}
          />
        ) : null}
      </Pair>
      {late ? (
        <TextField
          label={t('lanes.late-levels')}
          hint={t('lanes.levels-text')}
          value={late.levels.join(', ')}
          onChange={(text) => onChange({ ...surge, late: { ...late, levels: text === '' ? [] : text.split(/[,，]\s*/) } })}
        />
      ) : null}
      <Segments
        label={t('lanes.after')}
        showLabel
        options={(['ask', 'itself'] as const).map((value) => ({ value, label: t(`lanes.after-${value}`) }))}
        value={surge.confirm ? 'ask' : 'itself'}
        onChange={(value) => onChange({ ...surge, confirm: value === 'ask' })}
      />
    </Group>
  );
}
