// The browser phone under every page: the call that rings, with its answer; what is wrong with the phone; a call that no contact belongs to.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHeldFor } from '../../live/LiveProvider.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import styles from '../call/CallBar.module.css';
import { CallButton } from '../call/CallButton.tsx';
import { useAltKeys } from '../call/use-alt-keys.ts';
import { useOwnCalls } from '../call/use-calls.ts';
import { MuteButton } from './MuteButton.tsx';
import own from './PhoneBar.module.css';
import { usePhone, usePhoneState } from './PhoneProvider.tsx';
import { lineAdvice, lineLook, mayRetry, type PhoneCall } from './phone-state.ts';
import { callerText, useRinging } from './use-ringing.ts';

const TOLERATED_MS = 1_500;

export function PhoneBar(): ReactNode {
  const { t } = useTranslation();
  const { wanted, line, call } = usePhoneState();
  const inCall = useOwnCalls().some(({ stage }) => stage === 'agent');
  useRinging();
  // A blink of the line heals before anybody could read of it.
  const lost = useHeldFor(line === 'lost', TOLERATED_MS);
  const advice = wanted && (line !== 'lost' || lost) ? lineAdvice(line) : null;
  const shown = call !== null && (call.phase !== 'up' || !inCall) ? call : null;
  if (advice === null && shown === null) return null;
  return (
    <aside className={styles.bar} aria-label={t('phone.bar')}>
      {advice === null ? null : <Trouble advice={advice} />}
      {shown === null ? null : <Call call={shown} />}
    </aside>
  );
}

function Trouble({ advice }: { advice: string }): ReactNode {
  const { t } = useTranslation();
  const phone = usePhone();
  const { line } = usePhoneState();
  const look = lineLook(line);
  return (
    <div className={styles.call} role="status">
      <div className={styles.who}>
        <span className={styles.name}>{t('phone.title')}</span>
        <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
        <span className={own.advice}>{t(advice)}</span>
      </div>
      <div className={styles.buttons}>
        {mayRetry(line) ? (
          <Button size="xs" variant="default" onClick={() => phone?.command({ do: 'retry' })}>
            {t(line === 'taken' ? 'phone.use-here' : 'common.retry')}
          </Button>
        ) : null}
        <Button size="xs" variant="default" onClick={() => phone?.command({ do: 'off' })}>
          {t('phone.switch-off')}
        </Button>
      </div>
    </div>
  );
}

function Call({ call }: { call: PhoneCall }): ReactNode {
  const { t } = useTranslation();
  const phone = usePhone();
  const rings = call.phase === 'ringing';
  useAltKeys((code) => {
    if (!rings || (code !== 'KeyA' && code !== 'KeyD')) return false;
    phone?.command({ do: code === 'KeyA' ? 'answer' : 'decline' });
    return true;
  });
  const up = call.phase === 'up';
  return (
    <div className={styles.call} data-phone={call.phase} data-rings={rings ? '' : undefined}>
      <div className={styles.who}>
        <span className={styles.name}>{callerText(call) || t('contacts.unknown')}</span>
        <span role="status">
          <StateBadge tone={up ? 'live' : 'ringing'} icon={up ? 'phone' : 'bell'} label={t(`phone.call.${call.phase}`)} />
        </span>
      </div>
      <div className={styles.buttons}>
        {rings ? (
          <>
            <button type="button" className={own.answer} aria-keyshortcuts="Alt+A" onClick={() => phone?.command({ do: 'answer' })}>
              {t('phone.answer')}
              <kbd aria-hidden="true">{t('calls.key', { letter: 'A' })}</kbd>
            </button>
            <CallButton slim danger icon="hangUp" label={t('phone.decline')} letter="D" onClick={() => phone?.command({ do: 'decline' })} />
          </>
        ) : null}
        {call.phase === 'calling' ? (
          <CallButton slim danger icon="hangUp" label={t('calls.do.hang-up')} onClick={() => phone?.command({ do: 'hang-up' })} />
        ) : null}
        {up ? (
          <>
            <MuteButton />
            <CallButton slim danger icon="hangUp" label={t('calls.do.hang-up')} onClick={() => phone?.command({ do: 'hang-up' })} />
          </>
        ) : null}
      </div>
    </div>
  );
}
