// The open chat: whose it is and how it stands, what was said, the field. On a phone it is the whole screen, and keeps the focus.
import type { Language } from '@tandem/contract/texts.ts';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Chat, View } from '../shell/chat.ts';
import { inLanguage, type Texts } from '../texts.ts';
import { Composer } from './Composer.tsx';
import { Icon } from './icons.tsx';
import { Lines } from './Lines.tsx';

type PanelProps = { chat: Chat; view: View; texts: Texts; language: Language; close: () => void; focus: boolean };

/** As the sheet has it. */
const PHONE = '(max-width: 480px)';

export function Panel({ chat, view, texts, language, close, focus }: PanelProps): VNode {
  const [ending, setEnding] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const phone = matchMedia(PHONE).matches;
  useEffect(() => {
    if (focus) field.current?.focus();
  }, [focus]);
  const running = view.state.stage === 'waiting' || view.state.stage === 'agent';
  return (
    <div
      ref={panel}
      id="panel"
      class="panel"
      role="dialog"
      aria-labelledby="name"
      aria-modal={phone ? 'true' : undefined}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.isComposing) {
          event.stopPropagation();
          if (ending) setEnding(false);
          else close();
        }
        if (event.key === 'Tab' && phone && panel.current) keepInside(event, panel.current);
      }}
    >
      <header class="head">
        <div class="grow">
          <h2 id="name">{view.site ? inLanguage(view.site.name, language) : ''}</h2>
          <p role="status">{standing(view, texts)}</p>
        </div>
        {running && view.line === 'live' ? (
          <button type="button" class="tool end" aria-expanded={ending} onClick={() => setEnding(!ending)}>
            {texts.end}
          </button>
        ) : null}
        <button type="button" class="tool" aria-label={texts.close} title={texts.close} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {ending && running ? (
        <div class="ask" role="group" aria-label={texts['end-sure']}>
          <span class="grow">{texts['end-sure']}</span>
          <button
            type="button"
            class="small"
            onClick={() => {
              chat.end();
              setEnding(false);
              field.current?.focus();
            }}
          >
            {texts['end-yes']}
          </button>
          <button type="button" class="small" onClick={() => setEnding(false)}>
            {texts['end-no']}
          </button>
        </div>
      ) : null}
      <div role="status">
        {view.line === 'away' ? <p class="banner">{texts.away}</p> : null}
        {view.notice === null ? null : <p class="banner">{view.notice}</p>}
      </div>
      <Lines chat={chat} view={view} texts={texts} language={language} />
      <p class="typing" role="status">
        {view.typing === null ? '' : texts.typing(view.typing)}
      </p>
      <Composer chat={chat} texts={texts} field={field} />
      <p class="foot">{texts.preview}</p>
    </div>
  );
}

/** Where the story stands, in one or two sentences. */
function standing({ state, site, line }: View, texts: Texts): string {
  if (line === 'connecting') return texts.connecting;
  switch (state.stage) {
    case 'waiting':
      if (site?.open === false) return texts.closed;
      return (
        [
          state.position === null ? null : texts.place(state.position),
          state.waitSeconds === null ? null : texts.promise(Math.ceil(state.waitSeconds / 60)),
        ]
          .filter((each) => each !== null)
          .join(' ') || texts.waiting
      );
    case 'agent':
      return state.agent === null ? texts.somebody : texts.with(state.agent);
    case 'ended':
      return texts.ended;
    case 'none':
      return site?.open === false ? texts.closed : texts.here;
  }
}

/** On a whole screen nothing behind it can be reached with Tab. */
function keepInside(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = [...panel.querySelectorAll<HTMLElement>('button, textarea, [tabindex="0"]')];
  const root = panel.getRootNode() as ShadowRoot;
  const edge = event.shiftKey ? stops.at(0) : stops.at(-1);
  if (root.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops.at(0))?.focus();
}
