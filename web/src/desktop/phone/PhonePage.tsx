// The check before a shift: microphone, speaker and network, one after the other, and a verdict in words.
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { AudioChoices } from './AudioChoices.tsx';
import { isSecure } from './audio-settings.ts';
import styles from './PhonePage.module.css';
import { TelLinks } from './TelLinks.tsx';
import { useCheck, type Check } from './use-check.ts';
import { outcomeLook, PARTS, verdictOf, type Part, type Verdict } from './verdict.ts';

const LOOKS = {
  running: { tone: 'hold', icon: 'hourglass' },
  ready: { tone: 'live', icon: 'check' },
  fair: { tone: 'ringing', icon: 'alert' },
  bad: { tone: 'danger', icon: 'alert' },
} as const satisfies Record<Verdict, object>;

export function PhonePage(): ReactNode {
  const { t } = useTranslation();
  const check = useCheck();
  const verdict = verdictOf(check.results);
  return (
    <Page title={t('phone.check.title')}>
      <div className={styles.page}>
        <Panel
          title={t('phone.check.steps')}
          aside={
            <Button size="xs" variant={verdict === null ? 'filled' : 'default'} onClick={check.run}>
              {t(verdict === null ? 'phone.check.start' : 'phone.check.again')}
            </Button>
          }
        >
          <p className={styles.lead}>{t('phone.check.lead')}</p>
          <ol className={styles.parts}>
            {PARTS.map((part) => (
              <Step key={part} part={part} check={check} />
            ))}
          </ol>
          <div role="status">
            {verdict === null ? null : (
              <p className={styles.verdict} data-tone={LOOKS[verdict].tone} data-verdict={verdict}>
                <Icon name={LOOKS[verdict].icon} />
                <span>{t(`phone.check.verdict.${verdict}`)}</span>
              </p>
            )}
          </div>
        </Panel>
        {isSecure() ? (
          <Panel title={t('phone.audio.title')}>
            <AudioChoices />
          </Panel>
        ) : null}
        <TelLinks />
      </div>
    </Page>
  );
}

function Step({ part, check }: { part: Part; check: Check }): ReactNode {
  const { t } = useTranslation();
  const { outcome, why, figure } = check.results[part];
  const look = outcomeLook(outcome);
  return (
    <li className={styles.part} data-part={part} data-outcome={outcome}>
      <div className={styles.words}>
        <span className={styles.name}>{t(`phone.check.part.${part}`)}</span>
        <span className={styles.text}>
          {part === 'microphone' && outcome === 'running'
            ? t('phone.check.say')
            : why === null
              ? t(`phone.check.text.${part}`)
              : t(`phone.check.why.${why}`, { ms: figure })}
        </span>
        {part === 'microphone' && outcome === 'running' ? (
          <progress className={styles.level} aria-label={t('phone.audio.level')} value={check.level} max={1} />
        ) : null}
        {part === 'speaker' && outcome === 'asks' ? (
          <span className={styles.answers}>
            <span>{t('phone.check.heard')}</span>
            <Button size="xs" onClick={() => check.heard(true)}>
              {t('phone.check.yes')}
            </Button>
            <Button size="xs" variant="default" onClick={() => check.heard(false)}>
              {t('phone.check.no')}
            </Button>
            <Button size="xs" variant="subtle" onClick={check.again}>
              {t('phone.check.play-again')}
            </Button>
          </span>
        ) : null}
      </div>
      <StateBadge tone={look.tone} icon={look.icon} label={t(look.key)} />
    </li>
  );
}
