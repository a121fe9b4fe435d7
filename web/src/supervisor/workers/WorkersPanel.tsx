// The digital workers in the supervisor's room: what each has in hand against what he may have, his day, and pausing him.
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { turnWorker, WORKERS_KEY, workersQuery, type DigitalWorker } from '../../api/workers.ts';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { dayFigures } from '../../api/worker-day.ts';
import styles from './WorkersPanel.module.css';

/** What he has in hand is counted anew so often. */
const AGAIN_MS = 5_000;
/** Shown beside his name; the rest is on the page of the settings. */
const SHOWN: ReadonlySet<string> = new Set(['taken', 'handedOver', 'contained', 'cost']);

/** Nothing where there is no digital worker. */
export function WorkersPanel(): ReactNode {
  const { t } = useTranslation();
  const workers = useQuery({ ...workersQuery(useApi()), enabled: mayDo(useUser(), 'workers:read'), refetchInterval: AGAIN_MS });
  if (!workers.data?.length) return null;
  return (
    <Panel title={t('workers.title')} flush>
      <ul className={styles.list}>
        {workers.data.map((worker) => (
          <WorkerRow key={worker.id} worker={worker} />
        ))}
      </ul>
    </Panel>
  );
}

function WorkerRow({ worker }: { worker: DigitalWorker }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const mayPause = mayDo(useUser(), 'workers:pause');
  const act = useMutation({
    mutationFn: () => turnWorker(api, worker.id, !worker.on),
    onSettled: () => queries.invalidateQueries({ queryKey: WORKERS_KEY }),
  });
  const { on, now, capacity } = worker;
  const name = tenantText(worker.name, i18n.language);
  const words = act.error ? errorWords(act.error) : null;
  const share = now === null || capacity.voice === 0 ? null : now / capacity.voice;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 });
  return (
    <li className={styles.worker} data-worker={worker.id}>
      <div className={styles.head}>
        <Icon name="bot" size={18} />
        <strong className={styles.name}>{name}</strong>
        <span className={styles.mark}>{t('workers.mark')}</span>
        <StateBadge tone={on ? 'live' : 'quiet'} icon={on ? 'play' : 'pause'} label={t(on ? 'workers.on' : 'workers.paused')} />
        {mayPause ? (
          <Button
            size="xs"
            variant="default"
            loading={act.isPending}
            aria-label={t(on ? 'workers.pause-of' : 'workers.resume-of', { name })}
            onClick={() => act.mutate()}
          >
            {t(on ? 'workers.pause' : 'workers.resume')}
          </Button>
        ) : null}
      </div>
      <p className={styles.soft}>
        {t('workers.in-hand', { now: now ?? '–', most: capacity.voice, share: share === null ? '–' : percent.format(share) })}
      </p>
      <p className={styles.soft}>
        {dayFigures(worker, i18n.language)
          .filter(({ key }) => SHOWN.has(key))
          .map(({ key, value }) => `${t(`workers.day.${key}`)} ${value}`)
          .join(' · ')}
      </p>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
    </li>
  );
}
