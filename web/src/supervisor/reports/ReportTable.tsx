// The tables of a report: one line for each queue, agent or number with the sum of all, and one for each interval.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AgentReport, KpiDefinition, QueueReport } from '../../api/reports.ts';
import { addressText } from '../../ui/format.ts';
import { Icon } from '../../ui/icons.tsx';
import { toldOfFew } from '../measures/few.ts';
import { columnsOf, figureText } from './columns.ts';
import { contactsBehind, type Cell, type ReportAddress } from './report-address.ts';
import styles from './ReportsPage.module.css';

type Shown = { report: QueueReport | AgentReport; address: ReportAddress; definitions: ReadonlyMap<string, KpiDefinition> };
type Figures = Readonly<Record<string, number | null>>;

export function SumTable(shown: Shown): ReactNode {
  const { t } = useTranslation();
  const { report, address } = shown;
  const narrowed = { queues: 'queue', agents: 'agent', numbers: 'number' }[report.kind];
  return (
    <Table {...shown} label={t('reports.sums')} first={t(`reports.of.${report.kind}`)}>
      {report.items.map(({ id, name, digital, figures }) => (
        <tr key={id}>
          <th scope="row">
            <Link to="/reports" search={{ ...address, [narrowed]: id }} title={t('reports.only')}>
              {digital ? <Icon name="bot" size={14} /> : null}
              {report.kind === 'numbers' ? addressText(name) : name || id}
            </Link>
          </th>
          <Figures {...shown} figures={figures} cell={{ startAt: report.startAt, endAt: report.endAt, line: id }} />
        </tr>
      ))}
      {report.items.length === 1 ? null : (
        <tr className={styles.total}>
          <th scope="row">{t('reports.total')}</th>
          <Figures {...shown} figures={report.total} cell={{ startAt: report.startAt, endAt: report.endAt }} />
        </tr>
      )}
    </Table>
  );
}

export function IntervalTable(shown: Shown): ReactNode {
  const { t, i18n } = useTranslation();
  const { report } = shown;
  const when = new Intl.DateTimeFormat(i18n.language, {
    timeZone: report.zone,
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    ...(report.interval === 'day' ? {} : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  });
  return (
    <Table {...shown} label={t('reports.intervals')} first={t('reports.begins')}>
      {report.intervals.map(({ startAt, endAt, total }) => (
        <tr key={startAt}>
          <th scope="row">{when.format(startAt)}</th>
          <Figures {...shown} figures={total} cell={{ startAt, endAt }} />
        </tr>
      ))}
    </Table>
  );
}

function Table({ report, definitions, label, first, children }: Shown & { label: string; first: string; children: ReactNode }): ReactNode {
  const { i18n } = useTranslation();
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  return (
    <div className={styles.scroll} role="region" tabIndex={0} aria-label={label}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {columnsOf(report.kind, tellsArrivals(report)).map((id) => (
              <th scope="col" key={id} title={definitions.get(id)?.formula[language]}>
                {definitions.get(id)?.name[language] ?? id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function Figures({ report, address, definitions, figures, cell }: Shown & { figures: object; cell: Cell }): ReactNode {
  const { t, i18n } = useTranslation();
  return columnsOf(report.kind, tellsArrivals(report)).map((id) => {
    const value = (figures as Figures)[id];
    const text = toldOfFew(id, figureText(value, definitions.get(id)?.unit, i18n.language), figures as Figures, t);
    const behind = value ? contactsBehind(address, id, cell) : null;
    return (
      <td
        key={id}
        title={text === t('measures.few') ? definitions.get(id)?.formula[i18n.language === 'zh-CN' ? 'zh-CN' : 'en'] : undefined}
      >
        {behind ? (
          <Link to="/interactions" search={behind} className={styles.number}>
            {text}
          </Link>
        ) : (
          text
        )}
      </td>
    );
  });
}

const tellsArrivals = (report: QueueReport | AgentReport): boolean => 'arrived' in report.total && report.total.arrived !== null;
