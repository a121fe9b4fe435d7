// The customer beside the contact: level, tags, numbers, note, and his other contacts.
import type { InteractionSummary } from '@tandem/contract/api/interactions.ts';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../api/interactions.ts';
import { useApi } from '../../api/context.tsx';
import { customerInteractionsQuery, customerQuery } from '../../api/directory.ts';
import { conversationQuery } from '../../api/matters.ts';
import { errorWords } from '../../api/problem.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useServerNow, useTouched } from '../../live/LiveProvider.tsx';
import { contactLook, unknownKey, visitorMark, wayOf } from '../../ui/contact-state.ts';
import { shortTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { LevelTag } from '../../ui/LevelTag.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Skeletons } from '../../ui/Skeletons.tsx';
import { CallbackLink } from '../callbacks/CallbackLink.tsx';
import { DialNumber } from '../call/Dial.tsx';
import styles from './CustomerPanel.module.css';
import { ProfileForm } from './ProfileForm.tsx';
import { NotHim } from './NotHim.tsx';
import { Owner } from './Owner.tsx';
import { Records } from './Records.tsx';
import { WhoCalls } from './WhoCalls.tsx';

export function CustomerPanel({ contact }: { contact: ContactDetail }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const user = useUser();
  const queries = useQueryClient();
  const { id } = contact.customer;
  const may = mayDo(user, 'customers:read');
  const mayWrite = mayDo(user, 'customers:write') && contact.remote !== '' && contact.direction !== 'internal';
  const [editing, setEditing] = useState(false);
  const customer = useQuery({ ...customerQuery(api, id), enabled: may });
  useTouched((touched) => {
    if (touched === 'all' || touched.customers.has(id)) void queries.invalidateQueries({ queryKey: ['customer', id] });
  });
  if (!may) return null;
  return (
    <>
      <Panel
        title={t('customer.title')}
        aside={
          mayWrite && customer.data?.known && !editing ? (
            <Button size="compact-xs" variant="default" onClick={() => setEditing(true)}>
              {t('desk.customer.edit')}
            </Button>
          ) : null
        }
      >
        {customer.data && editing ? (
          <ProfileForm customer={customer.data} address={contact.remote} close={() => setEditing(false)} />
        ) : customer.data ? (
          <div className={styles.profile}>
            <div className={styles.name}>
              {customer.data.known ? customer.data.name : t(unknownKey(contact))}
              {customer.data.level ? <LevelTag level={customer.data.level} /> : null}
            </div>
            {customer.data.tags.length > 0 ? (
              <ul className={styles.tags} aria-label={t('customer.tags')}>
                {customer.data.tags.map((tag) => (
                  <li key={tag}>{tag}</li>
                ))}
              </ul>
            ) : null}
            <dl className={styles.facts}>
              {customer.data.identities.map(({ channel, address }) => (
                <div key={address}>
                  <dt>{t(channel === 'voice' ? 'customer.phone' : 'search.channels.chat')}</dt>
                  {channel === 'voice' ? (
                    <dd className="tabular">
                      <DialNumber address={address} customer={id} />
                      <CallbackLink address={address} customer={id} />
                    </dd>
                  ) : (
                    <dd className="tabular">
                      {t('contacts.visitor')} {visitorMark(address)}
                    </dd>
                  )}
                </div>
              ))}
              {customer.data.owner ? <Owner agent={customer.data.owner} /> : null}
              {customer.data.language ? (
                <div>
                  <dt>{t('customer.language')}</dt>
                  <dd>{t(`language.${customer.data.language}`)}</dd>
                </div>
              ) : null}
            </dl>
            {mayWrite && !customer.data.known ? <WhoCalls contact={contact} customer={customer.data} /> : null}
            {customer.data.note ? <p className={styles.note}>{customer.data.note}</p> : null}
            {mayWrite && contact.joinedFrom !== null ? <NotHim contact={contact} customer={customer.data} /> : null}
          </div>
        ) : customer.isError ? (
          <p className={styles.soft}>{t(errorWords(customer.error).key)}</p>
        ) : (
          <Skeletons label={t('common.loading')} rows={3} />
        )}
      </Panel>
      <Records customer={id} />
      <OtherContacts customer={id} conversation={contact.conversation?.id ?? null} except={contact.id} />
    </>
  );
}

/** Those of the same conversation first, then the others. */
function OtherContacts({ customer, conversation, except }: { customer: string; conversation: string | null; except: string }): ReactNode {
  const { t, i18n } = useTranslation();
  const api = useApi();
  const now = useServerNow();
  const { data } = useQuery(customerInteractionsQuery(api, customer));
  const { data: thread } = useQuery({ ...conversationQuery(api, conversation ?? ''), enabled: conversation !== null });
  const together = thread?.interactions.filter(({ id }) => id !== except) ?? [];
  const shown = new Set(together.map(({ id }) => id));
  const others = data?.items.filter(({ id }) => id !== except && !shown.has(id)) ?? [];
  return (
    <>
      {thread && together.length > 0 ? (
        <Panel title={t('customer.conversation')} flush>
          <p className={styles.since}>
            {t('customer.since', { time: shortTime(thread.startedAt, now, i18n.language), count: thread.contacts })}
          </p>
          <Contacts rows={together} now={now} />
        </Panel>
      ) : null}
      {others.length > 0 || together.length === 0 ? (
        <Panel title={t('customer.others')} flush>
          {others.length === 0 ? <p className={styles.none}>{data ? t('customer.no-others') : t('common.loading')}</p> : null}
          <Contacts rows={others} now={now} />
        </Panel>
      ) : null}
    </>
  );
}

function Contacts({ rows, now }: { rows: readonly InteractionSummary[]; now: number }): ReactNode {
  const { t, i18n } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <ul>
      {rows.map((other) => (
        <li key={other.id} className={styles.other}>
          <Icon name={wayOf(other).icon} size={16} />
          <Link to="/interactions/$id" params={{ id: other.id }} className={styles.link}>
            {shortTime(other.startedAt, now, i18n.language)}
          </Link>
          <span className={styles.soft}>
            {other.state === 'closed' && other.resolved !== null
              ? t(other.resolved ? 'wrap-up.resolved' : 'wrap-up.unresolved')
              : t(contactLook(other).key)}
          </span>
        </li>
      ))}
    </ul>
  );
}
