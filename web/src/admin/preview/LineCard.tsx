// A queue in a preview: points and needs, who is asked at once and who in addition later, limits.
import type { PreviewQueue } from '@tandem/contract/api/preview.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, tenantText } from '../../ui/format.ts';
import { pointsText } from '../../ui/points.ts';
import styles from './Preview.module.css';

export function LineCard({ line }: { line: PreviewQueue }): ReactNode {
  const { t, i18n } = useTranslation();
  const name = (text: Parameters<typeof tenantText>[0]) => tenantText(text, i18n.language);
  // A need's name is known here; a skill of the rules that it does not need gives no points.
  const skillName = (id: string) => name(line.needs.find(({ skill }) => skill === id)?.name ?? {});
  return (
    <div className={styles.line}>
      <b>{t('preview.step.queue', { name: name(line.queue.name) })}</b>
      <ul>
        <li>
          {pointsText(line.points, { say: (key, values) => t(`points.${key}`, { ...values }), skillName }) ??
            t('preview.line-card.no-points')}
        </li>
        <li>
          {line.needs.length === 0
            ? t('preview.line-card.no-needs')
            : t('preview.line-card.needs', { needs: line.needs.map((each) => `${name(each.name)} ≥ ${each.level}`).join(', ') })}
          {line.requires === null ? '' : ` ${t('preview.line-card.requires', { rule: line.requires })}`}
        </li>
        <li>
          {line.first === null
            ? t('preview.line-card.nobody')
            : t('preview.line-card.first', { name: line.first.name, order: t(`asking.orders.${line.order}`) })}
        </li>
        {line.lastAgentMs > 0 ? <li>{t('preview.line-card.last-agent', { time: clockText(line.lastAgentMs) })}</li> : null}
        {line.rings.map((ring) => (
          <li key={ring.afterMs}>
            <b>{ring.afterMs === 0 ? t('preview.line-card.at-once') : t('preview.line-card.after', { time: clockText(ring.afterMs) })}</b>{' '}
            {t('preview.line-card.agents', { count: ring.count })}
            {ring.agents.length === 0
              ? ''
              : `: ${ring.agents.map((each) => each.name).join(', ')}${ring.count > ring.agents.length ? ' …' : ''}`}
            <span className={styles.soft}>
              {' '}
              {ring.queues.map((each) => name(each.name)).join(' + ')}
              {ring.eased.length === 0
                ? ''
                : ` · ${t('preview.line-card.eased', { needs: ring.eased.map((each) => `${name(each.name)} ≥ ${each.level}`).join(', ') })}`}
            </span>
          </li>
        ))}
        <li>
          {line.maxWaitMs === null ? t('preview.line-card.no-limit') : t('preview.line-card.limit', { time: clockText(line.maxWaitMs) })}
          {line.maxWaiting === null ? '' : ` ${t('preview.line-card.most', { count: line.maxWaiting })}`}
        </li>
      </ul>
    </div>
  );
}
