// One agent: his state and since when, and in a second line with whom he is busy, by which queue, for how long, on which phone.
import type { AgentContact, AgentPhase } from '@tandem/contract/api/agents.ts';
import { Link } from '@tanstack/react-router';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentView } from '../../api/agents.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { agentLook, DIRECTION_ICONS, type Look } from '../../ui/contact-state.ts';
import { addressText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { Resting } from '../../ui/Resting.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { Pick } from '../bulk/Pick.tsx';
import styles from './AgentList.module.css';
import page from './OverviewPage.module.css';
import { Running } from './Running.tsx';

/** Where the word for the state says less than is known of his contact. */
const PHASES: Partial<Record<AgentPhase, Look>> = {
  ringing: { tone: 'ringing', icon: 'bell', key: 'agent-state.offered' },
  calling: { tone: 'ringing', icon: 'outbound', key: 'room.phase.calling' },
  held: { tone: 'hold', icon: 'pause', key: 'room.phase.held' },
  consulting: { tone: 'hold', icon: 'ask', key: 'room.phase.consulting' },
  conference: { tone: 'live', icon: 'people', key: 'room.phase.conference' },
};

type AgentRowProps = {
  agent: AgentView;
  force: ((agent: AgentView) => void) | null;
  /** Changes what he serves. */
  duty: ((agent: AgentView) => void) | null;
  picked: boolean;
  pick: ((id: AgentView['id'], on: boolean) => void) | null;
};

/** Drawn again only where the agent changed: five hundred of them stand in one list. */
export const AgentRow = memo(function AgentRow({ agent, force, duty, picked, pick }: AgentRowProps): ReactNode {
  const { t } = useTranslation();
  const { contact, presence, state } = agent;
  const look = (state === 'on-contact' && contact && PHASES[contact.phase]) || agentLook(state);
  return (
    <li className={styles.agent} data-agent={agent.id} id={agent.id} data-picks={pick !== null}>
      {pick === null ? null : <Pick id={agent.id} name={agent.name} on={picked} set={(on) => pick(agent.id, on)} />}
      <span className={styles.name}>
        {agent.name}
        {presence.reason ? <span className={styles.reason}>{presence.reason}</span> : null}
      </span>
      {state === 'resting' && agent.until !== null ? (
        <RestingNow until={agent.until} />
      ) : (
        <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
      )}
      <span className={styles.since}>{agent.since === null ? null : <Running from={agent.since} />}</span>
      <span className={styles.acts}>
        {duty === null ? null : (
          <button
            type="button"
            className={page.tool}
            aria-label={t('duty.open-of', { name: agent.name })}
            title={t('duty.open')}
            onClick={() => duty(agent)}
          >
            <Icon name="folder" size={18} />
          </button>
        )}
        {force !== null && presence.signedIn ? (
          <button
            type="button"
            className={page.tool}
            aria-label={t('floor.force-of', { name: agent.name })}
            title={t('floor.force')}
            onClick={() => force(agent)}
          >
            <Icon name="gear" size={18} />
          </button>
        ) : null}
      </span>
      {contact === null ? null : <Contact contact={contact} />}
    </li>
  );
});

function Contact({ contact }: { contact: AgentContact }): ReactNode {
  const { t } = useTranslation();
  const { customer, remote, other, direction, queue, device, startedAt } = contact;
  const facts = [other === null ? '' : t('room.other', { name: addressText(other) }), queue?.name ?? ''].filter(Boolean);
  return (
    <div className={styles.contact}>
      <span className={styles.who}>
        <Icon name={DIRECTION_ICONS[direction]} size={14} />
        <span className="hidden-text">{t(`direction.${direction}`)}</span>
        <Link to="/interactions/$id" params={{ id: contact.interaction }}>
          {customer || addressText(remote) || t('room.unnamed')}
        </Link>
      </span>
      <span className={styles.running} title={t('room.contact-since')}>
        <Icon name="hourglass" size={14} />
        <span className="hidden-text">{t('room.contact-since')}</span>
        <Running from={startedAt} />
      </span>
      <div className={styles.facts}>
        {facts.length === 0 ? null : <span>{facts.join(' · ')}</span>}
        {device === null ? null : (
          <span className={styles.fact}>
            <Icon name={device.kind === 'browser' ? 'screen' : 'phone'} size={14} />
            {device.kind === 'browser' ? t('room.browser') : t('room.desk-phone', { name: device.username })}
          </span>
        )}
      </div>
    </div>
  );
}

/** Ticks by itself: few rest at a time. */
function RestingNow({ until }: { until: number }): ReactNode {
  return <Resting until={until} now={useServerNow()} />;
}
