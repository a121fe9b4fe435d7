// Settings, teams and sites: where people belong.
import type { Site, Team } from '@tandem/contract/api/users.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { mayDo, useUser } from '../../api/session.ts';
import { Register, type Column } from '../form/Register.tsx';
import { useList } from '../form/use-list.ts';
import { SettingsPage } from '../settings/SettingsPage.tsx';
import { SiteEditor } from './SiteEditor.tsx';
import { TeamEditor } from './TeamEditor.tsx';

export function TeamsPage(): ReactNode {
  const { t } = useTranslation();
  const mayWrite = mayDo(useUser(), 'users:write');
  const [teams, sites, users] = [useList('teams'), useList('sites'), useList('users')];
  const siteName = (team: Team) => sites.data?.find((site) => site.id === team.site)?.name ?? '';
  const people = (id: string) => (users.data ?? []).filter((user) => user.active && (user.team === id || user.site === id)).length;
  const parent = (team: Team) => teams.data?.find((each) => each.id === team.parent)?.name ?? '';
  const teamColumns: Column<Team>[] = [
    { key: 'name', head: t('form.name'), cell: (team) => team.name, sort: (team) => team.name },
    { key: 'people', head: t('teams.people'), cell: (team) => people(team.id), sort: (team) => people(team.id), end: true },
    { key: 'parent', head: t('teams.parent'), cell: (team) => parent(team) || t('form.dash'), sort: parent, wide: true },
    { key: 'site', head: t('users.site'), cell: siteName, sort: siteName, wide: true },
  ];
  const siteColumns: Column<Site>[] = [
    { key: 'name', head: t('form.name'), cell: (site) => site.name, sort: (site) => site.name },
    { key: 'people', head: t('teams.people'), cell: (site) => people(site.id), sort: (site) => people(site.id), end: true },
    { key: 'zone', head: t('hours.zone'), cell: (site) => site.zone, sort: (site) => site.zone },
  ];
  return (
    <SettingsPage wide>
      <Register
        heading
        title={t('teams.teams')}
        lead={t('teams.lead')}
        items={teams.data}
        error={teams.error}
        columns={teamColumns}
        words={(team) => `${team.name} ${siteName(team)}`}
        empty={{ icon: 'people', title: t('teams.none'), text: t('teams.none-text') }}
        newLabel={mayWrite ? t('teams.new') : null}
        editor={(team, close) => <TeamEditor team={team} mayWrite={mayWrite} close={close} />}
      />
      <Register
        heading
        title={t('sites.title')}
        lead={t('sites.lead')}
        items={sites.data}
        error={sites.error}
        columns={siteColumns}
        words={(site) => `${site.name} ${site.zone}`}
        empty={{ icon: 'folder', title: t('sites.none'), text: t('sites.lead') }}
        newLabel={mayWrite ? t('sites.new') : null}
        newKey="new-site"
        editor={(site, close) => <SiteEditor site={site} mayWrite={mayWrite} close={close} />}
      />
    </SettingsPage>
  );
}
