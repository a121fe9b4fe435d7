// One emergency lane: what is told, whom it is about, what it does for them, when it opens by itself; and opening it here and now.
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { actOnLane, type Lane } from '../../api/lanes.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { addressText, tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { Group, NumberField, Pair, SwitchField, TextField } from '../form/Fields.tsx';
import { NameFields } from '../form/NameAndKey.tsx';
import { PickList } from '../form/PickList.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useList, useListActs, useReadAgain } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { useProblem } from '../settings/use-problem.ts';
import { newLane, sayOf, toldOf, valuesOf, wishOf, type Values } from './lane-form.ts';
import { SurgeFields } from './SurgeFields.tsx';

export function LaneEditor({ lane, mayWrite, close }: { lane: Lane | null; mayWrite: boolean; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const undo = useUndo();
  const acts = useListActs('lanes');
  const queues = useList('queues').data ?? [];
  const numbers = useList('numbers').data ?? [];
  const prompts = useList('prompts').data ?? [];
  const form = useForm<Values, Lane>({
    initial: lane ? valuesOf(lane) : newLane(),
    isNew: lane === null,
    save: (changed, values) => (lane ? acts.change(lane.id, wishOf(changed)) : acts.make(wishOf(values))),
    saved: (made) => {
      tellSaved(t('form.saved', { name: tenantText(made.name, i18n.language) }), undo('lane', made.id));
      close();
    },
    at: { 'lane.unspeakable': 'say', 'lane.silent-key': 'key', 'lane.empty-surge': 'surge' },
  });
  const { values, set, errorAt } = form;
  const told = toldOf(values.say);
  return (
    <EditDrawer
      title={lane ? tenantText(lane.name, i18n.language) : t('lanes.new')}
      under={lane ? t(`lanes.state.${lane.state}`) : undefined}
      form={form}
      isNew={lane === null}
      mayWrite={mayWrite}
      close={close}
      remove={lane && lane.state !== 'open' ? { sure: t('lanes.sure'), run: () => acts.remove(lane.id), done: close } : undefined}
      history={lane ? { kind: 'lane', id: lane.id } : undefined}
      after={lane ? <OpenNow lane={lane} /> : undefined}
      wide
    >
      <NameFields form={form} autoFocus={lane === null} />
      <Group title={t('lanes.told')} text={t('lanes.told-text')}>
        {told === null ? (
          <p>{t('lanes.told-more')}</p>
        ) : (
          <>
            <TextField
              label={t('lanes.prompt')}
              hint={t('lanes.prompt-text')}
              mono
              maxLength={120}
              list={prompts.filter(({ kind }) => kind === 'speech').map(({ key }) => key)}
              value={told.prompt}
              error={errorAt('say')}
              onChange={(prompt) => set({ say: sayOf({ ...told, prompt }) })}
            />
            <Pair>
              {(['en', 'zh-CN'] as const).map((language) => (
                <TextField
                  key={language}
                  label={t(language === 'en' ? 'lanes.text-en' : 'lanes.text-zh')}
                  maxLength={500}
                  value={told.text[language] ?? ''}
                  onChange={(text) => set({ say: sayOf({ ...told, text: { ...told.text, [language]: text } }) })}
                />
              ))}
            </Pair>
          </>
        )}
        <TextField
          label={t('lanes.key')}
          hint={t('lanes.key-text')}
          maxLength={1}
          value={values.key ?? ''}
          error={errorAt('key')}
          onChange={(key) => set({ key: key === '' ? null : key })}
        />
      </Group>
      <Group title={t('lanes.whom')} text={t('lanes.whom-text')}>
        <PickList
          label={t('lanes.queues')}
          empty={t('lanes.no-queues')}
          picks={queues.map((queue) => ({ id: queue.id, label: tenantText(queue.name, i18n.language) }))}
          chosen={values.queues}
          error={errorAt('queues')}
          onChange={(chosen) => set({ queues: chosen as Values['queues'] })}
        />
        <PickList
          label={t('lanes.numbers')}
          empty={t('lanes.no-numbers')}
          picks={numbers.map((number) => ({ id: number.id, label: addressText(number.display), note: number.label }))}
          chosen={values.numbers}
          error={errorAt('numbers')}
          onChange={(chosen) => set({ numbers: chosen as Values['numbers'] })}
        />
        <TextField
          label={t('lanes.levels')}
          hint={t('lanes.levels-text')}
          value={values.levels.join(', ')}
          error={errorAt('levels')}
          onChange={(text) => set({ levels: text === '' ? [] : text.split(/[,，]\s*/) })}
        />
      </Group>
      <Group title={t('lanes.does')}>
        <Pair>
          <NumberField
            label={t('lanes.priority')}
            hint={t('lanes.priority-text')}
            min={0}
            max={100}
            value={values.priority}
            error={errorAt('priority')}
            onChange={(priority) => set({ priority: priority ?? 0 })}
          />
          <TextField
            label={t('lanes.tag')}
            hint={t('lanes.tag-text')}
            maxLength={40}
            value={values.tag}
            error={errorAt('tag')}
            onChange={(tag) => set({ tag })}
          />
        </Pair>
        <SwitchField
          label={t('lanes.callback')}
          hint={t('lanes.callback-text')}
          value={values.callback}
          onChange={(callback) => set({ callback })}
        />
      </Group>
      <SurgeFields surge={values.surge} error={errorAt('surge')} onChange={(surge) => set({ surge })} />
    </EditDrawer>
  );
}

/** What acts at once and is no part of the form. */
function OpenNow({ lane }: { lane: Lane }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const readAgain = useReadAgain();
  const words = useProblem();
  const open = lane.state === 'open';
  const act = useMutation({ mutationFn: () => actOnLane(api, lane.id, open ? 'close' : 'open'), onSettled: readAgain });
  if (!mayDo(useUser(), 'lanes:open')) return null;
  return (
    <Group title={t('lanes.now')} text={open ? t('lanes.through', { count: lane.contacts }) : t('lanes.now-text')}>
      <div>
        <Button variant={open ? 'filled' : 'default'} loading={act.isPending} onClick={() => act.mutate()}>
          {t(open ? 'lanes.close' : 'lanes.open')}
        </Button>
      </div>
      <Problem text={words(act.error)} />
    </Group>
  );
}
