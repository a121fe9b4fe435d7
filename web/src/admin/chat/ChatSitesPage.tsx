// Settings, web chat: every chat of a web page, whose queue it leads to, where it may stand.
import type { ChatSiteSetting } from '@tandem/contract/api/chat-sites.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { tenantText } from '../../ui/format.ts';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { ChatSiteEditor } from './ChatSiteEditor.tsx';
import { useSiteTexts } from './site-texts.ts';

export function ChatSitesPage(): ReactNode {
  const { t, i18n } = useTranslation();
  const say = useSiteTexts();
  const user = useUser();
  const mayWrite = mayDo(user, 'chat-sites:write');
  const sites = useList('chat-sites');
  const queues = useList('queues', mayDo(user, 'queues:read'));
  const name = (site: ChatSiteSetting) => tenantText(site.name, i18n.language);
  const queueName = (site: ChatSiteSetting) => {
    const queue = queues.data?.find(({ id }) => id === site.queue);
    return queue === undefined ? '' : tenantText(queue.name, i18n.language);
  };
  const columns: Column<ChatSiteSetting>[] = [
    { key: 'name', head: t('form.name'), cell: name, sort: name },
    { key: 'queue', head: say('queue'), cell: (site) => queueName(site) || t('form.dash'), sort: queueName },
    { key: 'greeting', head: say('greeting'), cell: (site) => tenantText(site.greeting, i18n.language), wide: true },
    { key: 'origins', head: say('origins'), cell: (site) => site.origins.join(', ') || say('anywhere'), wide: true },
  ];
  return (
    <SettingsPage wide>
      <Register
        title={t('chat-sites.title')}
        lead={say('lead')}
        items={sites.data}
        error={sites.error}
        columns={columns}
        words={(site) => `${site.name.en ?? ''} ${site.name['zh-CN'] ?? ''} ${queueName(site)} ${site.origins.join(' ')}`}
        empty={{ icon: 'chat', title: say('none'), text: say('none-text') }}
        newLabel={mayWrite ? say('new') : null}
        editor={(site, close) => (
          <ChatSiteEditor key={site?.id ?? 'new'} site={site} queues={queues.data ?? []} mayWrite={mayWrite} close={close} />
        )}
      />
    </SettingsPage>
  );
}
