// A live call in the hands of who may control it: who is in it and how, and the buttons of its present state, each with its key.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../api/interactions.ts';
import { mayDo, useUser } from '../../api/session.ts';
import { useServerNow } from '../../live/LiveProvider.tsx';
import { Elapsed } from '../../ui/Elapsed.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Problem } from '../../ui/Problem.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import type { ShownCall } from './as-asked.ts';
import { CallButton } from './CallButton.tsx';
import styles from './CallPanel.module.css';
import { CarryChoice } from './CarryChoice.tsx';
import { callLook, doingOfKey, ICONS, KEYS, offeredFor, phaseOf, type Doing } from './doing.ts';
import { Keypad } from './Keypad.tsx';
import { ParkedNotice } from './ParkedNotice.tsx';
import { MarkMoment } from '../marks/MarkMoment.tsx';
import { Parties } from './Parties.tsx';
import { TargetPicker } from './TargetPicker.tsx';
import { since } from './since.ts';
import { useAltKeys } from './use-alt-keys.ts';
import { refusalWords, useAsk } from './use-ask.ts';
import { useAct, useCallOf } from './use-calls.ts';
import { useMissedCarry } from './use-missed-carry.ts';

export function CallPanel({ detail }: { detail: ContactDetail }): ReactNode {
  const open = detail.state === 'open' && detail.channel === 'voice';
  const may = mayDo(useUser(), 'interactions:control');
  const call = useCallOf(detail.id, open && may);
  if (!open) return null;
  // Nobody has had the call yet: nobody can have parked it.
  if (call === null && (detail.stage === 'flow' || detail.stage === 'queue' || detail.stage === 'ring')) return null;
  // Where he is parked is told to everybody who may fetch him, also when he is out of their hands.
  if (call === null || phaseOf(call) === 'parked') return <ParkedNotice interaction={detail.id} call={call} />;
  return <Control key={call.id} call={call} detail={detail} />;
}

type Opens = 'transfer' | 'consult' | 'carry' | 'keypad';
const opens = (doing: Doing): doing is Opens => doing === 'transfer' || doing === 'consult' || doing === 'carry' || doing === 'keypad';

function Control({ call, detail }: { call: ShownCall; detail: ContactDetail }): ReactNode {
  const { t } = useTranslation();
  const now = useServerNow();
  const act = useAct(call.id);
  const keys = useAct(call.id);
  const { ask, refused, forget } = useAsk(call);
  const [open, setOpen] = useState<Opens | null>(null);
  const buttons = useRef<HTMLDivElement>(null);
  const user = useUser();
  // Only who talks goes on elsewhere: another's phone is nobody's to ring.
  const offered = offeredFor(call).filter(({ doing }) => call.agent === user.agent || (doing !== 'carry' && doing !== 'stay'));
  const missed = useMissedCarry(call);
  const shape = offered.map(({ doing }) => doing).join();
  const shown = open !== null && offered.some(({ doing, why }) => doing === open && why === null) ? open : null;
  useKeptFocus(buttons, shape);

  function run(doing: Doing): void {
    if (!act.isPending) act.reset();
    if (!keys.isPending) keys.reset();
    forget();
    if (opens(doing)) return setOpen(shown === doing ? null : doing);
    if (doing === 'hold' || doing === 'resume' || doing === 'hang-up') return ask(doing);
    // One thing after the other: what the first leads to decides what comes next.
    if (act.isPending) return;
    setOpen(null);
    act.mutate(doing === 'park' ? { action: doing, body: {} } : { action: doing });
  }
  function close(): void {
    const button = shown;
    setOpen(null);
    if (button) buttons.current?.querySelector<HTMLElement>(`[data-doing="${button}"] button`)?.focus();
  }
  useAltKeys((code) => {
    const found = doingOfKey(offered, code);
    if (found === null) return false;
    if (found.why === null) run(found.doing);
    return true;
  });

  const button = ({ doing, why }: (typeof offered)[number]): ReactNode => (
    <span
      key={doing === 'resume' ? 'hold' : doing === 'stay' ? 'carry' : doing}
      data-doing={doing}
      className={doing === 'hang-up' ? styles.last : undefined}
    >
      <CallButton
        icon={ICONS[doing]}
        label={t(doing === 'complete' && call.consult === 'conference' ? 'calls.leave' : `calls.do.${doing}`)}
        letter={KEYS[doing]}
        why={why === null ? null : t(`calls.why.${why}`)}
        danger={doing === 'hang-up'}
        {...(opens(doing) ? { pressed: shown === doing } : {})}
        onClick={() => run(doing)}
      />
    </span>
  );
  const look = callLook(call);
  const error = refused ?? act.error ?? keys.error;
  const problem = error ? refusalWords(error) : null;
  return (
    <Panel
      title={t('calls.title')}
      aside={
        <span className={styles.head}>
          <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
          <span className={styles.timer}>
            <Elapsed from={since(detail)} to={null} now={now} />
          </span>
        </span>
      }
    >
      <div className={styles.control}>
        <Parties call={call} detail={detail} busy={act.isPending} drop={(leg) => act.mutate({ action: 'drop', leg })} />
        <div ref={buttons} role="toolbar" aria-label={t('calls.buttons')} aria-busy={call.asked !== undefined} className={styles.buttons}>
          <div className={styles.acts}>{offered.filter(({ doing }) => doing !== 'hang-up').map(button)}</div>
          {offered.filter(({ doing }) => doing === 'hang-up').map(button)}
        </div>
        {shown === 'transfer' || shown === 'consult' ? (
          <TargetPicker
            key={shown}
            label={t(`calls.to.${shown}`)}
            text={t(shown === 'transfer' ? 'calls.to.transfer-text' : 'calls.to.consult-text')}
            places={shown === 'transfer'}
            busy={act.isPending}
            pick={(target) => act.mutate({ action: shown, body: { target } }, { onSuccess: () => setOpen(null) })}
            close={close}
          />
        ) : null}
        {shown === 'keypad' ? <Keypad press={(digits) => keys.mutateAsync({ action: 'digits', body: { digits } })} close={close} /> : null}
        {shown === 'carry' ? (
          <CarryChoice
            call={call}
            busy={act.isPending}
            pick={(device) => act.mutate({ action: 'carry', device }, { onSuccess: () => setOpen(null) })}
            close={close}
          />
        ) : null}
        <MarkMoment detail={detail} />
        {missed ? <p role="status">{t('phone-more.carry.missed')}</p> : null}
        <Problem text={problem === null ? null : (problem.detail ?? t(problem.key))} />
        <p role="status" className="hidden-text">
          {t(look.key)}
        </p>
      </div>
    </Panel>
  );
}

/** A button that was pressed and is gone leaves the focus to its neighbours, never to nowhere; not to the one that ends the call. */
function useKeptFocus(buttons: React.RefObject<HTMLDivElement | null>, shape: string): void {
  const inside = useRef(false);
  useEffect(() => {
    const bar = buttons.current;
    if (bar === null) return undefined;
    const enter = (): void => void (inside.current = true);
    const leave = (event: FocusEvent): void => {
      if (event.relatedTarget !== null) inside.current = false;
    };
    bar.addEventListener('focusin', enter);
    bar.addEventListener('focusout', leave);
    return () => {
      bar.removeEventListener('focusin', enter);
      bar.removeEventListener('focusout', leave);
    };
  }, [buttons]);
  useEffect(() => {
    if (inside.current && document.activeElement === document.body) buttons.current?.querySelector<HTMLElement>('button')?.focus();
  }, [buttons, shape]);
}
