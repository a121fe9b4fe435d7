// Changes of what agents serve that are still to come or under way, and what was over lately; each can be called off while it lasts.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { errorWords } from '../../api/problem.ts';
import { cancelPlan, dutyPlansQuery, DUTIES_KEY, skillsQuery, type DutyPlan } from '../../api/room.ts';
import { shortTime, tenantText } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { StateBadge, type Tone } from '../../ui/StateBadge.tsx';
import { BulkButton } from './Pick.tsx';
import styles from './Bulk.module.css';

const TONES: Readonly<Record<DutyPlan['state'], Tone>> = { planned: 'hold', running: 'live', over: 'quiet', cancelled: 'quiet' };
const MOST_OVER = 5;

/** Nothing where nothing was planned. */
export function DutyPlans({ now }: { now: number }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { data = [] } = useQuery(dutyPlansQuery(api));
  const cancel = useMutation({
    mutationFn: (id: string) => cancelPlan(api, id),
    onSettled: () => Promise.all([DUTIES_KEY, ['queues']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const words = cancel.error ? errorWords(cancel.error) : null;
  const lasting = (plan: DutyPlan): boolean => plan.state === 'planned' || plan.state === 'running';
  const over = data
    .filter((plan) => !lasting(plan))
    .toReversed()
    .slice(0, MOST_OVER);
  if (data.length === 0) return null;
  return (
    <Panel title={t('duty.plans')} flush>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <ul>
        {[...data.filter(lasting), ...over].map((plan) => (
          <PlanRow key={plan.id} plan={plan} now={now} cancel={lasting(plan) && !cancel.isPending ? () => cancel.mutate(plan.id) : null} />
        ))}
      </ul>
    </Panel>
  );
}

function PlanRow({ plan, now, cancel }: { plan: DutyPlan; now: number; cancel: (() => void) | null }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const { data: skills = [] } = useQuery(skillsQuery(api));
  const { from, until, agents, state } = plan;
  const names = agents.map(({ name }) => name).join(', ');
  const time = (at: number) => shortTime(at, now, i18n.language);
  const called = (list: readonly { id: string; name: Parameters<typeof tenantText>[0] }[], id: string): string => {
    const found = list.find((each) => each.id === id);
    return found ? tenantText(found.name, i18n.language) : '–';
  };
  const queueNames = (ids: readonly string[]) => ids.map((id) => called(queues, id)).join(', ');
  const said = [
    plan.joinQueues.length === 0 ? '' : t('duty.joins', { names: queueNames(plan.joinQueues) }),
    plan.leaveQueues.length === 0 ? '' : t('duty.leaves', { names: queueNames(plan.leaveQueues) }),
    ...plan.skills.map(({ skill, level }) => t('duty.levels', { skill: called(skills, skill), level })),
    plan.dropSkills.length === 0 ? '' : t('duty.drops', { names: plan.dropSkills.map((id) => called(skills, id)).join(', ') }),
  ].filter(Boolean);
  return (
    <li className={styles.plan}>
      <span className={styles.told}>
        <strong>{names}</strong> {said.join(' · ')}
        <span className={styles.soft}>
          {until === null ? t('duty.from-on', { from: time(from) }) : t('duty.span', { from: time(from), until: time(until) })}
          {` · ${plan.note}`}
        </span>
        {plan.left.map(({ id, problem }) => (
          <span key={`${id} ${problem?.code}`} className={styles.soft}>
            {t('duty.left', { name: agents.find((agent) => agent.id === id)?.name ?? '–', why: problem?.title ?? '' })}
          </span>
        ))}
      </span>
      <span className={styles.state}>
        <StateBadge
          tone={TONES[state]}
          icon={state === 'cancelled' ? 'cross' : state === 'over' ? 'check' : 'hourglass'}
          label={t(`duty.state.${state}`)}
        />
        {cancel === null ? null : <BulkButton label={t('duty.cancel')} name={t('duty.cancel-of', { names })} onClick={cancel} />}
      </span>
    </li>
  );
}
