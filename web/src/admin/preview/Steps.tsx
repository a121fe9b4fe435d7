// The steps of a preview, in their order and time; what the caller or the outside decides is chosen right there.
import type { Heard, Preview, PreviewStep } from '@tandem/contract/api/preview.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { clockText, tenantText } from '../../ui/format.ts';
import { ChoiceField, TextField } from '../form/Fields.tsx';
import { LineCard } from './LineCard.tsx';
import styles from './Preview.module.css';

type Answer = (number: number, answer: string) => void;

export function Steps({ preview, answer }: { preview: Preview; answer: Answer }): ReactNode {
  const { t, i18n } = useTranslation();
  const moment = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'full', timeStyle: 'short', timeZone: preview.zone });
  return (
    <>
      <p>
        <b>{moment.format(preview.at)}</b> <span className={styles.soft}>{preview.zone}</span>
      </p>
      <ol className={styles.steps} aria-label={t('preview.steps')}>
        {preview.steps.map((step, i) => (
          <li key={i} data-kind={step.kind}>
            <time className={styles.time}>{clockText(step.afterMs)}</time>
            <div className={styles.what}>
              <Step step={step} answer={answer} />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function Step({ step, answer }: { step: PreviewStep; answer: Answer }): ReactNode {
  const { t, i18n } = useTranslation();
  const name = (text: Parameters<typeof tenantText>[0]) => tenantText(text, i18n.language);
  switch (step.kind) {
    case 'flow':
      return <b>{t('preview.step.flow', { name: name(step.name), version: step.version })}</b>;
    case 'node': {
      const title = step.title ? name(step.title) : step.node;
      const does = t(`preview.node.${step.type}`);
      return (
        <>
          {title}
          {title === does ? null : <span className={styles.soft}> · {does}</span>}
          {step.fault === null ? null : <p role="alert">{t('preview.step.fault', { fault: step.fault })}</p>}
        </>
      );
    }
    case 'said':
      return (
        <span className={styles.soft}>
          {t('preview.step.said', { words: step.heard.map((each) => heardText(each, name)).join(' · ') })}
        </span>
      );
    case 'hours':
      return <Hours step={step} />;
    case 'question':
      return <Question step={step} answer={answer} />;
    case 'lane':
      return <b>{t('preview.step.lane', { name: step.name ? name(step.name) : '' })}</b>;
    case 'queue':
      return <LineCard line={step.line} />;
    case 'refused':
      return <b>{t('preview.step.refused')}</b>;
    case 'left-queue':
      return <b>{t(`preview.step.left-${step.why}`)}</b>;
    case 'call-back':
      return <b>{t('preview.step.call-back')}</b>;
    case 'message':
      return <b>{t('preview.step.message')}</b>;
    case 'end':
      return (
        <b>
          {t(`preview.end.${step.outcome}`)}
          {step.outcome === 'failed' && step.detail ? `: ${step.detail}` : ''}
        </b>
      );
  }
}

function heardText({ prompt, text, value }: Heard, name: (text: NonNullable<Heard['text']>) => string): string {
  if (text !== null) return `“${name(text)}”`;
  return value ?? prompt ?? '';
}

function Hours({ step }: { step: Extract<PreviewStep, { kind: 'hours' }> }): ReactNode {
  const { t, i18n } = useTranslation();
  const name = (text: Parameters<typeof tenantText>[0]) => tenantText(text, i18n.language);
  if (step.state === null) return <b>{t('preview.hours.unknown')}</b>;
  const open = step.open.map(({ from, to }) => `${from}–${to}`).join(', ');
  const why = step.overridden
    ? t('preview.hours.by-hand')
    : step.special !== null
      ? t('preview.hours.special', { name: step.special.name ? name(step.special.name) : t('hours.unnamed') })
      : t('preview.hours.week');
  return (
    <>
      <b>{t(`preview.hours.${step.state}`)}</b>{' '}
      <span className={styles.soft}>
        {[step.name ? name(step.name) : null, why, step.overridden ? null : open || t('hours.closed')].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}

function Question({ step, answer }: { step: Extract<PreviewStep, { kind: 'question' }>; answer: Answer }): ReactNode {
  const { t, i18n } = useTranslation();
  const { number, about, options, chosen } = step.question;
  const label = [t(`preview.ask.${about}`), step.asks].filter(Boolean).join(' ');
  if (options.length === 0) return <TextField label={label} value={chosen} maxLength={32} onChange={(text) => answer(number, text)} />;
  const words = (value: string) => {
    if (/^[0-9*#]$/.test(value)) return t('preview.key', { key: value });
    if (/^\d{3}$/.test(value)) return t('preview.status', { status: value });
    return t(`preview.option.${value}`);
  };
  return (
    <ChoiceField
      label={label}
      value={chosen}
      choices={options.map(({ value, to }) => ({
        value,
        label: to === null ? words(value) : `${words(value)} → ${tenantText(to, i18n.language)}`,
      }))}
      onChange={(value) => answer(number, value)}
    />
  );
}
