// One ring of a queue's form: when it opens, which skills it asks less of, and whose agents it asks as well.
import { Button } from '@mantine/core';
import type { Queue, Ring, Skill } from '@tandem/contract/api/queues.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { Group, NumberField } from '../form/Fields.tsx';
import { PickList } from '../form/PickList.tsx';
import { SmallNumber } from '../form/SmallNumber.tsx';

export function RingFields({
  n,
  ring,
  error,
  skills,
  others,
  change,
  remove,
}: {
  n: number;
  ring: Ring;
  error: string | undefined;
  skills: readonly Skill[];
  others: readonly Pick<Queue, 'id' | 'name'>[];
  change: (ring: Ring) => void;
  remove: () => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const label = (name: Queue['name']) => tenantText(name, i18n.language);
  return (
    <Group title={t('asking.ring', { n })}>
      <NumberField
        label={t('asking.ring-after')}
        unit={t('form.unit.seconds')}
        min={0}
        max={86_400}
        per={1000}
        value={ring.afterMs}
        error={error}
        onChange={(afterMs) => change({ ...ring, afterMs: afterMs ?? 0 })}
      />
      <PickList
        label={t('asking.ring-skills')}
        hint={t('asking.ring-skills-text')}
        empty={t('asking.ring-no-skills')}
        picks={skills.map((skill) => ({ id: skill.id, label: label(skill.name) }))}
        chosen={ring.skills.map(({ skill }) => skill)}
        onChange={(chosen) =>
          change({
            ...ring,
            skills: (chosen as `skl_${string}`[]).map((skill) => ring.skills.find((each) => each.skill === skill) ?? { skill, level: 0 }),
          })
        }
        beside={(id) => (
          <SmallNumber
            label={t('asking.ring-level', { skill: label(skills.find((skill) => skill.id === id)?.name ?? {}) })}
            before="≥"
            min={0}
            max={100}
            value={ring.skills.find(({ skill }) => skill === id)?.level ?? 0}
            onChange={(level) => change({ ...ring, skills: ring.skills.map((each) => (each.skill === id ? { ...each, level } : each)) })}
          />
        )}
      />
      <PickList
        label={t('asking.ring-queues')}
        empty={t('queues.no-other')}
        picks={others.map((each) => ({ id: each.id, label: label(each.name) }))}
        chosen={ring.queues}
        onChange={(queues) => change({ ...ring, queues: queues as Queue['id'][] })}
      />
      <div>
        <Button variant="subtle" color="red" size="xs" onClick={remove}>
          {t('asking.remove-ring', { n })}
        </Button>
      </div>
    </Group>
  );
}
