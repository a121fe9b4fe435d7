// Settings, prompts and music: what callers hear of the tenant's own, and in which languages it is there.
import type { Prompt } from '@tandem/contract/api/prompts.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { PromptEditor } from './PromptEditor.tsx';
import { slotsOf } from './slots.ts';

export function PromptsPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const mayWrite = mayDo(useUser(), 'prompts:write');
  const prompts = useList('prompts');
  const name = (prompt: Prompt) => tenantText(prompt.name, i18n.language);
  const columns: Column<Prompt>[] = [
    { key: 'name', head: t('form.name'), cell: name, sort: name },
    { key: 'key', head: t('form.key'), cell: (prompt) => <code>{prompt.key}</code>, sort: (prompt) => prompt.key, wide: true },
    { key: 'kind', head: t('prompts.kind'), cell: (prompt) => t(`prompts.kinds.${prompt.kind}`), sort: (prompt) => prompt.kind },
    { key: 'recorded', head: t('prompts.recorded'), cell: (prompt) => <Recorded prompt={prompt} />, wide: true },
  ];
  return (
    <SettingsPage wide>
      <Register
        title={t('prompts.title')}
        lead={t('prompts.lead')}
        items={prompts.data}
        error={prompts.error}
        columns={columns}
        words={(prompt) => `${prompt.name.en ?? ''} ${prompt.name['zh-CN'] ?? ''} ${prompt.key}`}
        empty={{ icon: 'record', title: t('prompts.none'), text: t('prompts.none-text') }}
        newLabel={mayWrite ? t('prompts.new') : null}
        editor={(prompt, close) => <PromptEditor prompt={prompt} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}

function Recorded({ prompt }: { prompt: Prompt }): ReactNode {
  const { t } = useTranslation();
  const there = slotsOf(prompt.kind).filter((slot) => prompt.recordings.some((each) => each.slot === slot));
  if (there.length === 0) return <StateBadge tone="ringing" icon="alert" label={t('prompts.nothing')} />;
  return there.map((slot) => t(`prompts.slot.${slot}`)).join(', ');
}
