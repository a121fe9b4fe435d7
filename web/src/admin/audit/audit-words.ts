// What was done, in words: `queue.change` is "Queue: changed". What has no words yet shows its own name, as it is better seen than hidden.
import { useTranslation } from 'react-i18next';

export function useAuditWords(): { kind: (kind: string) => string; action: (action: string) => string } {
  const { t } = useTranslation();
  const kind = (name: string) => t(`audit.kind.${name}`, { defaultValue: name });
  return {
    kind,
    action(action) {
      const [name = '', act = ''] = action.split('.');
      const whole = t(`audit.whole.${name}-${act}`, { defaultValue: '' });
      if (whole !== '') return whole;
      return t('audit.sentence', { kind: kind(name), act: t(`audit.act.${act}`, { defaultValue: act }) });
    },
  };
}
