// What a ringing phone does by itself: it sounds and shows a notification in the tab that is the phone, and answers where that is wanted.
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { addressText } from '../../ui/format.ts';
import { notify } from '../../ui/notice.ts';
import { phaseOf } from '../call/doing.ts';
import { useOwnCalls } from '../call/use-calls.ts';
import { audioSettings } from './audio-settings.ts';
import { usePhone, usePhoneState } from './PhoneProvider.tsx';
import { ring } from './ring-tone.ts';

/** Long enough to be heard ringing before one is in the call. */
const AUTO_MS = 1_200;

export function useRinging(): void {
  const { t } = useTranslation();
  const phone = usePhone();
  const { call } = usePhoneState();
  const { autoAnswer } = useSyncExternalStore(audioSettings.subscribe, audioSettings.get);
  // Whoever dials by a click need not pick up as well.
  const dials = useOwnCalls().some((each) => phaseOf(each) === 'own-phone');
  const rings = phone !== null && phone.isHere() && call?.phase === 'ringing';
  const id = call?.id ?? null;
  const auto = call?.auto ?? false;
  const who = call === null ? '' : callerText(call);

  useEffect(() => (rings && !dials ? ring() : undefined), [rings, dials, id]);
  useEffect(() => {
    if (!rings || dials) return undefined;
    return notify({ title: t('phone.notice'), body: who || t('contacts.unknown'), tag: 'tandem-phone', stays: true });
  }, [rings, dials, id, who, t]);
  useEffect(() => {
    if (!rings || phone === null) return undefined;
    if (dials) {
      phone.command({ do: 'answer' });
      return undefined;
    }
    if (!autoAnswer && !auto) return undefined;
    const timer = setTimeout(() => phone.command({ do: 'answer' }), AUTO_MS);
    return () => clearTimeout(timer);
  }, [rings, dials, autoAnswer, auto, phone, id]);
}

/** Both, where the caller is known by name. */
export function callerText({ name, number }: { name: string; number: string }): string {
  const shown = addressText(number);
  return name === '' || name === number || name === shown ? shown : `${name} · ${shown}`;
}
