// The phone in the rail: whether this browser is one's phone, how it does, its devices, and the way to the check before a shift.
import { Button, Switch } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import { askForNotices } from '../../ui/notice.ts';
import { SidePopover } from '../../ui/SidePopover.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { AudioChoices } from './AudioChoices.tsx';
import { CallSound } from './CallSound.tsx';
import { asksAgain, audioSettings, isSecure } from './audio-settings.ts';
import styles from './PhoneMenu.module.css';
import { usePhone, usePhoneState } from './PhoneProvider.tsx';
import { RingAlong } from './RingAlong.tsx';
import { lineAdvice, lineLook, mayRetry } from './phone-state.ts';

export function PhoneMenu({ className }: { className: string | undefined }): ReactNode {
  const { t } = useTranslation();
  const { wanted, line } = usePhoneState();
  const look = lineLook(wanted ? line : 'off');
  const word = t(look.key);
  return (
    <SidePopover
      label={t('phone.menu', { state: word })}
      tooltip={t('phone.menu', { state: word })}
      width={300}
      className={className}
      face={
        <span className={styles.face}>
          <Icon name="headset" />
          {wanted ? <span className={styles.dot} data-tone={look.tone} /> : null}
        </span>
      }
    >
      <Menu />
    </SidePopover>
  );
}

function Menu(): ReactNode {
  const { t } = useTranslation();
  const phone = usePhone();
  const { wanted, line } = usePhoneState();
  const { autoAnswer } = useSyncExternalStore(audioSettings.subscribe, audioSettings.get);
  const look = lineLook(wanted ? line : 'off');
  const advice = wanted ? lineAdvice(line) : null;
  const here = wanted && phone?.isHere();

  function choose(on: boolean): void {
    if (!on) return phone?.command({ do: 'off' });
    phone?.use();
    void askForNotices();
  }

  return (
    <div className={styles.menu}>
      <div className={styles.head}>
        <span className={styles.title}>{t('phone.title')}</span>
        <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
      </div>
      <Switch
        label={t('phone.use')}
        description={t(wanted && !here && line === 'ready' ? 'phone.other-tab' : 'phone.use-text')}
        checked={wanted}
        disabled={phone === null}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
      <CallSound />
      {advice === null ? null : <p className={styles.advice}>{t(advice)}</p>}
      {asksAgain() ? <p className={styles.advice}>{t('phone.asks-again')}</p> : null}
      {wanted && mayRetry(line) ? (
        <Button size="xs" variant="default" onClick={() => phone?.command({ do: 'retry' })}>
          {t(line === 'taken' ? 'phone.use-here' : 'common.retry')}
        </Button>
      ) : null}
      {wanted && isSecure() ? (
        <>
          <Switch
            label={t('phone.auto')}
            checked={autoAnswer}
            onChange={(event) => audioSettings.set({ autoAnswer: event.currentTarget.checked })}
          />
          <RingAlong />
          <AudioChoices />
        </>
      ) : null}
      <Link to="/phone" className={styles.link}>
        {t('phone.check.open')}
      </Link>
    </div>
  );
}
