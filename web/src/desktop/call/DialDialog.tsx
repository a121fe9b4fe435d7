// Dialling out: whom, then how far it is (the own phone first), then the contact; beside it the customers who are parked.
// Its sheets come with it: nothing else is a dialog of this kind, and the first load is kept small.
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Button, Modal } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dialOut } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { Icon } from '../../ui/icons.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import type { DialWish } from './Dial.tsx';
import styles from './DialDialog.module.css';
import { callLook } from './doing.ts';
import { ParkedList } from './ParkedList.tsx';
import { Redial } from './Redial.tsx';
import { TargetPicker } from './TargetPicker.tsx';
import { keepCall, readAgain, useAct } from './use-calls.ts';
import { useDialled, type Dialled } from './use-dialled.ts';

export function DialDialog({ wish, close }: { wish: DialWish; close: () => void }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const queries = useQueryClient();
  const narrow = useMediaQuery('(max-width: 640px)');
  const dial = useMutation({
    mutationFn: (to: string) => dialOut(api, to, to === wish.to ? wish.customer : undefined),
    onSuccess: (call) => keepCall(queries, call),
    onSettled: () => readAgain(queries),
  });
  const [wanted, setWanted] = useState(wish.to ?? '');
  const problem = dial.error ? errorWords(dial.error) : null;
  return (
    <Modal
      opened
      onClose={close}
      title={t('calls.dial.title')}
      fullScreen={narrow ?? false}
      size={480}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('calls.dial.close') }}
    >
      {dial.data ? (
        <Progress call={dial.data.id} interaction={dial.data.interaction} again={() => dial.reset()} close={close} />
      ) : (
        <div className={styles.body}>
          <TargetPicker
            label={t('calls.dial.whom')}
            text={t('calls.dial.text')}
            initial={wanted}
            busy={dial.isPending}
            pick={(to) => {
              // A colleague is named by his id, which nobody wants to see in the field.
              setWanted(to.startsWith('agt_') ? '' : to);
              dial.mutate(to);
            }}
          />
          {wish.to === undefined ? (
            <div className={styles.row}>
              <Redial
                busy={dial.isPending}
                dial={(number) => {
                  setWanted(number);
                  dial.mutate(number);
                }}
              />
            </div>
          ) : null}
          <Problem text={problem === null ? null : (problem.detail ?? t(problem.key))} />
          <ParkedList close={close} />
        </div>
      )}
    </Modal>
  );
}

type ProgressProps = { call: string; interaction: string; again: () => void; close: () => void };

function Progress({ call, interaction, again, close }: ProgressProps): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dialled = useDialled(call, interaction);
  const act = useAct(call);
  const up = dialled.at === 'up';
  useEffect(() => {
    if (!up) return;
    close();
    void navigate({ to: '/interactions/$id', params: { id: interaction } });
  }, [up, close, navigate, interaction]);
  if (dialled.at === 'over')
    return (
      <div className={styles.body}>
        <Problem text={endWords(dialled, t)} />
        <div className={styles.row}>
          <Button onClick={again} data-autofocus>
            {t('calls.dial.again')}
          </Button>
          <Button variant="default" onClick={close}>
            {t('calls.dial.close')}
          </Button>
        </div>
      </div>
    );
  const look = dialled.call ? callLook(dialled.call) : null;
  return (
    <div className={styles.body}>
      <div role="status" className={styles.status}>
        {look ? <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} /> : null}
        <p>{t(dialled.at === 'own' ? 'calls.dial.own-rings' : 'calls.dial.rings')}</p>
      </div>
      <div className={styles.row}>
        <Button
          className={styles.end}
          leftSection={<Icon name="hangUp" size={16} />}
          loading={act.isPending}
          onClick={() => act.mutate({ action: 'hang-up' })}
        >
          {t('calls.dial.give-up')}
        </Button>
        <Button variant="default" onClick={close}>
          {t('calls.dial.hide')}
        </Button>
      </div>
    </div>
  );
}

function endWords({ ring, cause }: Extract<Dialled, { at: 'over' }>, t: TFunction): string {
  if (ring) return t('calls.dial.own-missed');
  if (cause === 'no-answer') return t('calls.dial.no-answer');
  if (cause === 'busy') return t('calls.dial.busy');
  if (cause === null || cause === 'cancelled' || cause === 'normal') return t('calls.dial.ended');
  return t('calls.dial.failed', { cause: t(`cause.${cause}`) });
}
