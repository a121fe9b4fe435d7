// The ladder itself: a rail for each far end and one for Tandem, an arrow a message; a click shows the message as it was.
import type { EventView } from '@tandem/contract/api/interactions.ts';
import type { SipTrace } from '@tandem/contract/api/sip-traces.ts';
import { useMemo, useState, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactDetail } from '../../api/interactions.ts';
import { fullTime } from '../../ui/format.ts';
import { Padlock } from '../../ui/Padlock.tsx';
import { namesOf } from '../interaction/names.ts';
import { renderSentence } from '../interaction/render-sentence.ts';
import { describeEvent } from '../interaction/sentence.ts';
import { keysIn, ladderOf, offsetText, type LadderRow, type Rail } from './ladder.ts';
import styles from './SipTrace.module.css';

type SipLadderProps = {
  trace: SipTrace;
  detail: ContactDetail;
  events: readonly EventView[];
  agents: readonly { id: string; name: string }[];
};

export function SipLadder({ trace, detail, events, agents }: SipLadderProps): ReactNode {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const { rails, rows } = useMemo(() => ladderOf(trace, events), [trace, events]);
  const names = useMemo(() => namesOf(detail, agents, new Map()), [detail, agents]);
  const party = (rail: Rail): string => {
    if (rail.leg === null) return t('app.name');
    const known = detail.legs.find(({ id }) => id === rail.leg)?.party;
    return t(`legs.of.${known ?? 'other'}`);
  };
  const toggle = (key: string): void =>
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('trace.title')}>
      <div className={styles.ladder} style={{ '--rails': rails.length } as CSSProperties}>
        <div className={styles.heads}>
          <span className={styles.head}>{t('trace.time')}</span>
          {rails.map((rail) => (
            <span key={rail.leg ?? ''} className={styles.head}>
              <strong>{party(rail)}</strong>
              <span className={styles.address}>{rail.address}</span>
            </span>
          ))}
        </div>
        <ol className={styles.rows}>
          {rows.map((row) => (
            <li key={row.key}>
              {row.kind === 'event' ? (
                <p className={styles.event} data-event={row.event.type}>
                  <time className={styles.time} dateTime={new Date(row.at).toISOString()} title={fullTime(row.at, i18n.language)}>
                    {offsetText(row.offsetMs)}
                  </time>
                  <span className={styles.said}>{renderSentence(describeEvent(row.event, names), t)}</span>
                </p>
              ) : (
                <MessageRow row={row} rails={rails} open={open.has(row.key)} toggle={() => toggle(row.key)} party={party} />
              )}
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

type MessageRowProps = {
  row: Extract<LadderRow, { kind: 'message' }>;
  rails: readonly Rail[];
  open: boolean;
  toggle: () => void;
  party: (rail: Rail) => string;
};

function MessageRow({ row, rails, open, toggle, party }: MessageRowProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { message, from, to } = row;
  const keys = keysIn(message);
  const what = message.title === '' ? t('trace.unreadable') : message.title;
  const way = t('trace.way', { from: party(rails[from]!), to: party(rails[to]!) });
  const place = { '--left': Math.min(from, to), '--span': Math.abs(from - to) } as CSSProperties;
  return (
    <>
      <button
        type="button"
        className={styles.message}
        aria-expanded={open}
        onClick={toggle}
        data-failed={row.failed}
        data-again={message.again}
      >
        <time className={styles.time} dateTime={new Date(row.at).toISOString()} title={fullTime(row.at, i18n.language)}>
          {offsetText(row.offsetMs)}
        </time>
        <span className="hidden-text">{way}</span>
        <span className={styles.lanes}>
          {rails.map((rail, n) => (
            <span key={rail.leg ?? ''} className={styles.rail} style={{ '--left': n } as CSSProperties} />
          ))}
          <span className={styles.arrow} style={place} data-to={to > from ? 'right' : 'left'} title={message.cseq}>
            <span className={styles.label}>
              {what}
              {message.sdp ? <span className={styles.mark}>SDP</span> : null}
              {keys === null ? null : <Padlock keys={keys} />}
              {message.again ? <span className={styles.mark}>{t('trace.sent-again')}</span> : null}
            </span>
          </span>
        </span>
      </button>
      {open ? (
        <pre className={styles.raw} tabIndex={0} aria-label={what}>
          {message.text.replaceAll('\r\n', '\n').trimEnd()}
        </pre>
      ) : null}
    </>
  );
}
