// Whether alarms are heard here: a switch of the user's own, and a word where the browser plays nothing yet.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import type { AlarmSound } from './use-alarm-sound.ts';

export function SoundSwitch({ sound: { on, set }, className }: { sound: AlarmSound; className?: string | undefined }): ReactNode {
  const { t } = useTranslation();
  return (
    <button type="button" role="switch" aria-checked={on} className={className} title={t('alarm-sound.text')} onClick={() => set(!on)}>
      <Icon name={on ? 'sound' : 'soundOff'} size={16} />
      {t('alarm-sound.switch')}
    </button>
  );
}
