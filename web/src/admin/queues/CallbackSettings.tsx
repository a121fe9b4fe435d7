// Part of a queue's form: how it calls people back: who is rung first, how often, as whom, at which hours, and when it gives up.
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { ChoiceField, Group, NumberField, Pair, SwitchField, TextField } from '../form/Fields.tsx';
import { useList } from '../form/use-list.ts';
import type { QueueValues } from './queue-form.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type Values = QueueValues['callbacks'];
type Props = { values: Values; set: (part: Partial<Values>) => void; errorAt: (field: string) => string | undefined };

export function CallbackSettings({ values, set, errorAt }: Props): ReactNode {
  const { t, i18n } = useTranslation();
  const hours = useList('hours');
  const at = (field: keyof Values): string | undefined => errorAt(`callbacks/${field}`);
  const named = (hours.data ?? []).map((each) => ({ value: each.id, label: tenantText(each.name, i18n.language) }));
  return (
    <Group title={t('queue-callbacks.title')} text={t('queue-callbacks.text')}>
      <ChoiceField
        label={t('queue-callbacks.way')}
        hint={t(`queue-callbacks.way-text.${values.way}`)}
        value={values.way}
        choices={(['agent-first', 'customer-first'] as const).map((way) => ({ value: way, label: t(`queue-callbacks.ways.${way}`) }))}
        onChange={(way) => set({ way })}
      />
      <Pair>
        <NumberField
          label={t('queue-callbacks.ring')}
          unit={t('form.unit.seconds')}
          min={10}
          max={120}
          per={1000}
          value={values.ringMs}
          error={at('ringMs')}
          onChange={(ringMs) => set({ ringMs })}
        />
        {values.way === 'customer-first' ? (
          <NumberField
            label={t('queue-callbacks.hold')}
            hint={t('queue-callbacks.hold-text')}
            unit={t('form.unit.seconds')}
            min={5}
            max={600}
            per={1000}
            value={values.holdMs}
            error={at('holdMs')}
            onChange={(holdMs) => set({ holdMs })}
          />
        ) : null}
        <NumberField
          label={t('queue-callbacks.attempts')}
          min={1}
          max={10}
          value={values.attempts}
          error={at('attempts')}
          onChange={(attempts) => set({ attempts })}
        />
        <BackOff values={values.backOffMs} error={at('backOffMs')} change={(backOffMs) => set({ backOffMs })} />
        <TextField
          label={t('queue-callbacks.from')}
          hint={t('queue-callbacks.from-text')}
          placeholder={t('queue-callbacks.from-trunk')}
          maxLength={20}
          mono
          value={values.from ?? ''}
          error={at('from')}
          onChange={(from) => set({ from: from.trim() === '' ? null : from.trim() })}
        />
        <ChoiceField
          label={t('queue-callbacks.hours')}
          hint={t('queue-callbacks.hours-text')}
          value={values.hours ?? ''}
          error={at('hours')}
          choices={[
            { value: '', label: t('queue-callbacks.any-hour') },
            ...named,
            ...(values.hours === null || named.some(({ value }) => value === values.hours)
              ? []
              : [{ value: values.hours, label: values.hours }]),
          ]}
          onChange={(chosen) => set({ hours: chosen === '' ? null : chosen })}
        />
        <NumberField
          label={t('queue-callbacks.most')}
          min={1}
          placeholder={t('queues.no-limit')}
          value={values.maxOpen}
          error={at('maxOpen')}
          onChange={(maxOpen) => set({ maxOpen })}
        />
        <NumberField
          label={t('queue-callbacks.expires')}
          hint={t('queue-callbacks.expires-text')}
          unit={t('queue-callbacks.unit-hours')}
          min={1}
          max={720}
          per={HOUR}
          placeholder={t('queue-callbacks.never')}
          value={values.expiresMs}
          error={at('expiresMs')}
          onChange={(expiresMs) => set({ expiresMs })}
        />
      </Pair>
      <SwitchField
        label={t('queue-callbacks.notice')}
        hint={t('queue-callbacks.notice-text')}
        value={values.notice}
        onChange={(notice) => set({ notice })}
      />
    </Group>
  );
}

/** Minutes, written one after the other: what is typed stays as it is while it is typed. */
function BackOff({
  values,
  error,
  change,
}: {
  values: readonly number[];
  error: string | undefined;
  change: (ms: number[]) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState(values.map((ms) => ms / MINUTE).join(', '));
  const [readable, setReadable] = useState(true);
  return (
    <TextField
      label={t('queue-callbacks.back-off')}
      hint={t('queue-callbacks.back-off-text')}
      value={text}
      error={readable ? error : t('queue-callbacks.back-off-wrong')}
      onChange={(next) => {
        setText(next);
        const minutes = next.split(/[\s,，、;]+/).filter((each) => each !== '');
        const fine = minutes.length > 0 && minutes.every((each) => /^[0-9]{1,5}$/.test(each) && Number(each) > 0);
        setReadable(fine);
        if (fine) change(minutes.map((each) => Number(each) * MINUTE));
      }}
    />
  );
}
