// Everything that stands against a draft, each a button that goes to its line.
import type { FlowProblem } from '@tandem/contract/api/flows.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import styles from './FlowEditor.module.css';
import { lineAt, type JsonText, type Span } from './json-places.ts';

type Fault = { problem: FlowProblem; span: Span; line: number };

export function FaultList({
  read,
  text,
  faults,
  show,
}: {
  read: JsonText;
  text: string;
  faults: readonly Fault[];
  show: (from: number, to: number) => void;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
  if (!read.ok) {
    const line = lineAt(text, read.at);
    return (
      <ul className={styles.list} role="status">
        <li>
          <button type="button" className={styles.fault} data-severity="error" onClick={() => show(read.at, read.at + 1)}>
            <span className={styles.line}>{t('flows.line', { count: line })}</span>
            <span className={styles.words}>{t(`flows.expected.${read.expected}`)}</span>
          </button>
        </li>
      </ul>
    );
  }
  if (faults.length === 0)
    return (
      <p className={styles.fine} role="status">
        <Icon name="check" size={16} />
        {t('flows.no-faults')}
      </p>
    );
  return (
    <ul className={styles.list} role="status">
      {faults.map(({ problem, span, line }, i) => (
        <li key={i}>
          <button type="button" className={styles.fault} data-severity={problem.severity} onClick={() => show(span.from, span.to)}>
            <span className={styles.line}>{t('flows.line', { count: line })}</span>
            <span className={styles.words}>
              {problem.severity === 'warning' ? `${t('flows.warning')} ` : ''}
              {problem.messages[language]}
            </span>
            <span className={styles.where}>{problem.pointer}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
