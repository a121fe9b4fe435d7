// Who is in the call, and how each of them is: called, ringing, talking, waiting with music.
import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveCall, Party } from '../../api/calls.ts';
import type { ContactDetail } from '../../api/interactions.ts';
import type { Look } from '../../ui/contact-state.ts';
import { addressText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from './CallPanel.module.css';
import { mayDrop } from './doing.ts';

const LOOKS = {
  waiting: { tone: 'quiet', icon: 'hourglass', key: 'calls.party.waiting' },
  ringing: { tone: 'ringing', icon: 'bell', key: 'calls.party.ringing' },
  up: { tone: 'live', icon: 'phone', key: 'calls.party.up' },
  held: { tone: 'hold', icon: 'pause', key: 'calls.party.held' },
} as const satisfies Record<Party['state'], Look>;

type PartiesProps = { call: LiveCall; detail: ContactDetail; busy: boolean; drop: (leg: string) => void };

export function Parties({ call, detail, busy, drop }: PartiesProps): ReactNode {
  const { t } = useTranslation();
  return (
    <ul className={styles.parties} aria-label={t('calls.parties')}>
      {call.parties.map((party) => {
        const look = LOOKS[party.state];
        const name = nameOf(party, detail) || t('contacts.unknown');
        const label = t('calls.drop', { name });
        return (
          <li key={party.leg} className={styles.party} data-party={party.role} data-state={party.state}>
            <div className={styles.who}>
              <div className={styles.role}>{t(`calls.role.${party.role}`)}</div>
              <div className={styles.name}>{name}</div>
            </div>
            <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
            {mayDrop(call, party.role) ? (
              <Tooltip label={label}>
                <button type="button" className={styles.drop} aria-label={label} disabled={busy} onClick={() => drop(party.leg)}>
                  <Icon name="cross" size={16} />
                </button>
              </Tooltip>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

function nameOf(party: Party, detail: ContactDetail): string {
  if (party.role === 'customer') return detail.customer.known ? detail.customer.name : addressText(detail.remote);
  return addressText(party.name);
}
