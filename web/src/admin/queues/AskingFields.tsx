// Part of a queue's form: who of those who fit is asked first, what they need beside the list of skills, and how the circle grows while somebody waits.
import { Button } from '@mantine/core';
import type { Queue, Skill } from '@tandem/contract/api/queues.ts';
import type { AgentOrder } from '@tandem/contract/routing.ts';
import { parseSkillRule, skillsOfRule } from '@tandem/contract/skill-rule.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { ChoiceField, Group, NumberField, Pair, TextField } from '../form/Fields.tsx';
import { PickList } from '../form/PickList.tsx';
import { RingFields } from './RingFields.tsx';
import type { QueueValues } from './queue-form.ts';

export const ORDERS: readonly AgentOrder[] = [
  'longest-idle',
  'least-occupied',
  'fewest-contacts',
  'round-robin',
  'linear',
  'random',
  'ring-all',
  'best-skill',
  'best-outcome',
];
const MOST_RINGS = 8;
const NEXT_RING_MS = 30_000;

type Asking = Pick<QueueValues, 'order' | 'requires' | 'prefers' | 'rings' | 'lastAgentMs' | 'restMs'>;
type Props = {
  values: Asking & Pick<QueueValues, 'skills'>;
  set: (part: Partial<Asking>) => void;
  errorAt: (field: string) => string | undefined;
  skills: readonly Skill[];
  /** Other queues, whose members a ring may ask. */
  others: readonly Pick<Queue, 'id' | 'name'>[];
};

export function AskingFields({ values, set, errorAt, skills, others }: Props): ReactNode {
  const { t, i18n } = useTranslation();
  const fault = useRuleFault(values.requires, skills);
  const named = (each: { id: string; name: Queue['name'] }) => ({ id: each.id, label: tenantText(each.name, i18n.language) });
  return (
    <>
      <Group title={t('asking.title')} text={t('asking.text')}>
        <ChoiceField
          label={t('asking.order')}
          hint={t(`asking.order-text.${values.order}`)}
          value={values.order}
          choices={ORDERS.map((value) => ({ value, label: t(`asking.orders.${value}`) }))}
          onChange={(order) => set({ order })}
        />
        <TextField
          label={t('asking.requires')}
          hint={t('asking.requires-text')}
          placeholder={t('asking.requires-example')}
          mono
          maxLength={400}
          value={values.requires ?? ''}
          error={fault ?? errorAt('requires')}
          list={skills.map(({ key }) => key)}
          onChange={(text) => set({ requires: text === '' ? null : text })}
        />
        {values.order === 'best-skill' || values.prefers.length > 0 ? (
          <PickList
            label={t('asking.prefers')}
            hint={t('asking.prefers-text')}
            empty={t('queues.no-skills')}
            error={errorAt('prefers')}
            picks={skills.map(named)}
            chosen={values.prefers.map((need) => need.skill)}
            onChange={(chosen) => set({ prefers: (chosen as `skl_${string}`[]).map((skill) => ({ skill, level: 1 })) })}
          />
        ) : null}
        <Pair>
          <NumberField
            label={t('asking.last-agent')}
            hint={t('asking.last-agent-text')}
            unit={t('form.unit.seconds')}
            min={0}
            max={3600}
            per={1000}
            value={values.lastAgentMs}
            error={errorAt('lastAgentMs')}
            onChange={(lastAgentMs) => set({ lastAgentMs })}
          />
          <NumberField
            label={t('asking.rest')}
            hint={t('asking.rest-text')}
            unit={t('form.unit.seconds')}
            min={0}
            max={600}
            per={1000}
            value={values.restMs}
            error={errorAt('restMs')}
            onChange={(restMs) => set({ restMs })}
          />
        </Pair>
      </Group>
      <Group title={t('asking.rings')} text={t('asking.rings-text')}>
        {values.rings.map((ring, n) => (
          <RingFields
            // Rings have no names of their own: the place in the list is what tells them apart.
            key={n}
            n={n + 1}
            ring={ring}
            error={errorAt(`rings/${n}`) ?? (n === 0 ? errorAt('rings') : undefined)}
            skills={skills.filter(({ id, key }) => asked(values, id, key))}
            others={others}
            change={(next) => set({ rings: values.rings.map((each, at) => (at === n ? next : each)) })}
            remove={() => set({ rings: values.rings.filter((_, at) => at !== n) })}
          />
        ))}
        {values.rings.length < MOST_RINGS ? (
          <div>
            <Button
              variant="default"
              size="xs"
              onClick={() =>
                set({ rings: [...values.rings, { afterMs: (values.rings.at(-1)?.afterMs ?? 0) + NEXT_RING_MS, skills: [], queues: [] }] })
              }
            >
              {t('asking.add-ring')}
            </Button>
          </div>
        ) : null}
      </Group>
    </>
  );
}

/** A ring lowers what is asked for; nothing else is worth showing there. */
function asked(values: Props['values'], id: string, key: string): boolean {
  if (values.skills.some((need) => need.skill === id) || values.rings.some((ring) => ring.skills.some(({ skill }) => skill === id)))
    return true;
  const parsed = parseSkillRule(values.requires ?? '');
  return parsed.ok && skillsOfRule(parsed.rule).includes(key);
}

/** What is wrong with the rule as it stands, while it is typed. */
function useRuleFault(text: string | null, skills: readonly Skill[]): string | undefined {
  const { t } = useTranslation();
  if (text === null || text.trim() === '') return undefined;
  const parsed = parseSkillRule(text);
  if (!parsed.ok) return t(`asking.fault.${parsed.fault}`, { at: parsed.at + 1 });
  const unknown = skillsOfRule(parsed.rule).find((key) => !skills.some((skill) => skill.key === key));
  return unknown === undefined ? undefined : t('asking.fault.unknown', { skill: unknown });
}
