// Where the browser leads for `tel:` links: the dial dialog with the number in it. It never dials by itself, whoever wrote the link.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Message } from '../../ui/Message.tsx';
import { Page } from '../../ui/Page.tsx';
import { useDial } from './Dial.tsx';
import { readTel } from './tel.ts';

const route = getRouteApi('/shell/dial');

export function DialPage(): ReactNode {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const dial = useDial();
  const { number: text } = route.useSearch();
  const number = readTel(text);
  const opened = useRef(false);
  useEffect(() => {
    if (number === null || dial === null || opened.current) return;
    opened.current = true;
    dial({ to: number });
    // Going back must not open it once more.
    void navigate({ to: '/interactions', replace: true });
  }, [number, dial, navigate]);
  const title = t('tel.title');
  if (dial === null)
    return (
      <Page title={title}>
        <Message icon="phone" title={t('tel.not-you')} text={t('tel.not-you-text')} />
      </Page>
    );
  if (number === null)
    return (
      <Page title={title}>
        <Message
          error
          icon="alert"
          title={t('tel.bad')}
          text={text.trim() === '' ? t('tel.empty') : t('tel.bad-text', { number: text.slice(0, 100) })}
          action={{ label: t('tel.open'), run: () => dial({}) }}
        />
      </Page>
    );
  return <Page title={title}>{null}</Page>;
}
