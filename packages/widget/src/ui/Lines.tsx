// What was said and what waits to be sent, one under the other, with the day where it changes. Texts are texts: nothing in them is markup.
import type { ChatLine } from '@tandem/contract/chat.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { Fragment, type VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Waiting } from '../core/outbox.ts';
import type { Chat, View } from '../shell/chat.ts';
import { inLanguage, type Texts } from '../texts.ts';

type LinesProps = { chat: Chat; view: View; texts: Texts; language: Language };

export function Lines({ chat, view, texts, language }: LinesProps): VNode {
  const { lines, waiting, site, state } = view;
  const log = useRef<HTMLDivElement>(null);
  useAtEnd(log, lines.length + waiting.length);
  const newest = lines.findLast(({ from }) => from === 'customer')?.seq;
  return (
    <div ref={log} class="log" tabIndex={0} role="log" aria-label={texts.log} aria-live="polite" aria-relevant="additions">
      <ol>
        {site ? (
          <li class="line" key="greeting">
            <span class="text">{inLanguage(site.greeting, language)}</span>
          </li>
        ) : null}
        {lines.map((line, at) => (
          <Fragment key={line.clientId ?? line.seq}>
            {newDay(lines[at - 1], line) ? (
              <li class="day">
                <time dateTime={new Date(line.at).toISOString()}>{dayText(line.at, language, texts)}</time>
              </li>
            ) : null}
            <Said
              line={line}
              named={lines[at - 1]?.from !== line.from || lines[at - 1]?.name !== line.name}
              texts={texts}
              language={language}
              state={line.seq !== newest ? null : state.readUpTo >= line.seq ? texts.read : texts.sent}
            />
          </Fragment>
        ))}
        {waiting.map((item) => (
          <Unsent key={item.clientId} item={item} chat={chat} texts={texts} live={view.line === 'live' || view.line === 'polling'} />
        ))}
      </ol>
    </div>
  );
}

type SaidProps = { line: ChatLine; named: boolean; texts: Texts; language: Language; state: string | null };

function Said({ line, named, texts, language, state }: SaidProps): VNode {
  const mine = line.from === 'customer';
  const who = mine ? texts.you : (line.name ?? texts.us);
  return (
    <li class={`line ${mine ? 'mine' : line.from}`}>
      {line.from === 'system' ? null : (
        <span class={named && !mine ? 'who' : 'hidden'}>
          {who} {timeText(line.at, language)}
        </span>
      )}
      <span class="text">{line.text}</span>
      {state === null ? null : (
        <span class="state">
          {timeText(line.at, language)} · {state}
        </span>
      )}
    </li>
  );
}

function Unsent({ item, chat, texts, live }: { item: Waiting; chat: Chat; texts: Texts; live: boolean }): VNode {
  return (
    <li class="line mine waiting">
      <span class="hidden">{texts.you}</span>
      <span class="text">{item.text}</span>
      {item.refused === null ? (
        <span class="state">{live ? texts.sending : texts.kept}</span>
      ) : (
        <span class="state refused" role="alert">
          {item.refused}{' '}
          <button type="button" onClick={() => chat.again(item.clientId)}>
            {texts.again}
          </button>{' '}
          <button type="button" onClick={() => chat.giveUp(item.clientId)}>
            {texts.drop}
          </button>
        </span>
      )}
    </li>
  );
}

/** The newest stands in sight, unless its reader has gone back to read what was before. */
function useAtEnd(log: { current: HTMLDivElement | null }, count: number): void {
  const atEnd = useRef(true);
  useEffect(() => {
    const box = log.current;
    const heard = (): void => {
      if (box) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    };
    box?.addEventListener('scroll', heard, { passive: true });
    return () => box?.removeEventListener('scroll', heard);
  }, [log]);
  useEffect(() => {
    if (log.current && atEnd.current) log.current.scrollTop = log.current.scrollHeight;
  }, [log, count]);
}

const dayOf = (at: number): string => new Date(at).toDateString();

/** The first line's day is told only where it is not today's. */
const newDay = (before: ChatLine | undefined, line: ChatLine): boolean =>
  before === undefined ? dayOf(line.at) !== dayOf(Date.now()) : dayOf(before.at) !== dayOf(line.at);

const dayText = (at: number, language: Language, texts: Texts): string =>
  dayOf(at) === dayOf(Date.now())
    ? texts.today
    : new Date(at).toLocaleDateString(language, { month: 'long', day: 'numeric', weekday: 'short' });

const timeText = (at: number, language: Language): string =>
  new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
