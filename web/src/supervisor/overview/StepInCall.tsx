// The step-in controls of one live call in the overview.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveCall } from '../../api/calls.ts';
import { useUser } from '../../api/session.ts';
import { canMonitor, useMonitor } from '../../api/use-monitor.ts';
import { StepIn } from '../../ui/StepIn.tsx';

export function StepInCall({ call, name }: { call: LiveCall; name: string }): ReactNode {
  const { t } = useTranslation();
  const { agent } = useUser();
  const { own, other, busy, problem, choose, leave } = useMonitor(call);
  const why = agent === null ? t('monitor.no-phone') : own === null && !canMonitor(call, agent) ? t('monitor.nobody') : null;
  return (
    <StepIn
      label={t('monitor.of', { name })}
      own={own}
      other={other === null ? null : other.name}
      why={why}
      busy={busy}
      problem={problem === null ? null : (problem.detail ?? t(problem.key))}
      choose={choose}
      leave={leave}
    />
  );
}
