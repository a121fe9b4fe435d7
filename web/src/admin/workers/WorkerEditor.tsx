// One digital worker: by which flow he works, for which queues and with which skills, how much at once, and what he costs.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DigitalWorker } from '../../api/workers.ts';
import { tenantText } from '../../ui/format.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { ChoiceField, Group, NumberField, Pair, SwitchField, TextField } from '../form/Fields.tsx';
import { NameFields } from '../form/NameAndKey.tsx';
import { PickList } from '../form/PickList.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { SmallNumber } from '../form/SmallNumber.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { newWorker, valuesOf, wishOf, type Values } from './worker-form.ts';
import { WorkerFigures } from './WorkerFigures.tsx';

const MOST_CALLS = 1_000;
const MOST_COST = 1_000_000;

export function WorkerEditor({
  worker,
  mayWrite,
  close,
}: {
  worker: DigitalWorker | null;
  mayWrite: boolean;
  close: () => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('digital-workers');
  const queues = useList('queues').data ?? [];
  const skills = useList('skills').data ?? [];
  const flows = (useList('flows').data ?? []).filter(({ publishedVersion }) => publishedVersion !== null);
  const form = useForm<Values, DigitalWorker>({
    initial: worker ? valuesOf(worker) : newWorker(),
    isNew: worker === null,
    save: (changed, values) => (worker ? acts.change(worker.id, wishOf(changed)) : acts.make(wishOf(values))),
    saved: (made) => {
      tellSaved(t('form.saved', { name: tenantText(made.name, i18n.language) }), undo('digital-worker', made.id));
      close();
    },
    at: { 'worker.no-way-to-person': 'flow', 'flow.not-published': 'flow', 'queue.not-found': 'queues', 'queue.unknown-skill': 'skills' },
  });
  const { values, set, errorAt } = form;
  const named = (each: { id: string; name: DigitalWorker['name'] }) => ({ id: each.id, label: tenantText(each.name, i18n.language) });
  const level = (skill: string) => values.skills.find((each) => each.skill === skill)?.level ?? 100;
  return (
    <EditDrawer
      title={worker ? tenantText(worker.name, i18n.language) : t('workers.new')}
      under={worker ? t(worker.on ? 'workers.on' : 'workers.paused') : undefined}
      form={form}
      isNew={worker === null}
      mayWrite={mayWrite}
      close={close}
      remove={worker ? { sure: t('workers.sure'), run: () => acts.remove(worker.id), done: close } : undefined}
      history={worker ? { kind: 'digital-worker', id: worker.id } : undefined}
      after={worker ? <WorkerFigures worker={worker} /> : undefined}
      wide
    >
      <NameFields form={form} autoFocus={worker === null} />
      <SwitchField label={t('workers.takes')} hint={t('workers.takes-text')} value={values.on} onChange={(on) => set({ on })} />
      <Group title={t('workers.work')}>
        <ChoiceField
          label={t('workers.flow')}
          hint={t('workers.flow-text')}
          error={errorAt('flow')}
          value={values.flow}
          choices={[
            ...(values.flow === '' ? [{ value: '' as const, label: t('workers.choose') }] : []),
            ...flows.map((each) => ({ value: each.id, label: tenantText(each.name, i18n.language) })),
          ]}
          onChange={(flow) => set({ flow })}
        />
        <PickList
          label={t('workers.queues')}
          hint={t('workers.queues-text')}
          empty={t('lanes.no-queues')}
          picks={queues.map(named)}
          chosen={values.queues}
          error={errorAt('queues')}
          onChange={(chosen) => set({ queues: chosen as Values['queues'] })}
        />
        <PickList
          label={t('workers.skills')}
          empty={t('queues.no-skills')}
          picks={skills.map(named)}
          chosen={values.skills.map(({ skill }) => skill)}
          error={errorAt('skills')}
          onChange={(chosen) => set({ skills: (chosen as `skl_${string}`[]).map((skill) => ({ skill, level: level(skill) })) })}
          beside={(id) => (
            <SmallNumber
              label={t('workers.level', { skill: tenantText(skills.find((skill) => skill.id === id)?.name ?? {}, i18n.language) })}
              min={1}
              max={100}
              value={level(id)}
              onChange={(next) => set({ skills: values.skills.map((each) => (each.skill === id ? { ...each, level: next } : each)) })}
            />
          )}
        />
        <NumberField
          label={t('workers.calls')}
          hint={t('workers.calls-text')}
          min={0}
          max={MOST_CALLS}
          value={values.capacity.voice}
          error={errorAt('capacity/voice')}
          onChange={(voice) => set({ capacity: { voice } })}
        />
      </Group>
      <Group title={t('workers.cost')} text={t('workers.cost-text')}>
        <Pair>
          {(['perContact', 'perMinute'] as const).map((part) => (
            <NumberField
              key={part}
              label={t(part === 'perContact' ? 'workers.per-contact' : 'workers.per-minute')}
              exact
              min={0}
              max={MOST_COST}
              value={values.cost[part]}
              error={errorAt(`cost/${part}`)}
              onChange={(amount) => set({ cost: { ...values.cost, [part]: amount } })}
            />
          ))}
        </Pair>
        <TextField
          label={t('workers.currency')}
          maxLength={3}
          mono
          value={values.cost.currency}
          error={errorAt('cost/currency')}
          onChange={(currency) => set({ cost: { ...values.cost, currency } })}
        />
      </Group>
    </EditDrawer>
  );
}
