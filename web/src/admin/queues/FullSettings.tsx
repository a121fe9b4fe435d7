// Part of a queue's form: what becomes of those who come when it is full: a list of conditions, and what happens where one holds.
import { Button } from '@mantine/core';
import type { FullRule, FullAct, FullWhen } from '@tandem/contract/api/queue-callbacks.ts';
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { ChoiceField, Group, NumberField, Pair } from '../form/Fields.tsx';
import { useList } from '../form/use-list.ts';

const MOST = 8;
const CONDITIONS = ['estimate', 'waiting', 'unstaffed', 'closed'] as const satisfies readonly FullWhen['is'][];
const ACTS = ['callback', 'voicemail', 'queue', 'goodbye'] as const satisfies readonly FullAct['do'][];
/** What the product says itself; prompts of one's own stand beside. */
const SHIPPED = [
  ['queue/full', 'busy'],
  ['closed', 'closed'],
  ['hours/closed', 'offices'],
  ['try-again-later', 'later'],
] as const;

type Props = {
  rules: readonly FullRule[];
  set: (rules: FullRule[]) => void;
  errorAt: (field: string) => string | undefined;
  others: readonly Pick<Queue, 'id' | 'name'>[];
};

export function FullSettings({ rules, set, errorAt, others }: Props): ReactNode {
  const { t, i18n } = useTranslation();
  const user = useUser();
  const hours = useList('hours');
  const prompts = useList('prompts', mayDo(user, 'prompts:read'));
  const text = (name: Queue['name']): string => tenantText(name, i18n.language);
  const hoursChoices = (hours.data ?? []).map((each) => ({ value: each.id, label: text(each.name) }));
  const queueChoices = others.map((each) => ({ value: each.id, label: text(each.name) }));
  const promptChoices = [
    ...SHIPPED.map(([value, word]) => ({ value: value as string, label: t(`queue-full.prompts.${word}`) })),
    ...(prompts.data ?? []).filter(({ kind }) => kind === 'speech').map((each) => ({ value: each.key, label: text(each.name) })),
  ];
  const change = (n: number, part: Partial<FullRule>): void => set(rules.map((each, at) => (at === n ? { ...each, ...part } : each)));

  function when(is: FullWhen['is']): FullWhen {
    if (is === 'waiting') return { is, above: 10 };
    if (is === 'estimate') return { is, above: 300_000 };
    if (is === 'unstaffed') return { is };
    return { is, hours: hours.data?.[0]?.id ?? 'hrs_' };
  }
  function made(what: FullAct['do']): FullAct {
    if (what === 'queue') return { do: what, queue: others[0]?.id ?? 'que_' };
    return what === 'goodbye' ? { do: what, prompt: 'queue/full' } : { do: what };
  }
  /** Only what there is can be chosen. */
  const conditions = CONDITIONS.filter((is) => is !== 'closed' || hoursChoices.length > 0);
  const acts = ACTS.filter((what) => what !== 'queue' || queueChoices.length > 0);

  return (
    <Group title={t('queue-full.title')} text={t('queue-full.text')}>
      {rules.map((rule, n) => (
        // Rules have no names of their own: the place in the list is what tells them apart.
        <Group key={n} title={t('queue-full.rule', { n: n + 1 })}>
          <Pair>
            <ChoiceField
              label={t('queue-full.when')}
              value={rule.when.is}
              error={errorAt(`full/${n}`)}
              choices={[...new Set([...conditions, rule.when.is])].map((value) => ({ value, label: t(`queue-full.whens.${value}`) }))}
              onChange={(is) => change(n, { when: when(is) })}
            />
            {rule.when.is === 'waiting' ? (
              <NumberField
                label={t('queue-full.more-than')}
                unit={t('queue-full.people')}
                min={0}
                max={10_000}
                value={rule.when.above}
                onChange={(above) => change(n, { when: { is: 'waiting', above: above ?? 0 } })}
              />
            ) : null}
            {rule.when.is === 'estimate' ? (
              <NumberField
                label={t('queue-full.longer-than')}
                unit={t('form.unit.seconds')}
                min={1}
                max={86_400}
                per={1000}
                value={rule.when.above}
                onChange={(above) => change(n, { when: { is: 'estimate', above: Math.max(1_000, above ?? 1_000) } })}
              />
            ) : null}
            {rule.when.is === 'closed' ? (
              <ChoiceField
                label={t('queue-full.hours')}
                value={rule.when.hours}
                choices={hoursChoices}
                onChange={(chosen) => change(n, { when: { is: 'closed', hours: chosen } })}
              />
            ) : null}
            <ChoiceField
              label={t('queue-full.act')}
              hint={t(`queue-full.then-text.${rule.act.do}`)}
              value={rule.act.do}
              choices={[...new Set([...acts, rule.act.do])].map((value) => ({ value, label: t(`queue-full.thens.${value}`) }))}
              onChange={(what) => change(n, { act: made(what) })}
            />
            {rule.act.do === 'queue' ? (
              <ChoiceField
                label={t('queue-full.queue')}
                value={rule.act.queue}
                choices={queueChoices}
                onChange={(queue) => change(n, { act: { do: 'queue', queue } })}
              />
            ) : null}
            {rule.act.do === 'goodbye' ? (
              <ChoiceField
                label={t('queue-full.prompt')}
                value={rule.act.prompt}
                choices={promptChoices}
                onChange={(prompt) => change(n, { act: { do: 'goodbye', prompt } })}
              />
            ) : null}
          </Pair>
          <div>
            <Button variant="subtle" color="red" size="xs" onClick={() => set(rules.filter((_, at) => at !== n))}>
              {t('queue-full.remove', { n: n + 1 })}
            </Button>
          </div>
        </Group>
      ))}
      {rules.length < MOST ? (
        <div>
          <Button
            variant="default"
            size="xs"
            onClick={() => set([...rules, { when: { is: 'estimate', above: 300_000 }, act: { do: 'callback' } }])}
          >
            {t('queue-full.add')}
          </Button>
        </div>
      ) : null}
    </Group>
  );
}
