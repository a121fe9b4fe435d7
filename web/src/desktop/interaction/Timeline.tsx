// What happened in a contact, in sentences, oldest first; steps inside a flow are folded away until asked for.
import type { EventView } from '@tandem/contract/api/interactions.ts';
import type { ContactDetail } from '../../api/interactions.ts';
import { Button, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { dispositionsQuery } from '../../api/dispositions.ts';
import { clockText, fullTime, timeOfDay } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { namesOf as dispositionNames } from '../wrap-up/choosing.ts';
import { namesOf } from './names.ts';
import { renderSentence } from './render-sentence.ts';
import { describeEvent } from './sentence.ts';
import styles from './Timeline.module.css';

/** Technical steps that explain the course but are not the story. */
const DETAIL = new Set(['flow.node-entered', 'call.ringing', 'call.leg-ended', 'call.dialled', 'customer.created']);

type TimelineProps = {
  detail: ContactDetail;
  events: readonly EventView[];
  /** There are later events than these. */
  more: { reading: boolean; read: () => void } | null;
  agents: readonly { id: string; name: string }[];
};

export function Timeline({ detail, events, more, agents }: TimelineProps): ReactNode {
  const { t, i18n } = useTranslation();
  const [all, setAll] = useState(false);
  const { data: dispositions } = useQuery(dispositionsQuery(useApi(), null));
  const names = useMemo(
    () => namesOf(detail, agents, dispositionNames(dispositions, i18n.language)),
    [detail, agents, dispositions, i18n.language],
  );
  const shown = all ? events : events.filter((event) => !DETAIL.has(event.type));
  return (
    <Panel
      title={t('contact.timeline')}
      flush
      aside={<Switch size="xs" label={t('contact.every-step')} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
    >
      <ol className={styles.list}>
        {shown.map((event) => {
          const sentence = describeEvent(event, names);
          return (
            <li key={event.id} className={styles.item} data-tone={sentence.tone} data-event={event.type}>
              <time className={styles.time} dateTime={new Date(event.at).toISOString()} title={fullTime(event.at, i18n.language)}>
                {timeOfDay(event.at, i18n.language)}
              </time>
              <span className={styles.icon}>
                <Icon name={sentence.icon} size={14} />
              </span>
              <span className={styles.text}>{renderSentence(sentence, t)}</span>
              <span className={styles.since} title={t('contact.since-start')}>
                +{clockText(event.at - detail.startedAt)}
              </span>
            </li>
          );
        })}
      </ol>
      {more === null ? null : (
        <p className={styles.note}>
          {t('contact.events-cut', { count: events.length })}{' '}
          <Button size="compact-xs" variant="default" loading={more.reading} onClick={more.read}>
            {t('contacts.more')}
          </Button>
        </p>
      )}
    </Panel>
  );
}
