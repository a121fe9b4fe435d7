// From when on the feed tells of something: one set of limits for the house, and other ones of single queues.
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, Modal, NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { USUAL_ALERT_LIMITS } from '@tandem/contract/api/alert-limits.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { HISTORY_KEY } from '../../api/history.ts';
import { HistoryHere } from '../../api/history-panel.tsx';
import { errorWords } from '../../api/problem.ts';
import { ALERTS_KEY, alertLimitsQuery, setAlertLimits } from '../../api/room.ts';
import { useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import styles from './Limits.module.css';
import { LimitGroup } from './LimitGroup.tsx';
import { changed, complete, GROUPS, OF_QUEUES, ownOf, type AlertLimits, type QueueId } from './limits.ts';

export function LimitsDialog({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 640px)');
  const { data: limits, error, refetch } = useQuery(alertLimitsQuery(useApi()));
  const words = error ? errorWords(error) : null;
  return (
    <Modal
      opened
      onClose={close}
      title={t('alerts.limits')}
      fullScreen={narrow ?? false}
      size={620}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('floor.close') }}
    >
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      {limits ? (
        <Form key={JSON.stringify(limits)} limits={limits} close={close} />
      ) : words === null ? (
        <Skeletons label={t('common.loading')} rows={6} />
      ) : (
        <Button onClick={() => void refetch()}>{t('common.retry')}</Button>
      )}
    </Modal>
  );
}

function Form({ limits: kept, close }: { limits: AlertLimits; close: () => void }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { tenant } = useUser();
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const [limits, setLimits] = useState(kept);
  /** Counts how often all fields began anew. */
  const [begun, setBegun] = useState(0);
  const [queue, setQueue] = useState<QueueId | null>(null);
  const readAgain = () => Promise.all([ALERTS_KEY, HISTORY_KEY].map((queryKey) => queries.invalidateQueries({ queryKey })));
  const save = useMutation({ mutationFn: () => setAlertLimits(api, limits), onSuccess: close, onSettled: readAgain });
  const fine = complete(limits);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (fine && !save.isPending) save.mutate();
  };
  const toUsual = (): void => {
    setLimits({ ...USUAL_ALERT_LIMITS, queues: limits.queues });
    setBegun(begun + 1);
  };
  const own = limits.queues.find((each) => each.queue === queue);
  const words = save.error ? errorWords(save.error) : null;
  return (
    <>
      <form className={styles.form} onSubmit={submit}>
        <p className={styles.lead}>{t('alerts.limits-lead')}</p>
        <NativeSelect
          label={t('alerts.limits-of')}
          value={queue ?? ''}
          onChange={({ currentTarget: { value } }) => setQueue(value === '' ? null : (value as QueueId))}
          data={[
            { value: '', label: t('alerts.limits-everywhere') },
            ...queues.map((each) => {
              const name = tenantText(each.name, i18n.language);
              const has = limits.queues.some((one) => one.queue === each.id);
              return { value: each.id, label: has ? t('alerts.limits-own', { name }) : name };
            }),
          ]}
        />
        {GROUPS.map(({ group, fields }) => {
          const ofQueue = OF_QUEUES.find((each) => each === group);
          if (queue !== null && ofQueue === undefined) return null;
          const mine = queue === null || ofQueue === undefined ? limits[group] : own?.[ofQueue];
          return (
            <LimitGroup
              key={`${group} ${queue ?? ''} ${begun}`}
              group={group}
              fields={fields}
              values={mine ?? null}
              usual={limits[group]}
              change={(value) => setLimits(changed(limits, queue, group, value))}
              own={queue === null || ofQueue === undefined ? null : (on) => setLimits(ownOf(limits, queue, ofQueue, on))}
            />
          );
        })}
        <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
        <div className={styles.buttons}>
          <Button type="submit" disabled={!fine} loading={save.isPending}>
            {t('alarms.save')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('floor.cancel')}
          </Button>
          {queue === null ? (
            <Button variant="subtle" onClick={toUsual}>
              {t('alerts.limits-usual')}
            </Button>
          ) : null}
        </div>
      </form>
      <div className={styles.history}>
        <HistoryHere kind="alert-limits" id={tenant} restored={readAgain} />
      </div>
    </>
  );
}
