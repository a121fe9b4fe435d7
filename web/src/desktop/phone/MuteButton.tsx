// Mutes the microphone of the browser phone, and says so when the connection spoils the call. Nothing where no call is up in it.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { CallButton } from '../call/CallButton.tsx';
import { useAltKeys } from '../call/use-alt-keys.ts';
import { usePhone, usePhoneState } from './PhoneProvider.tsx';
import { gradeOf } from './quality.ts';

export function MuteButton(): ReactNode {
  const { t } = useTranslation();
  const phone = usePhone();
  const { call } = usePhoneState();
  const up = phone !== null && call?.phase === 'up';
  const muted = call?.muted ?? false;
  const toggle = (): void => phone?.command({ do: 'mute', muted: !muted });
  useAltKeys((code) => {
    if (!up || code !== 'KeyM') return false;
    toggle();
    return true;
  });
  if (!up) return null;
  const grade = call.quality === null ? 'good' : gradeOf(call.quality);
  return (
    <>
      {grade === 'good' ? null : (
        <span
          role="status"
          title={t('sound.now', {
            codec: t(`sound.codec.${call.quality?.codec ?? 'g711'}`),
            mos: call.quality?.mos.toFixed(1),
            loss: call.quality?.loss.toFixed(0),
          })}
        >
          <StateBadge tone={grade === 'poor' ? 'danger' : 'ringing'} icon="alert" label={t(`phone.quality.${grade}`)} />
        </span>
      )}
      <CallButton slim icon={muted ? 'micOff' : 'mic'} label={t(muted ? 'phone.unmute' : 'phone.mute')} letter="M" onClick={toggle} />
      {muted ? (
        <span role="status">
          <StateBadge tone="danger" icon="micOff" label={t('phone.muted')} />
        </span>
      ) : null}
    </>
  );
}
