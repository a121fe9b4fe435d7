// What a waiting contact waits for, in words: its place in the line, and for each agent who might take it why he is not asked.
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { explainQuery, skillsQuery, type WorkExplanation } from '../../api/room.ts';
import { tenantText, timeOfDay } from '../../ui/format.ts';
import { pointsText } from '../../ui/points.ts';
import styles from './CallList.module.css';

type Considered = WorkExplanation['considered'][number];

export function WhyWaiting({ interaction, name }: { interaction: string; name: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const { data, isError } = useQuery(explainQuery(api, interaction));
  const { data: skills = [] } = useQuery(skillsQuery(api));
  const skillName = (id: string): string => {
    const found = skills.find((skill) => skill.id === id);
    return found ? tenantText(found.name, i18n.language) : '–';
  };
  const work = data?.works.find(({ stage }) => stage === 'waiting' || stage === 'offered');
  const queue = work?.queue.name ? tenantText(work.queue.name, i18n.language) : '–';
  const rung = (work?.offers ?? []).filter(({ outcome }) => outcome === null).map(({ agent }) => agent.name);
  const points = work ? pointsText(work.points, { say: (key, values) => t(`points.${key}`, { ...values }), skillName }) : null;
  return (
    <div className={styles.why} role="group" aria-label={t('why.title', { name })}>
      {isError ? <p>{t('why.failed')}</p> : null}
      {data && !work ? <p>{t('why.gone')}</p> : null}
      {work ? (
        <>
          {work.position === null ? null : <p>{t('why.place', { position: work.position, queue })}</p>}
          {rung.length > 0 ? <p>{t('why.rings', { name: rung.join(', ') })}</p> : null}
          {points === null ? null : <p>{points}</p>}
          {work.skills.length > 0 ? (
            <p>{t('why.needs', { skills: work.skills.map(({ skill, level }) => `${skillName(skill)} ${level}`).join(', ') })}</p>
          ) : null}
          {work.stage === 'waiting' && work.considered.length === 0 ? <p>{t('why.nobody')}</p> : null}
          <ul>
            {work.considered.map((one) => (
              <li key={one.agent.id}>{reasonOf(one, t, skillName, i18n.language)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}

function reasonOf({ agent: { name }, reason }: Considered, t: TFunction, skillName: (id: string) => string, language: string): string {
  switch (reason?.reason) {
    case undefined:
      return t('why.reason.free', { name });
    case 'lacks-skill':
      return t('why.reason.lacks-skill', { name, skill: skillName(reason.skill), needed: reason.needed, has: reason.has });
    case 'occupied':
      return t(`why.reason.occupied.${reason.stage}`, { name });
    case 'paused':
      return t('why.reason.paused', { name, time: timeOfDay(reason.until, language) });
    case 'signed-out':
    case 'not-available':
    case 'off-queue':
    case 'unreachable':
    case 'not-member':
    case 'on-call':
    case 'reserved':
    case 'persons-only':
    case 'people-first':
      return t(`why.reason.${reason.reason}`, { name });
    default:
      // A reason of a later version of the engine.
      return t('why.reason.other', { name });
  }
}
