// Phone numbers of other pages open here: asks the browser to lead `tel:` links to the dial dialog.
import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../ui/Panel.tsx';

type Handlers = {
  registerProtocolHandler?: (scheme: string, url: string) => void;
  unregisterProtocolHandler?: (scheme: string, url: string) => void;
};

/** What the browser puts in the place of `%s` is the whole link, as one part of an address. */
const address = (): string => `${window.location.origin}/dial?number=%s`;

export function TelLinks(): ReactNode {
  const { t } = useTranslation();
  const [said, setSaid] = useState<'asked' | 'off' | 'refused' | null>(null);
  const handlers = navigator as Handlers;
  // Browsers ask on pages that came over HTTPS or from this machine, and not on phones.
  const can = window.isSecureContext && handlers.registerProtocolHandler !== undefined;
  const ask = (on: boolean): void => {
    try {
      if (on) handlers.registerProtocolHandler?.('tel', address());
      else handlers.unregisterProtocolHandler?.('tel', address());
      setSaid(on ? 'asked' : 'off');
    } catch {
      setSaid('refused');
    }
  };
  return (
    <Panel title={t('tel.links')}>
      <p>{t(can ? 'tel.links-text' : 'tel.cannot')}</p>
      {can ? (
        <p>
          <Button size="xs" mt={8} mr={8} onClick={() => ask(true)}>
            {t('tel.use')}
          </Button>
          {handlers.unregisterProtocolHandler === undefined ? null : (
            <Button size="xs" mt={8} variant="default" onClick={() => ask(false)}>
              {t('tel.stop')}
            </Button>
          )}
        </p>
      ) : null}
      <p role="status">{said === null ? null : t(`tel.said.${said}`)}</p>
    </Panel>
  );
}
