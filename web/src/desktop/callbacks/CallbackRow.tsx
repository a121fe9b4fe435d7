// One call-back: who, at which number, for which queue, how it stands; taking it out of turn and cancelling it while nobody has it.
import { Button } from '@mantine/core';
import type { Queue } from '@tandem/contract/api/queues.ts';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelCallback, takeCallback, type Callback } from '../../api/calls.ts';
import { useApi } from '../../api/context.tsx';
import { errorWords } from '../../api/problem.ts';
import { mayDo, mayDoBeyondOwn, useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import type { Look } from '../../ui/contact-state.ts';
import { addressText, shortTime, tenantText } from '../../ui/format.ts';
import { Problem } from '../../ui/Problem.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './CallbacksPage.module.css';

const LOOKS = {
  waiting: { tone: 'ringing', icon: 'hourglass', key: 'callbacks.state.waiting' },
  taken: { tone: 'live', icon: 'callback', key: 'callbacks.state.taken' },
  reached: { tone: 'live', icon: 'check', key: 'callbacks.state.reached' },
  'given-up': { tone: 'danger', icon: 'alert', key: 'callbacks.state.given-up' },
  cancelled: { tone: 'quiet', icon: 'cross', key: 'callbacks.state.cancelled' },
} as const satisfies Record<Callback['state'], Look>;

type RowProps = { callback: Callback; queues: readonly Queue[]; changed: (one: Callback) => void };

export function CallbackRow({ callback: one, queues, changed }: RowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const user = useUser();
  const now = useServerNow();
  const [sure, setSure] = useState(false);
  const cancel = useMutation({ mutationFn: () => cancelCallback(api, one.id), onSuccess: changed, onSettled: () => setSure(false) });
  const take = useMutation({ mutationFn: () => takeCallback(api, one.id), onSuccess: changed });
  const look =
    one.state === 'waiting' && later(one, now)
      ? ({ ...LOOKS.waiting, tone: 'hold', key: 'callbacks.state.scheduled' } as const)
      : LOOKS[one.state];
  const queue = queues.find(({ id }) => id === one.queue);
  const number = one.address === null ? t('contacts.erased') : addressText(one.address);
  const who = one.name || number;
  const facts = [
    ...(one.name ? [number] : []),
    queue ? tenantText(queue.name, i18n.language) : '',
    t('callbacks.asked', { time: shortTime(one.requestedAt, now, i18n.language) }),
    later(one, now) ? t('callbacks.not-before', { time: shortTime(one.notBefore!, now, i18n.language) }) : '',
    one.state === 'taken' && one.takenBy !== null ? t('callbacks.taken-by', { name: one.takenBy.name }) : '',
    one.attempts > 0 ? t('callbacks.attempts', { count: one.attempts }) : '',
  ].filter(Boolean);
  const failed = take.error ?? cancel.error;
  const words = failed ? errorWords(failed) : null;
  // What he took and did not reach is not his contact.
  const mayOpen = mayDoBeyondOwn(user, 'interactions:read') || (one.state === 'reached' && one.takenBy?.id === user.agent);
  const mayTake = mayDo(user, 'callbacks:take') && user.agent !== null;
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <div className={styles.who}>
          {mayOpen ? (
            <Link to="/interactions/$id" params={{ id: one.id }} className={styles.name}>
              {who}
            </Link>
          ) : (
            <span className={styles.name}>{who}</span>
          )}
          <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
        </div>
        <div className={styles.soft}>{facts.join(' · ')}</div>
        <Problem text={words === null ? null : (words.detail ?? t(words.key))} />
      </div>
      {one.state === 'waiting' ? (
        <div className={styles.buttons}>
          {mayTake && !sure ? (
            <Button size="xs" aria-label={t('callbacks.take-of', { name: who })} loading={take.isPending} onClick={() => take.mutate()}>
              {t('callbacks.take')}
            </Button>
          ) : null}
          {!mayDo(user, 'callbacks:write') ? null : sure ? (
            <>
              <Button size="xs" className={styles.danger} autoFocus loading={cancel.isPending} onClick={() => cancel.mutate()}>
                {t('callbacks.cancel-sure')}
              </Button>
              <Button size="xs" variant="default" onClick={() => setSure(false)}>
                {t('callbacks.keep')}
              </Button>
            </>
          ) : (
            <Button size="xs" variant="default" aria-label={t('callbacks.cancel-of', { name: who })} onClick={() => setSure(true)}>
              {t('callbacks.cancel')}
            </Button>
          )}
        </div>
      ) : null}
    </li>
  );
}

function later({ state, notBefore }: Callback, now: number): boolean {
  return state === 'waiting' && notBefore !== null && notBefore > now;
}
