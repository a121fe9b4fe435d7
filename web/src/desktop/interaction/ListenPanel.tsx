// Listening to a call that is up, for those who may: nobody in the call hears it, and it is written to the audit trail.
import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../api/interactions.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { playLive } from './live-audio.ts';
import styles from './ListenPanel.module.css';

export function ListenPanel({ detail }: { detail: ContactDetail }): ReactNode {
  const user = useUser();
  const live = detail.legs.find((leg) => leg.answeredAt !== null && leg.endedAt === null);
  if (live === undefined || !mayDo(user, 'calls:listen')) return null;
  return <Listen call={live.call} />;
}

function Listen({ call }: { call: string }): ReactNode {
  const { t } = useTranslation();
  const [state, setState] = useState<'off' | 'starting' | 'on' | 'failed'>('off');
  const listening = state === 'starting' || state === 'on';
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);
  const toggle = (): void => {
    stop.current();
    setState(listening ? 'off' : 'starting');
    if (!listening) stop.current = playLive(`/api/v1/calls/${call}/listen`, setState);
  };
  return (
    <Panel title={t('listen.title')}>
      <div className={styles.row}>
        <Button
          size="xs"
          variant={listening ? 'default' : 'filled'}
          leftSection={<Icon name={listening ? 'pause' : 'play'} size={16} />}
          onClick={toggle}
        >
          {t(listening ? 'listen.stop' : 'listen.start')}
        </Button>
        <span role="status" className={state === 'failed' ? styles.failed : styles.text}>
          {t(`listen.${state}`)}
        </span>
      </div>
    </Panel>
  );
}
