// What would be different: settings of a queue, agents more or fewer, what an hour costs; what is left empty stays as it was.
import { Button } from '@mantine/core';
import type { WhatIfDays } from '@tandem/contract/api/what-if.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { ChoiceField, Group, NumberField, Pair, TextField } from '../form/Fields.tsx';
import { useList } from '../form/use-list.ts';
import { ORDERS } from '../queues/AskingFields.tsx';
import { DayField } from './DayField.tsx';
import { NO_STAFF, type Draft, type StaffDraft } from './form.ts';
import styles from './WhatIf.module.css';

type Props = { draft: Draft; set: (patch: Partial<Draft>) => void; days: WhatIfDays; day: string; setDay: (day: string) => void };

export function QuestionForm({ draft, set, days, day, setDay }: Props): ReactNode {
  const { t, i18n } = useTranslation();
  const queues = (useList('queues').data ?? []).map(({ id, name }) => ({ value: id as string, label: tenantText(name, i18n.language) }));
  const put = (patch: Partial<Draft['settings']>) => set({ settings: { ...draft.settings, ...patch } });
  const asItWas = t('what-if.as-it-was');
  const time = (field: 'wrapUpMs' | 'offerTimeoutMs' | 'maxWaitMs' | 'restMs', label: string, max: number) => (
    <NumberField
      label={label}
      unit={t('form.unit.seconds')}
      per={1000}
      min={0}
      max={max}
      placeholder={asItWas}
      value={draft.settings[field]}
      onChange={(value) => put({ [field]: value })}
    />
  );
  return (
    <div className={styles.form}>
      <DayField days={days} value={day} onChange={setDay} />
      <Group title={t('what-if.queue-settings')} text={t('what-if.queue-settings-text')}>
        <ChoiceField
          label={t('what-if.queue')}
          value={draft.queue}
          choices={[{ value: '', label: t('what-if.no-queue') }, ...queues]}
          onChange={(queue) => set({ queue })}
        />
        {draft.queue === '' ? null : (
          <>
            <ChoiceField
              label={t('asking.order')}
              value={draft.settings.order}
              choices={[
                { value: '', label: asItWas },
                ...ORDERS.map((value) => ({ value: value as string, label: t(`asking.orders.${value}`) })),
              ]}
              onChange={(order) => put({ order })}
            />
            <Pair>
              {time('offerTimeoutMs', t('queues.ring'), 120)}
              {time('wrapUpMs', t('queues.wrap-up'), 3_600)}
              {time('maxWaitMs', t('queues.longest'), 86_400)}
              {time('restMs', t('asking.rest'), 600)}
              <NumberField
                label={t('queues.most')}
                min={1}
                placeholder={asItWas}
                value={draft.settings.maxWaiting}
                onChange={(maxWaiting) => put({ maxWaiting })}
              />
              <NumberField
                label={t('queues.priority')}
                min={-100}
                max={100}
                placeholder={asItWas}
                value={draft.settings.priority}
                onChange={(priority) => put({ priority })}
              />
            </Pair>
          </>
        )}
      </Group>
      <Group title={t('what-if.staffing')} text={t('what-if.staffing-text')}>
        {draft.staffing.map((staff, n) => (
          <Staff
            key={n}
            staff={staff}
            number={n + 1}
            queues={queues}
            change={(patch) => set({ staffing: draft.staffing.map((each, k) => (k === n ? { ...each, ...patch } : each)) })}
            remove={() => set({ staffing: draft.staffing.filter((_, k) => k !== n) })}
          />
        ))}
        <div>
          <Button
            size="xs"
            variant="default"
            onClick={() => set({ staffing: [...draft.staffing, { ...NO_STAFF, queue: draft.queue || (queues[0]?.value ?? '') }] })}
          >
            {t('what-if.add-staff')}
          </Button>
        </div>
      </Group>
      <Pair>
        <NumberField
          label={t('what-if.cost')}
          hint={t('what-if.cost-text')}
          min={0}
          exact
          value={draft.costPerHour}
          onChange={(costPerHour) => set({ costPerHour })}
        />
        <NumberField
          label={t('what-if.replications')}
          hint={t('what-if.replications-text')}
          min={10}
          max={200}
          value={draft.replications}
          onChange={(replications) => set({ replications })}
        />
      </Pair>
    </div>
  );
}

type StaffProps = {
  staff: StaffDraft;
  number: number;
  queues: readonly { value: string; label: string }[];
  change: (patch: Partial<StaffDraft>) => void;
  remove: () => void;
};

function Staff({ staff, number, queues, change, remove }: StaffProps): ReactNode {
  const { t, i18n } = useTranslation();
  const skills = (useList('skills').data ?? []).map(({ id, name }) => ({ value: id as string, label: tenantText(name, i18n.language) }));
  return (
    <fieldset className={styles.staff}>
      <legend className="hidden-text">{t('what-if.staff', { number })}</legend>
      <Pair>
        <ChoiceField label={t('what-if.queue')} value={staff.queue} choices={queues} onChange={(queue) => change({ queue })} />
        <NumberField label={t('what-if.agents')} min={-200} max={200} value={staff.agents} onChange={(agents) => change({ agents })} />
        <TextField label={t('what-if.from')} type={'time' as 'text'} value={staff.from} onChange={(from) => change({ from })} />
        <TextField label={t('what-if.to')} type={'time' as 'text'} value={staff.to} onChange={(to) => change({ to })} />
      </Pair>
      <ChoiceField
        label={t('what-if.skill')}
        value={staff.skill}
        choices={[{ value: '', label: t('what-if.no-skill') }, ...skills]}
        onChange={(skill) => change({ skill })}
      />
      <div>
        <Button size="compact-xs" variant="subtle" onClick={remove}>
          {t('what-if.remove-staff', { number })}
        </Button>
      </div>
    </fieldset>
  );
}
