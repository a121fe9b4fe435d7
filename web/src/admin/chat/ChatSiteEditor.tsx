// One web chat: what it says and looks like, where it leads, where it may stand; and the line that puts it into a page.
import { ColorInput, Textarea } from '@mantine/core';
import '@mantine/core/styles/ColorInput.css';
import '@mantine/core/styles/ColorPicker.css';
import '@mantine/core/styles/ColorSwatch.css';
import type { ChatSiteSetting } from '@tandem/contract/api/chat-sites.ts';
import type { Queue } from '@tandem/contract/api/queues.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { tenantText } from '../../ui/format.ts';
import { EditDrawer } from '../form/EditDrawer.tsx';
import { textOf } from '../form/fields.ts';
import { ChoiceField, NumberField, Pair, TextField } from '../form/Fields.tsx';
import { NameFields } from '../form/NameAndKey.tsx';
import { tellSaved } from '../form/saved-note.tsx';
import { useForm } from '../form/use-form.ts';
import { useListActs } from '../form/use-list.ts';
import { useUndo } from '../form/use-undo.ts';
import { useOpen } from '../form/Register.tsx';
import { useSiteTexts } from './site-texts.ts';
import { Snippet } from './Snippet.tsx';

type Props = { site: ChatSiteSetting | null; queues: readonly Queue[]; mayWrite: boolean; close: () => void };
/** As they are typed: one a line. */
type Values = Pick<ChatSiteSetting, 'name' | 'greeting' | 'colour'> & { queue: string; closeAfterMinutes: number | null; origins: string };

const COLOURS = ['#0d635e', '#1c5aa8', '#6a3fb0', '#b42318', '#8a5300', '#17693c', '#14211f'];
const CLOSE_AFTER = 30;
const MOST_ORIGINS_ROWS = 6;

export function ChatSiteEditor({ site, queues, mayWrite, close }: Props): ReactNode {
  const { t, i18n } = useTranslation();
  const say = useSiteTexts();
  const undo = useUndo();
  const acts = useListActs('chat-sites');
  const [, open] = useOpen();
  const form = useForm<Values, ChatSiteSetting>({
    initial: {
      name: site?.name ?? {},
      greeting: site?.greeting ?? { en: 'Hello! How can we help?', 'zh-CN': '您好！请问有什么可以帮您？' },
      colour: site?.colour ?? '#0d635e',
      queue: site?.queue ?? queues.at(0)?.id ?? '',
      closeAfterMinutes: site?.closeAfterMinutes ?? CLOSE_AFTER,
      origins: site?.origins.join('\n') ?? '',
    },
    isNew: site === null,
    save: (changed, values) => (site ? acts.change(site.id, asTold(changed)) : acts.make(asTold(values))),
    saved: (made) => {
      tellSaved(t('form.saved', { name: tenantText(made.name, i18n.language) }), undo('chat-site', made.id));
      // Who has made one wants its line next.
      if (site === null) open(made.id);
      else close();
    },
    at: { 'queue.not-found': 'queue', 'chat-site.bad-origin': 'origins' },
  });
  const { values, set, errorAt } = form;
  const snippet = site ? <Snippet site={site} /> : null;
  const first = i18n.language === 'zh-CN' ? (['zh-CN', 'en'] as const) : (['en', 'zh-CN'] as const);
  return (
    <EditDrawer
      title={site ? tenantText(site.name, i18n.language) : say('new')}
      form={form}
      isNew={site === null}
      mayWrite={mayWrite}
      close={close}
      remove={site ? { sure: say('sure'), run: () => acts.remove(site.id), done: close } : undefined}
      history={site ? { kind: 'chat-site', id: site.id } : undefined}
      after={mayWrite ? null : snippet}
    >
      {mayWrite ? snippet : null}
      <NameFields form={form} autoFocus={site === null} />
      <ChoiceField
        label={say('queue')}
        hint={say('queue-text')}
        value={values.queue}
        error={errorAt('queue')}
        choices={queues.map((queue) => ({ value: queue.id as string, label: tenantText(queue.name, i18n.language) }))}
        onChange={(queue) => set({ queue })}
      />
      <Pair>
        {first.map((language) => (
          <TextField
            key={language}
            label={language === 'en' ? say('greeting-en') : say('greeting-zh')}
            hint={say('greeting-text')}
            maxLength={200}
            value={values.greeting[language] ?? ''}
            error={errorAt(`greeting/${language}`) ?? (language === first[0] ? errorAt('greeting') : undefined)}
            onChange={(text) => set({ greeting: { ...values.greeting, [language]: text } })}
          />
        ))}
      </Pair>
      <ColorInput
        label={say('colour')}
        description={say('colour-text')}
        format="hex"
        withEyeDropper={false}
        swatches={COLOURS}
        value={values.colour}
        error={errorAt('colour')}
        disabled={!mayWrite}
        popoverProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
        onChange={(colour) => set({ colour: colour.toLowerCase() })}
      />
      <Textarea
        label={say('origins')}
        description={say('origins-text')}
        placeholder="https://shop.example.com"
        rows={Math.min(MOST_ORIGINS_ROWS, Math.max(2, values.origins.split('\n').length))}
        spellCheck={false}
        value={values.origins}
        error={errorAt('origins')}
        onChange={(event) => set({ origins: event.currentTarget.value })}
      />
      <NumberField
        label={say('close-after')}
        hint={say('close-after-text')}
        unit={say('minutes')}
        min={1}
        max={1_440}
        value={values.closeAfterMinutes}
        error={errorAt('closeAfterMinutes')}
        onChange={(closeAfterMinutes) => set({ closeAfterMinutes })}
      />
    </EditDrawer>
  );
}

/** What was typed, as the API wants it. */
function asTold({ name, greeting, origins, ...rest }: Partial<Values>): Record<string, unknown> {
  return {
    ...rest,
    ...(name === undefined ? {} : { name: textOf(name) }),
    ...(greeting === undefined ? {} : { greeting: textOf(greeting) }),
    ...(origins === undefined ? {} : { origins: origins.split(/[\s,，]+/).filter(Boolean) }),
  };
}
