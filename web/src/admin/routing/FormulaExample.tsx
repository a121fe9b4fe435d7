// The formula of priority as the form stands, and what it makes of one contact: computed by the engine's own function while it is edited.
import type { Skill } from '@tandem/contract/api/queues.ts';
import type { RoutingRules } from '@tandem/contract/api/routing-rules.ts';
import { isMood, MOODS, partsOf, sumOf } from '@tandem/contract/priority.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { termsText, worthText, type Say } from '../../ui/points.ts';
import { ChoiceField, Group, NumberField, Pair, SwitchField } from '../form/Fields.tsx';
import own from './RoutingRules.module.css';

const MINUTE = 60_000;
const NONE = '';

export function FormulaExample({ rules, skills }: { rules: RoutingRules; skills: readonly Skill[] }): ReactNode {
  const { t, i18n } = useTranslation();
  const [level, setLevel] = useState<string | null>(null);
  const [mood, setMood] = useState('angry');
  const [issue, setIssue] = useState(NONE);
  const [promised, setPromised] = useState(true);
  const [waited, setWaited] = useState<number | null>(2);
  const say: Say = (key, values) => t(`points.${key}`, { ...values });
  const skillName = (id: string) => tenantText(skills.find((each) => each.id === id)?.name ?? {}, i18n.language);
  const levels = rules.levels.map((each) => each.level).filter((each) => each.trim() !== '');
  const chosen = level === NONE || levels.includes(level ?? '') ? (level ?? NONE) : (levels.at(0) ?? NONE);
  const about = rules.issues.find(({ value }) => value === issue);
  const parts = partsOf(rules, {
    queue: 0,
    contact: 0,
    level: chosen === NONE ? null : chosen,
    skills: about?.by === 'skill' ? [{ skill: about.value }] : [],
    topic: about?.by === 'topic' ? about.value : undefined,
    mood: isMood(mood) ? mood : null,
    promised,
  });
  const sum = sumOf(parts);
  const worthMs = sum * rules.priorityMinutes * MINUTE;
  const waitedMs = (waited ?? 0) * MINUTE;
  return (
    <Group title={t('rules.example')} text={t('rules.formula', { minutes: rules.priorityMinutes })}>
      <Pair>
        <ChoiceField
          label={t('rules.level')}
          value={chosen}
          choices={[{ value: NONE, label: t('rules.none') }, ...levels.map((each) => ({ value: each, label: each }))]}
          onChange={setLevel}
        />
        <ChoiceField
          label={t('rules.mood')}
          value={mood}
          choices={[
            { value: NONE, label: t('rules.not-known') },
            ...MOODS.map((each) => ({ value: each as string, label: t(`points.mood.${each}`) })),
          ]}
          onChange={setMood}
        />
        <ChoiceField
          label={t('rules.issue')}
          value={about === undefined ? NONE : issue}
          choices={[
            { value: NONE, label: t('rules.none') },
            ...rules.issues
              .filter(({ value }) => value !== '')
              .map(({ by, value }) => ({ value, label: by === 'skill' ? skillName(value) : value })),
          ]}
          onChange={setIssue}
        />
        <NumberField label={t('rules.waited')} unit={t('rules.unit-minutes')} min={0} max={600} value={waited} onChange={setWaited} />
      </Pair>
      <SwitchField label={t('rules.promised')} value={promised} onChange={setPromised} />
      <p className={own.result} role="status">
        {parts.length === 0 ? t('rules.no-terms') : `${termsText(parts, { say, skillName })} = `}
        <b>{t('rules.result', { count: sum, time: worthText(worthMs) })}</b>{' '}
        {t('rules.stands', { time: worthText(waitedMs + worthMs), waited: worthText(waitedMs) })}
      </p>
    </Group>
  );
}
