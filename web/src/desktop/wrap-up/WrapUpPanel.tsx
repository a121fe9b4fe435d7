// Wrap-up of a contact: what was written, and the form with its time for who has to write it.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../api/context.tsx';
import { dispositionsQuery } from '../../api/dispositions.ts';
import type { ContactDetail } from '../../api/interactions.ts';
import { mayDo, mayDoBeyondOwn, useUser } from '../../api/session.ts';
import { useIntent } from '../../live/LiveProvider.tsx';
import { fullTime } from '../../ui/format.ts';
import { Panel } from '../../ui/Panel.tsx';
import { endOf } from '../call/as-asked.ts';
import { nameOf, namesOf } from './choosing.ts';
import { TimeLeft } from './TimeLeft.tsx';
import styles from './WrapUp.module.css';
import { WrapUpForm } from './WrapUpForm.tsx';

export function WrapUpPanel({ detail }: { detail: ContactDetail }): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const own = user.agent !== null && detail.segments.some((each) => each.agent?.id === user.agent && each.queue !== null);
  // What he dialled himself, or fetched, came from no queue: there is no work to wrap up.
  const talks = detail.segments.filter((segment) => segment.kind === 'agent' && segment.queue !== null);
  const mine = detail.wrapUps.some((one) => one.agent === user.agent);
  const writing = detail.wrappingUp.find((each) => each.agent === user.agent);
  // Hung up and not told yet: the form stands there at once, and is sent when it is true.
  const ending = useIntent(endOf(detail.id)).wish !== null && own && detail.state === 'open' && writing === undefined;
  // Who passed the customer on writes his part while a colleague talks.
  const over = detail.state !== 'open' || writing !== undefined || ending;
  const may = talks.length > 0 && over && (own ? mayDo(user, 'interactions:wrap-up') : mayDoBeyondOwn(user, 'interactions:wrap-up'));
  const form = may && (own ? !mine : detail.wrapUps.length === 0);
  const queue = (own ? talks.findLast((each) => each.agent?.id === user.agent) : talks.at(-1))?.queue?.id ?? null;
  // What it may have been about is there before the talk is over.
  useQuery({ ...dispositionsQuery(useApi(), queue), enabled: own && !mine && talks.length > 0 && mayDo(user, 'interactions:wrap-up') });
  if (detail.wrapUps.length === 0 && !form) return null;
  return (
    <Panel
      title={t('wrap-up.title')}
      aside={
        form && writing !== undefined && writing.until !== null ? (
          <TimeLeft interaction={detail.id} until={writing.until} moreMs={writing.moreMs} />
        ) : null
      }
    >
      {detail.wrapUps.map((one) => (
        <Written key={`${one.agent}${one.at}`} one={one} />
      ))}
      {form ? <WrapUpForm detail={detail} queue={queue} urgent={writing !== undefined || ending} ending={ending} /> : null}
    </Panel>
  );
}

function Written({ one }: { one: ContactDetail['wrapUps'][number] }): ReactNode {
  const { t, i18n } = useTranslation();
  const { data } = useQuery(dispositionsQuery(useApi(), null));
  return (
    <div className={styles.done}>
      <p className={styles.words}>
        <strong>{data ? nameOf(one.disposition, namesOf(data, i18n.language)) : '…'}</strong> ·{' '}
        {t(one.resolved ? 'wrap-up.resolved' : 'wrap-up.unresolved')}
      </p>
      {one.notes ? <p className={styles.notes}>{one.notes}</p> : null}
      <time className={styles.at} dateTime={new Date(one.at).toISOString()}>
        {fullTime(one.at, i18n.language)}
      </time>
    </div>
  );
}
