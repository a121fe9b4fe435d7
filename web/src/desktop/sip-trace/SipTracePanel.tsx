// The SIP messages of a contact as a ladder with the log's events beside them, for administrators. Read when it is asked for, as each
// reading is written down.
import { Button, Switch } from '@mantine/core';
import type { EventView } from '@tandem/contract/api/interactions.ts';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import type { ContactDetail } from '../../api/interactions.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { sipTraceFile, sipTraceQuery } from '../../api/system.ts';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { SipLadder } from './SipLadder.tsx';
import styles from './SipTrace.module.css';

type SipTraceProps = { detail: ContactDetail; events: readonly EventView[]; agents: readonly { id: string; name: string }[] };

export function SipTracePanel(props: SipTraceProps): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!mayDo(useUser(), 'calls:trace') || props.detail.channel !== 'voice') return null;
  if (open) return <OpenTrace {...props} />;
  return (
    <Panel
      title={t('trace.title')}
      aside={
        <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
          {t('trace.show')}
        </Button>
      }
    >
      <p className={styles.soft}>{t('trace.lead')}</p>
    </Panel>
  );
}

function OpenTrace({ detail, events, agents }: SipTraceProps): ReactNode {
  const { t } = useTranslation();
  const { data, error, isPending, isFetching, refetch } = useQuery(sipTraceQuery(useApi(), detail.id));
  const [withEvents, setWithEvents] = useState(true);
  const left = data?.legs.reduce((sum, leg) => sum + leg.left, 0) ?? 0;
  return (
    <Panel title={t('trace.title')} flush>
      <div className={styles.tools}>
        <Switch size="xs" label={t('trace.events')} checked={withEvents} onChange={(event) => setWithEvents(event.currentTarget.checked)} />
        <Button size="compact-xs" variant="default" loading={isFetching} onClick={() => void refetch()}>
          {t('trace.again')}
        </Button>
        <Button size="compact-xs" variant="default" component="a" href={sipTraceFile(detail.id, 'text')} download={`${detail.id}.txt`}>
          {t('trace.text')}
        </Button>
        <Button size="compact-xs" variant="default" component="a" href={sipTraceFile(detail.id, 'pcapng')} download={`${detail.id}.pcapng`}>
          {t('trace.pcapng')}
        </Button>
      </div>
      {isPending ? <Skeletons label={t('common.loading')} rows={6} /> : null}
      {error ? (
        <p className={styles.note} role="alert">
          {t(errorWords(error).key)}
        </p>
      ) : null}
      {data && data.messages.length === 0 ? (
        <p className={styles.note}>{data.keptDays === 0 ? t('trace.off') : t('trace.none', { count: data.keptDays })}</p>
      ) : null}
      {data && data.messages.length > 0 ? (
        <SipLadder trace={data} detail={detail} events={withEvents ? events : []} agents={agents} />
      ) : null}
      {left > 0 ? <p className={styles.note}>{t('trace.left', { count: left })}</p> : null}
    </Panel>
  );
}
