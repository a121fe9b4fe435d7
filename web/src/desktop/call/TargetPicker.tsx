// Choosing whom to call: a number typed, or a colleague, queue or number of the house found by name or pinyin. Arrows move, Enter takes, Escape closes.
import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { agentsQuery } from '../../api/agents.ts';
import { directoryQuery } from '../../api/directory.ts';
import { useApi } from '../../api/context.tsx';
import { mayDo, useUser } from '../../api/session.ts';
import { agentLook } from '../../ui/contact-state.ts';
import { Icon } from '../../ui/icons.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { useReadings } from '../search/readings.ts';
import { choicesFor, mayPick, queueName, targetOf, type Choice } from './targets.ts';
import styles from './TargetPicker.module.css';

type TargetPickerProps = {
  label: string;
  text: string;
  initial?: string;
  /** Queues and menus too: the customer can be put there, but nobody there can be asked. */
  places?: boolean;
  busy: boolean;
  pick: (target: string) => void;
  close?: () => void;
};

export function TargetPicker({ label, text, initial = '', places = false, busy, pick, close }: TargetPickerProps): ReactNode {
  const { t } = useTranslation();
  const user = useUser();
  const id = useId();
  const [typed, setTyped] = useState(initial);
  const [at, setAt] = useState(0);
  const api = useApi();
  const readings = useReadings();
  // Whether somebody is there is what one looks for: what was read a minute ago does not tell.
  const { data: agents = [] } = useQuery({ ...agentsQuery(api), enabled: mayDo(user, 'agents:read'), staleTime: 0 });
  const { data: directory = null } = useQuery({ ...directoryQuery(api), enabled: places && mayDo(user, 'queues:read') });
  const choices = choicesFor(typed, { agents, directory: places ? directory : null, self: user.agent, readings });
  const active = Math.min(at, choices.length - 1);

  const take = (choice: Choice | undefined): void => {
    if (choice && mayPick(choice) && !busy) pick(targetOf(choice));
  };
  function onKey(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && choices.length > 0) setAt((active + step + choices.length) % choices.length);
    else if (event.key === 'Enter') take(choices[active]);
    else if (event.key === 'Escape' && close) close();
    else return;
    event.preventDefault();
  }

  return (
    <div className={styles.picker}>
      <TextInput
        label={label}
        description={text}
        autoFocus
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        maxLength={64}
        value={typed}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={choices[active] ? `${id}-${active}` : undefined}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} className={styles.list}>
        {choices.map((choice, i) => (
          <li
            key={targetOf(choice)}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            aria-disabled={!mayPick(choice) || busy}
            className={styles.choice}
            onPointerMove={() => setAt(i)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(choice)}
          >
            <ChoiceWords choice={choice} />
          </li>
        ))}
      </ul>
      {choices.length === 0 && typed.trim() !== '' ? <p className={styles.none}>{t('calls.to.nobody')}</p> : null}
    </div>
  );
}

function ChoiceWords({ choice }: { choice: Choice }): ReactNode {
  const { t, i18n } = useTranslation();
  if (choice.kind === 'number')
    return (
      <>
        <Icon name="phone" size={16} />
        <span className={styles.name}>{t('calls.to.number', { number: choice.value })}</span>
      </>
    );
  if (choice.kind === 'place')
    return (
      <>
        <Icon name="phone" size={16} />
        <span className={styles.name}>
          {choice.label} <span className={styles.team}>{choice.number}</span>
        </span>
      </>
    );
  if (choice.kind === 'queue') {
    const { queue } = choice;
    return (
      <>
        <Icon name="people" size={16} />
        <span className={styles.name}>
          {queueName(queue, i18n.language)} <span className={styles.team}>{queue.number ?? t('desk.no-number')}</span>
        </span>
        <span className={styles.team}>
          {t('desk.waiting-there', { count: queue.waiting })} · {t('desk.free-there', { count: queue.idle })}
        </span>
      </>
    );
  }
  const { agent } = choice;
  const look = agent.presence.reachable ? agentLook(agent.state) : ({ ...agentLook('unreachable'), tone: 'quiet' } as const);
  return (
    <>
      <Icon name="person" size={16} />
      <span className={styles.name}>
        {agent.name}
        {agent.team ? <span className={styles.team}> {agent.team.name}</span> : null}
      </span>
      <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
    </>
  );
}
