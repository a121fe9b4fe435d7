// Limits of live measures: what there is, and one at a time to be made or changed.
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { queuesQuery } from '../../api/directory.ts';
import { ALARMS_KEY, removeThreshold, THRESHOLDS_KEY, thresholdsQuery, type LiveMeasure, type Threshold } from '../../api/floor.ts';
import { errorWords } from '../../api/problem.ts';
import { tenantText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { measureText } from '../measures/measure-text.ts';
import { ThresholdForm } from './ThresholdForm.tsx';
import styles from './ThresholdsDialog.module.css';

type ThresholdsDialogProps = { measures: readonly LiveMeasure[]; mayWrite: boolean; close: () => void };

export function ThresholdsDialog({ measures, mayWrite, close }: ThresholdsDialogProps): ReactNode {
  const { t } = useTranslation();
  const narrow = useMediaQuery('(max-width: 640px)');
  const { data: thresholds } = useQuery(thresholdsQuery(useApi()));
  const [edited, setEdited] = useState<Threshold | 'new' | null>(null);
  return (
    <Modal
      opened
      onClose={close}
      title={t('alarms.thresholds')}
      fullScreen={narrow ?? false}
      size={560}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('floor.close') }}
    >
      {edited !== null ? (
        <ThresholdForm
          key={edited === 'new' ? 'new' : edited.id}
          threshold={edited === 'new' ? null : edited}
          measures={measures}
          done={() => setEdited(null)}
        />
      ) : (
        <div className={styles.parts}>
          <p className={styles.lead}>{t('alarms.lead')}</p>
          {thresholds === undefined ? (
            <Skeletons label={t('common.loading')} rows={3} />
          ) : (
            <ThresholdList thresholds={thresholds} measures={measures} mayWrite={mayWrite} edit={setEdited} />
          )}
          {mayWrite ? (
            <div>
              <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEdited('new')}>
                {t('alarms.new')}
              </Button>
            </div>
          ) : null}
        </div>
      )}
    </Modal>
  );
}

type ThresholdListProps = {
  thresholds: readonly Threshold[];
  measures: readonly LiveMeasure[];
  mayWrite: boolean;
  edit: (one: Threshold) => void;
};

function ThresholdList({ thresholds, measures, mayWrite, edit }: ThresholdListProps): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const { data: queues = [] } = useQuery(queuesQuery(api));
  const remove = useMutation({
    mutationFn: (id: string) => removeThreshold(api, id),
    onSettled: () => Promise.all([THRESHOLDS_KEY, ALARMS_KEY].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const words = remove.error ? errorWords(remove.error) : null;
  if (thresholds.length === 0) return <p className={styles.lead}>{t('alarms.no-thresholds')}</p>;
  return (
    <>
      <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      <ul className={styles.list}>
        {thresholds.map((one) => {
          const measure = measures.find(({ id }) => id === one.measure);
          const name = measure ? tenantText(measure.name, i18n.language) : one.measure;
          const queue = queues.find(({ id }) => id === one.queue);
          const where = one.queue === null ? t('measures.floor') : queue ? tenantText(queue.name, i18n.language) : t('alarms.queue-gone');
          const said = (['warn', 'alarm'] as const)
            .filter((level) => one[level] !== null)
            .map((level) =>
              t(`alarms.from.${one.comparison}`, {
                level: t(`alarms.level.${level}`),
                limit: measureText(measure?.unit ?? 'contacts', one[level], i18n.language),
              }),
            );
          const label = `${name}, ${where}`;
          return (
            <li key={one.id} className={styles.row}>
              <span>
                <strong>{name}</strong> {where}
                <span className={styles.said}>{[...said, t('alarms.held', { seconds: one.holdMs / 1_000 })].join(' · ')}</span>
              </span>
              {mayWrite ? (
                <span className={styles.tools}>
                  <button
                    type="button"
                    aria-label={t('alarms.change-of', { name: label })}
                    title={t('alarms.change')}
                    onClick={() => edit(one)}
                  >
                    <Icon name="pen" size={18} />
                  </button>
                  <button
                    type="button"
                    aria-label={t('alarms.remove-of', { name: label })}
                    title={t('alarms.remove')}
                    disabled={remove.isPending}
                    onClick={() => remove.mutate(one.id)}
                  >
                    <Icon name="cross" size={18} />
                  </button>
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}
