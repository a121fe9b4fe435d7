// One threshold: what is measured where, the limits in the measure's own unit, and how long they must have been crossed.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import {
  ALARMS_KEY,
  changeThreshold,
  createThreshold,
  THRESHOLDS_KEY,
  type LiveMeasure,
  type NewThreshold,
  type Threshold,
} from '../../api/floor.ts';
import { HISTORY_KEY } from '../../api/history.ts';
import { HistoryHere } from '../../api/history-panel.tsx';
import { errorWords } from '../../api/problem.ts';
import { tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { MeasurePick, suits } from '../measures/MeasurePick.tsx';
import { limitToType, typedLimit } from '../measures/measure-text.ts';
import styles from './ThresholdsDialog.module.css';

const HOLD_S = '10';

type ThresholdFormProps = { threshold: Threshold | null; measures: readonly LiveMeasure[]; done: () => void };

export function ThresholdForm({ threshold, measures, done }: ThresholdFormProps): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const [id, setId] = useState(threshold?.measure ?? 'longestWaitNowMs');
  const measure = measures.find((each) => each.id === id) ?? measures[0]!;
  const { unit } = measure;
  const [queue, setQueue] = useState<string>(threshold?.queue ?? '');
  const [comparison, setComparison] = useState(threshold?.comparison ?? null);
  const [warn, setWarn] = useState(limitToType(unit, threshold?.warn ?? null));
  const [alarm, setAlarm] = useState(limitToType(unit, threshold?.alarm ?? null));
  const [hold, setHold] = useState(threshold === null ? HOLD_S : String(threshold.holdMs / 1_000));
  // More of what is good is told when there is little of it.
  const compared = comparison ?? (measure.direction === 'up' ? 'at-most' : 'at-least');
  const limits = { warn: typedLimit(unit, warn), alarm: typedLimit(unit, alarm) };
  const holdMs = typedLimit('ms', hold);
  const fits = suits(measure, queue === '' ? null : queue);
  const whole =
    limits.warn !== undefined &&
    limits.alarm !== undefined &&
    typeof holdMs === 'number' &&
    (limits.warn !== null || limits.alarm !== null);
  const readAgain = () => Promise.all([THRESHOLDS_KEY, ALARMS_KEY, HISTORY_KEY].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const save = useMutation({
    mutationFn: (wish: NewThreshold) => (threshold === null ? createThreshold(api, wish) : changeThreshold(api, threshold.id, wish)),
    onSuccess: done,
    onSettled: readAgain,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!whole || !fits || save.isPending) return;
    const { warn: low = null, alarm: high = null } = limits;
    save.mutate({
      measure: id,
      queue: queue === '' ? null : (queue as `que_${string}`),
      comparison: compared,
      warn: low,
      alarm: high,
      holdMs,
    });
  };
  const words = save.error ? errorWords(save.error) : null;
  const wrong = (limit: number | null | undefined) => (limit === undefined ? t('alarms.no-number') : null);
  const form = (
    <form className={styles.parts} onSubmit={submit}>
      <NativeSelect
        label={t('alarms.of')}
        value={queue}
        data-autofocus
        onChange={(event) => setQueue(event.currentTarget.value)}
        data={[
          { value: '', label: t('measures.floor') },
          ...queues.map((each) => ({ value: each.id as string, label: tenantText(each.name, i18n.language) })),
        ]}
      />
      <MeasurePick label={t('alarms.measure')} measures={measures} queue={queue === '' ? null : queue} value={id} onChange={setId} />
      <Segments
        size="small"
        label={t('alarms.when')}
        showLabel
        options={(['at-least', 'at-most'] as const).map((value) => ({ value, label: t(`alarms.when-${value}`) }))}
        value={compared}
        onChange={setComparison}
      />
      <div className={styles.two}>
        {(['warn', 'alarm'] as const).map((level) => (
          <TextInput
            key={level}
            label={t(`alarms.limit.${level}`)}
            description={t(`alarms.unit.${unit}`)}
            inputMode="decimal"
            value={level === 'warn' ? warn : alarm}
            error={wrong(limits[level])}
            onChange={(event) => (level === 'warn' ? setWarn : setAlarm)(event.currentTarget.value)}
          />
        ))}
      </div>
      <TextInput
        label={t('alarms.hold')}
        description={t('alarms.hold-text')}
        inputMode="decimal"
        value={hold}
        error={typeof holdMs === 'number' ? null : t('alarms.no-number')}
        onChange={(event) => setHold(event.currentTarget.value)}
      />
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <div className={styles.buttons}>
        <Button type="submit" disabled={!whole || !fits} loading={save.isPending}>
          {t('alarms.save')}
        </Button>
        <Button variant="default" onClick={done}>
          {t('floor.cancel')}
        </Button>
      </div>
    </form>
  );
  return (
    <>
      {form}
      {threshold === null ? null : (
        <div className={styles.history}>
          <HistoryHere
            kind="threshold"
            id={threshold.id}
            // The form holds what was before: the list shows what is.
            restored={async () => {
              await readAgain();
              done();
            }}
          />
        </div>
      )}
    </>
  );
}
