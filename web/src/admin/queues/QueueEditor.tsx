// One queue: its names, who serves it with which skills, what is promised, how long each step may take, recording, overflow.
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { named, textOf } from '../form/fields.ts';
import { ChoiceField, Group, NumberField, Pair, SwitchField } from '../form/Fields.tsx';
import { KeyField, NameFields } from '../form/NameAndKey.tsx';
import { PickList } from '../form/PickList.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { SmallNumber } from '../form/SmallNumber.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { PreviewLink } from '../preview/PreviewLink.tsx';
import { AskingFields } from './AskingFields.tsx';
import { CallbackSettings } from './CallbackSettings.tsx';
import { FullSettings } from './FullSettings.tsx';
import { QueueDryRun } from './QueueDryRun.tsx';
import { QueuePreview } from './QueuePreview.tsx';
import { SpillFields } from './SpillFields.tsx';
import { NEW_QUEUE, valuesOf, type QueueValues } from './queue-form.ts';

const MINUTE = 60_000;

export function QueueEditor({ queue, mayWrite, close }: { queue: Queue | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('queues');
  const agents = useList('agents');
  const skills = useList('skills');
  const queues = useList('queues');
  const prompts = useList('prompts', mayDo(useUser(), 'prompts:read'));
  const form = useForm({
    initial: queue ? valuesOf(queue) : NEW_QUEUE,
    isNew: queue === null,
    save: (changed, values) => {
      if (!queue) return acts.make({ ...values, ...named(values) });
      return acts.change(queue.id, changed.name ? { ...changed, name: textOf(changed.name) } : changed);
    },
    saved: (made) => {
      tellSaved(t('form.saved', { name: tenantText(made.name, i18n.language) }), undo('queue', made.id));
      close();
    },
    at: {
      'queue.exists': 'key',
      'queue.unknown-skill': 'skills',
      'queue.unknown-agent': 'members',
      'queue.bad-overflow': 'overflow',
      'queue.bad-rule': 'requires',
      'queue.unknown-music': 'music',
    },
  });
  const { values, set, errorAt } = form;
  const name = (text: Queue['name']) => tenantText(text, i18n.language);
  const level = (skill: string) => values.skills.find((need) => need.skill === skill)?.level ?? 1;
  const weight = (agent: string) => values.weights.find((each) => each.agent === agent)?.weight ?? 1;
  const weights = (but: string) => values.weights.filter((each) => each.agent !== but);
  const after = (id: string) => values.overflow.find((each) => each.queue === id)?.afterMs ?? 0;
  return (
    <EditDrawer
      title={queue ? name(queue.name) : t('queues.new')}
      under={queue?.key}
      form={form}
      isNew={queue === null}
      mayWrite={mayWrite}
      after={queue ? <QueueAfter queue={queue} values={values} /> : undefined}
      close={close}
      remove={queue ? { sure: t('queues.sure'), run: () => acts.remove(queue.id), done: close } : undefined}
      history={queue ? { kind: 'queue', id: queue.id } : undefined}
    >
      <NameFields form={form} autoFocus={queue === null} />
      {queue === null ? <KeyField form={form} /> : null}
      <PickList
        label={t('queues.members')}
        empty={t('queues.no-agents')}
        error={errorAt('members')}
        picks={(agents.data ?? []).map((agent) => ({ id: agent.id, label: agent.name, note: agent.team?.name }))}
        chosen={values.members}
        onChange={(members) => set({ members: members as Queue['members'] })}
        {...(values.order === 'random'
          ? {
              beside: (agent: string) => (
                <SmallNumber
                  label={t('asking.weight-of', { name: agents.data?.find((each) => each.id === agent)?.name ?? '' })}
                  before={t('asking.weight')}
                  min={1}
                  max={100}
                  value={weight(agent)}
                  onChange={(next) => set({ weights: [...weights(agent), { agent: agent as Queue['members'][number], weight: next }] })}
                />
              ),
            }
          : {})}
      />
      <PickList
        label={t('queues.skills')}
        hint={t('queues.skills-text')}
        empty={t('queues.no-skills')}
        error={errorAt('skills')}
        picks={(skills.data ?? []).map((skill) => ({ id: skill.id, label: name(skill.name) }))}
        chosen={values.skills.map((need) => need.skill)}
        onChange={(chosen) => set({ skills: (chosen as `skl_${string}`[]).map((skill) => ({ skill, level: level(skill) })) })}
        beside={(skill) => (
          <SmallNumber
            label={t('queues.least-level', { skill: name(skills.data?.find((each) => each.id === skill)?.name ?? {}) })}
            before="≥"
            min={1}
            max={100}
            value={level(skill)}
            onChange={(next) => set({ skills: values.skills.map((need) => (need.skill === skill ? { ...need, level: next } : need)) })}
          />
        )}
      />
      <AskingFields
        values={values}
        set={set}
        errorAt={errorAt}
        skills={skills.data ?? []}
        others={(queues.data ?? []).filter((each) => each.id !== queue?.id)}
      />
      <SpillFields spill={values.spill} set={(spill) => set({ spill })} />
      <Group title={t('queues.service-level')}>
        <Pair>
          <NumberField
            label={t('queues.target')}
            unit="%"
            min={0}
            max={100}
            per={0.01}
            exact
            value={values.serviceLevel.target}
            error={errorAt('serviceLevel/target')}
            onChange={(target) => set({ serviceLevel: { ...values.serviceLevel, target } })}
          />
          <NumberField
            label={t('queues.threshold')}
            unit={t('form.unit.seconds')}
            min={1}
            per={1000}
            value={values.serviceLevel.thresholdMs}
            error={errorAt('serviceLevel/thresholdMs')}
            onChange={(thresholdMs) => set({ serviceLevel: { ...values.serviceLevel, thresholdMs } })}
          />
        </Pair>
      </Group>
      <Group title={t('queues.times')}>
        <Pair>
          <NumberField
            label={t('queues.ring')}
            hint={t('queues.ring-text')}
            unit={t('form.unit.seconds')}
            min={3}
            max={120}
            per={1000}
            value={values.offerTimeoutMs}
            error={errorAt('offerTimeoutMs')}
            onChange={(offerTimeoutMs) => set({ offerTimeoutMs })}
          />
          <SwitchField
            label={t('phone-more.queue.auto')}
            hint={t('phone-more.queue.auto-text')}
            value={values.autoAnswer}
            onChange={(autoAnswer) => set({ autoAnswer })}
          />
          <NumberField
            label={t('queues.wrap-up')}
            hint={t('queues.wrap-up-text')}
            unit={t('form.unit.seconds')}
            min={0}
            max={3600}
            per={1000}
            value={values.wrapUpMs}
            error={errorAt('wrapUpMs')}
            onChange={(wrapUpMs) => set({ wrapUpMs })}
          />
          <NumberField
            label={t('desk.queue.more')}
            hint={t('desk.queue.more-text')}
            unit={t('form.unit.seconds')}
            min={0}
            max={3600}
            per={1000}
            value={values.wrapUpMoreMs}
            error={errorAt('wrapUpMoreMs')}
            onChange={(wrapUpMoreMs) => set({ wrapUpMoreMs })}
          />
          <NumberField
            label={t('queues.longest')}
            hint={t('queues.longest-text')}
            unit={t('form.unit.seconds')}
            min={1}
            per={1000}
            placeholder={t('queues.for-ever')}
            value={values.maxWaitMs}
            error={errorAt('maxWaitMs')}
            onChange={(maxWaitMs) => set({ maxWaitMs })}
          />
          <NumberField
            label={t('queues.most')}
            hint={t('queues.most-text')}
            min={1}
            placeholder={t('queues.no-limit')}
            value={values.maxWaiting}
            error={errorAt('maxWaiting')}
            onChange={(maxWaiting) => set({ maxWaiting })}
          />
          <NumberField
            label={t('queues.priority')}
            hint={t('queues.priority-text')}
            min={-100}
            max={100}
            value={values.priority}
            error={errorAt('priority')}
            onChange={(priority) => set({ priority })}
          />
        </Pair>
      </Group>
      <ChoiceField
        label={t('prompts.queue-music')}
        hint={t('prompts.queue-music-text')}
        value={values.music ?? ''}
        error={errorAt('music')}
        choices={[
          { value: '', label: t('prompts.queue-default') },
          ...(prompts.data ?? [])
            .filter(({ kind, recordings }) => kind === 'music' && recordings.length > 0)
            .map((each) => ({ value: each.key, label: name(each.name) })),
          // Chosen before, and not to be seen by who may not see prompts.
          ...(values.music === null || prompts.data?.some(({ key }) => key === values.music)
            ? []
            : [{ value: values.music, label: values.music }]),
        ]}
        onChange={(music) => set({ music: music === '' ? null : music })}
      />
      <Group title={t('queues.recording')}>
        <SwitchField label={t('queues.record')} value={values.record} onChange={(record) => set({ record })} />
        {values.record ? (
          <SwitchField
            label={t('queues.announce')}
            hint={t('queues.announce-text')}
            value={values.announceRecording}
            onChange={(announceRecording) => set({ announceRecording })}
          />
        ) : null}
      </Group>
      <FullSettings
        rules={values.full}
        set={(full) => set({ full })}
        errorAt={errorAt}
        others={(queues.data ?? []).filter((each) => each.id !== queue?.id)}
      />
      <CallbackSettings values={values.callbacks} set={(part) => set({ callbacks: { ...values.callbacks, ...part } })} errorAt={errorAt} />
      <Group title={t('queues.overflow')} text={t('queues.overflow-text')}>
        <PickList
          label={t('queues.overflow-to')}
          empty={t('queues.no-other')}
          error={errorAt('overflow')}
          picks={(queues.data ?? []).filter((each) => each.id !== queue?.id).map((each) => ({ id: each.id, label: name(each.name) }))}
          chosen={values.overflow.map((each) => each.queue)}
          onChange={(chosen) =>
            set({
              overflow: (chosen as Queue['id'][]).map((id) => ({
                queue: id,
                afterMs: values.overflow.some((each) => each.queue === id) ? after(id) : MINUTE,
              })),
            })
          }
          beside={(id) => (
            <SmallNumber
              label={t('queues.overflow-after', { queue: name(queues.data?.find((each) => each.id === id)?.name ?? {}) })}
              after={t('form.unit.seconds')}
              min={0}
              max={86_400}
              value={after(id) / 1000}
              onChange={(next) =>
                set({ overflow: values.overflow.map((each) => (each.queue === id ? { ...each, afterMs: next * 1000 } : each)) })
              }
            />
          )}
        />
      </Group>
      {queue ? <QueuePreview id={queue.id} values={values} /> : null}
    </EditDrawer>
  );
}

/** What acts by itself, saved or not. */
function QueueAfter({ queue, values }: { queue: Queue; values: QueueValues }): ReactNode {
  return (
    <>
      <QueueDryRun id={queue.id} values={values} />
      <PreviewLink from={{ queue: queue.id }} />
    </>
  );
}
