// Where a contact leads: the messages left in it, the contact it calls back for, the call-backs asked for in it.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../api/interactions.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { clockText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import styles from './ContactLinks.module.css';

export function ContactLinks({ detail }: { detail: ContactDetail }): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const messages = mayDo(user, 'voicemails:read') ? detail.voicemails : [];
  if (messages.length === 0 && detail.origin === null && detail.callbacks.length === 0) return null;
  return (
    <ul className={styles.links}>
      {detail.origin === null ? null : (
        <li>
          <Icon name="inbound" size={16} />
          <Link to="/interactions/$id" params={{ id: detail.origin }}>
            {t('contact.asked-in')}
          </Link>
        </li>
      )}
      {detail.callbacks.map((id) => (
        <li key={id}>
          <Icon name="outbound" size={16} />
          <Link to="/interactions/$id" params={{ id }}>
            {t('contact.called-back-in')}
          </Link>
        </li>
      ))}
      {messages.map((message) => (
        <li key={message.id}>
          <Icon name="inbox" size={16} />
          <Link to="/voicemails" search={{ state: message.state, open: message.id }}>
            {t('contact.message', {
              length: clockText(message.durationMs),
              box: message.queue?.name ?? message.agent?.name ?? '',
              state: t(`voicemail.state.${message.state}`),
            })}
          </Link>
        </li>
      ))}
    </ul>
  );
}
