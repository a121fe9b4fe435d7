// What an alert says, in the reader's language: what it is, where, and how bad.
import type { TFunction } from 'i18next';
import type { LiveMeasure } from '../../api/floor.ts';
import type { Alert } from '../../api/room.ts';
import { clockText, percent, tenantText } from '../../ui/format.ts';
import { measureText } from '../measures/measure-text.ts';

export type AlertWords = { name: string; where: string; says: string };

export function alertWords(alert: Alert, measures: readonly LiveMeasure[], t: TFunction, language: string): AlertWords {
  const { kind, queue, agent, trunk, value, limit } = alert;
  const where = [queue?.name, agent?.name, trunk?.name].filter(Boolean).join(' · ');
  const measure = kind === 'limit' ? measures.find(({ id }) => id === alert.measure) : undefined;
  const name = measure ? tenantText(measure.name, language) : t(`alerts.kind.${kind}`);
  return { name, where, says: sentence() };

  function sentence(): string {
    switch (kind) {
      case 'service-level':
        return t('alerts.says.service-level', { value: percent(value ?? 0, language), limit: percent(limit ?? 0, language) });
      case 'wait-parity':
        return t('alerts.says.wait-parity', { value: percent(value ?? 0, language), limit: percent(limit ?? 0, language) });
      case 'queue-unstaffed':
      case 'routing-invariant':
      case 'overloaded':
        return t(`alerts.says.${kind}`, { count: value ?? 0 });
      case 'long-wait':
      case 'long-hold':
      case 'agent-wrap-up':
      case 'agent-away':
        return t('alerts.says.longer', { limit: clockText(limit ?? 0) });
      case 'trunk-down':
      case 'edge-away':
      case 'callback-given-up':
      case 'matching-fell-back':
        return t(`alerts.says.${kind}`);
      case 'call-sound':
        return t('alarms.crossed', { value: `MOS ${(value ?? 0).toFixed(1)}`, limit: (limit ?? 0).toFixed(1) });
      case 'limit': {
        const text = (number: number | null) => measureText(measure?.unit ?? 'contacts', number, language);
        return t('alarms.crossed', { value: text(value), limit: text(limit) });
      }
    }
  }
}
